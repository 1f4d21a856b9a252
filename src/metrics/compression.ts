/**
 * How much of a text is left after deflate, on windows of 2,048 bytes (bytes, so that no script is favoured): the
 * inverse of the compression ratio of Shaib et al. 2024. We differ: windows of one size, because their ratio grows
 * with the corpus; a pinned pure-JavaScript deflate, because zlib's bytes differ between versions and processors.
 */
import type { Metric } from './metric.js';
import { type Side, sumOver } from './side.js';
import { WINDOW } from './windows.js';

const LEAST = 30;

export const compression: Metric = {
  id: 'diversity/compression',
  group: 'diversity',
  title: 'incompressible share',
  failTitle: 'Text has become more compressible',
  why: 'Formulaic text compresses better: it repeats phrases within a page.',
  source:
    'Shaib et al. 2024, "Standardizing the Measurement of Text Diversity", sec. 3; inverse, on windows.',
  unit: 'deflated bytes per byte',
  range: '0 to about 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.96, fail: 0.9 },
  biased: false,
  needs: `${LEAST} windows of ${WINDOW} bytes on either side of the document sample`,
  estimate: ({ pool, corpus, reference }) => {
    const windows = (side: Side) => sumOver(side, pool.sums.windows);
    const share = (side: Side) => sumOver(side, pool.sums.deflated) / (windows(side) * WINDOW);
    const least = Math.min(windows(corpus), windows(reference));
    if (least < LEAST) return { insufficient: `only ${least} windows of ${WINDOW} bytes, needs ${LEAST}` };
    return { value: share(corpus), reference: share(reference) };
  },
};
