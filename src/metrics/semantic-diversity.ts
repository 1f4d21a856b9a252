/**
 * How many different meanings texts have: the Vendi score (Friedman and Dieng 2023) of their points (`text-space.ts`),
 * each fold at the number of texts of the smaller side. The score grows with the number of texts, so the larger side
 * is read in windows of that number that cover all of it, and their logarithms averaged.
 */
import { vendi } from '../stats/vendi.js';
import type { Metric } from './metric.js';
import { type Fold, textSpace, textsOf } from './text-space.js';

/** Texts of a fold on either side, at least. */
const LEAST = 20;

export const semanticDiversity: Metric = {
  id: 'diversity/semantic',
  group: 'diversity',
  title: 'effective meanings',
  failTitle: 'Texts say fewer different things',
  why: 'Texts can keep their words and still all say the same. This counts texts that differ in what they are about.',
  source:
    'Friedman and Dieng 2023, eq. 2 (Vendi score) on cosines; texts at equal length, in equal numbers, in a space learnt from other texts of the reference.',
  unit: 'effective number of texts',
  range: '1 to the dimensions of the space',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.95, fail: 0.88 },
  biased: false,
  needs: `${LEAST} texts of equal length in each half of the document groups, on either side`,
  estimate: ({ pool, corpus, reference }) => {
    const space = textSpace(pool);
    if ('insufficient' in space) return space;
    let value = 0;
    let other = 0;
    let read = 0;
    for (const fold of space.folds) {
      const a = textsOf(fold, corpus);
      const b = textsOf(fold, reference);
      const n = Math.min(a.length, b.length);
      if (n < LEAST) continue;
      value += logVendi(fold, a, n);
      other += logVendi(fold, b, n);
      read++;
    }
    if (read === 0) return { insufficient: `fewer than ${LEAST} texts of equal length in each half` };
    return { value: Math.exp(value / read), reference: Math.exp(other / read), embedder: space.embedder };
  },
};

function logVendi({ points, dims }: Fold, places: number[], n: number): number {
  const windows = Math.ceil(places.length / n);
  const rows = new Float64Array(n * dims);
  let sum = 0;
  for (let w = 0; w < windows; w++) {
    const first = windows === 1 ? 0 : Math.round((w * (places.length - n)) / (windows - 1));
    for (let i = 0; i < n; i++) {
      const from = places[first + i] * dims;
      rows.set(points.subarray(from, from + dims), i * dims);
    }
    sum += Math.log(vendi(rows, n, dims));
  }
  return sum / windows;
}
