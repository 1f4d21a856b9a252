/** Texts from an n-gram model. Only pieces of its training corpus are drawn: what was lost does not come back. */

import type { NgramModel } from '../../lm/ngram.js';
import { NgramWalk } from '../../lm/ngram-walk.js';
import type { Random } from '../../stats/random.js';
import { type Documents, emptyDocuments } from '../text/documents.js';
import { bent, type TextBias } from './bend.js';
import { type Drawer, PlainDrawer } from './drawer.js';
import { HotDrawer } from './hot-drawer.js';

const UNBENT: TextBias = { temperature: 1, keep: 1 };

/** Documents of the given lengths in pieces, each begun as training documents begin. */
export function sampleNgram(
  model: NgramModel,
  lengths: ArrayLike<number>,
  random: Random,
  bias: TextBias = UNBENT,
): Documents {
  const drawn = emptyDocuments(lengths);
  const drawer = newDrawer(model, random, bias);
  const walk = new NgramWalk(model);
  for (let d = 0; d < lengths.length; d++) {
    const document = drawn.pieces.subarray(drawn.starts[d], drawn.starts[d + 1]);
    walk.begin();
    for (let i = 0; i < document.length; i++) {
      drawer.draw(walk);
      document[i] = model.levels[drawer.length].pieces[drawer.row];
      walk.step(drawer.length, drawer.row, document, i);
    }
  }
  return drawn;
}

/** The documents again, each piece redrawn with probability `share` after what stands before it by then. */
export function editNgram(
  model: NgramModel,
  { pieces, starts }: Documents,
  share: number,
  random: Random,
): Documents {
  const edited = pieces.slice();
  const drawer = newDrawer(model, random, UNBENT);
  const walk = new NgramWalk(model);
  for (let d = 0; d + 1 < starts.length; d++) {
    const document = edited.subarray(starts[d], starts[d + 1]);
    walk.begin();
    for (let i = 0; i < document.length; i++) {
      if (random.uniform() < share) {
        drawer.draw(walk);
        document[i] = model.levels[drawer.length].pieces[drawer.row];
        walk.step(drawer.length, drawer.row, document, i);
      } else {
        walk.read(document, i, 0);
      }
    }
  }
  return { pieces: edited, starts: starts.slice() };
}

function newDrawer(model: NgramModel, random: Random, { temperature, keep }: TextBias): Drawer {
  const drawer = temperature > 1 ? new HotDrawer(model, random, temperature) : new PlainDrawer(model, random);
  return temperature < 1 || keep < 1 ? bent(drawer, model, random, { temperature, keep }) : drawer;
}
