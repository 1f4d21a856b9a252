/**
 * How predictable every text of the sample is to a model of the reference: the mean of -log2 of the probabilities of
 * its tokens, in bits. The model is an interpolated modified Kneser-Ney model of the reference's sample, cross-fitted:
 * a text is scored by a model that has not seen its fold, whichever side it stands on, so both sides meet models of
 * the same size and of texts that they are not part of. A caller's model (`readers-of-text.ts`) may score instead.
 */
import { crossFit, scoreWithout } from '../lm/index.js';
import { GROUPS } from '../profile/profile.js';
import { tokenise } from '../profile/tokenise.js';
import { equalTexts, LEAST_TEXTS } from './equal-texts.js';
import type { Pool } from './pool.js';
import type { Scored } from './readers-of-text.js';
import { textFeature } from './text-feature.js';

const ORDER = 3;
const FOLDS = 4;

/** The name of the built-in model in results: its smoothing, order and folds. */
const BUILT_IN = `modified-kneser-ney-${ORDER}x${FOLDS}`;

export interface TextBits {
  /** What scored. */
  lm: string;
  /** Tokens that were scored of every text. */
  budget: number;
  /** [i] = bits per token of text i of the pool; NaN where it is shorter than the budget. */
  bits: Float64Array;
  group: Uint8Array;
}

export function textBits(pool: Pool): TextBits {
  return textFeature(pool, 'text-bits', () => {
    const { budget, texts } = equalTexts(pool);
    const bits = new Float64Array(texts.length).fill(Number.NaN);
    const group = Uint8Array.from(pool.texts, (text) => text.group);
    const scored = pool.features.get('scored') as Scored | undefined;
    const lm = scored?.name ?? BUILT_IN;
    const learned = pool.texts.filter((text) => text.group >= GROUPS);
    if (budget === 0 || learned.length < LEAST_TEXTS) return { lm, budget, bits, group };
    if (scored) {
      scored.bits.forEach((value, i) => {
        bits[i] = value ?? Number.NaN;
      });
      return { lm, budget, bits, group };
    }
    const tokens = learned.map(({ text }) => tokenise(text, pool.tokeniser));
    const foldOf = foldsOf(
      learned.map((text) => text.group % GROUPS),
      tokens,
    );
    const models = crossFit(
      tokens,
      learned.map((text) => foldOf[text.group % GROUPS]),
      FOLDS,
      ORDER,
    );
    texts.forEach((text, i) => {
      if (text === null) return;
      let sum = 0;
      for (const log of scoreWithout(models, text.tokens, foldOf[text.group % GROUPS])) sum -= log;
      bits[i] = sum / text.tokens.length;
    });
    return { lm, budget, bits, group };
  });
}

/**
 * The fold of each of the 32 hash groups, so that folds hold as many tokens as can be: the largest group first, each to
 * the smallest fold. With folds of different sizes more of the reference's texts than of the corpus's would be in a
 * large one, whose model has learnt from less.
 */
function foldsOf(groups: readonly number[], tokens: readonly string[][]): Uint8Array {
  const sizes = new Float64Array(GROUPS);
  groups.forEach((g, i) => {
    sizes[g] += tokens[i].length;
  });
  const order = [...sizes.keys()].sort((a, b) => sizes[b] - sizes[a] || a - b);
  const held = new Float64Array(FOLDS);
  const foldOf = new Uint8Array(GROUPS);
  for (const g of order) {
    const fold = held.indexOf(Math.min(...held));
    foldOf[g] = fold;
    held[fold] += sizes[g];
  }
  return foldOf;
}

/** The bits of a side's texts, ascending; those without any are left out. */
export function bitsOf(pool: Pool, member: Uint8Array): number[] {
  const { bits, group } = textBits(pool);
  const own: number[] = [];
  for (let i = 0; i < bits.length; i++) {
    if (member[group[i]] && !Number.isNaN(bits[i])) own.push(bits[i]);
  }
  return own.sort((a, b) => a - b);
}
