/**
 * The two histograms that MAUVE compares, as `compute_mauve` makes them: rows at length 1, principal components up to
 * 90 % of the variance, k-means with a tenth as many clusters as the smaller side has rows, the best of five runs.
 * The start is drawn from gen0's own random source, so the histograms are not those of faiss: see mauve.ts.
 */
import { eigen } from '../stats/eigen.js';
import { gram } from '../stats/gram.js';
import { newRandom } from '../stats/random.js';
import { kMeans } from './k-means.js';
import { type Matrix, unitRows } from './matrix.js';
import { round } from './python.js';

const EXPLAINED = 0.9;
const RUNS = 5;
const ROUNDS = 500;

export interface MauveCounts {
  p: Float64Array;
  q: Float64Array;
}

/** Both sides need at least two rows, and the same number of columns. */
export function mauveCounts(p: Matrix, q: Matrix, seed: number): MauveCounts {
  const clusters = Math.max(2, round(Math.min(p.rows, q.rows) / 10, 0));
  const data = new Float64Array(q.data.length + p.data.length);
  data.set(q.data);
  data.set(p.data, q.data.length);
  const both = principal(unitRows({ rows: p.rows + q.rows, columns: p.columns, data }));
  const labels = kMeans(both, clusters, RUNS, ROUNDS, newRandom(seed));
  const counts = { p: new Float64Array(clusters), q: new Float64Array(clusters) };
  labels.forEach((label, i) => {
    counts[i < q.rows ? 'q' : 'p'][label]++;
  });
  return counts;
}

/** Coordinates along as many principal components as hold `EXPLAINED` of the variance. */
function principal(x: Matrix): Matrix {
  const { rows, columns, data } = x;
  const centred = data.slice();
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let at = j; at < data.length; at += columns) sum += data[at];
    for (let at = j; at < data.length; at += columns) centred[at] -= sum / rows;
  }
  const { values, vectors } = eigen(gram(centred, rows, columns), columns);
  const all = values.reduce((a, b) => a + Math.max(0, b), 0);
  let kept = 0;
  for (let sum = 0; kept < columns && sum < EXPLAINED * all; kept++) sum += values[kept];
  const out = new Float64Array(rows * kept);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < kept; c++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += centred[i * columns + j] * vectors[c][j];
      out[i * kept + c] = sum;
    }
  }
  return { rows, columns: kept, data: out };
}
