/**
 * Ratings explained by a mean, a bias for each user and item, and `dims` hidden factors, fitted by alternating ridge
 * regressions (biased matrix factorisation, Koren et al. 2009; alternating least squares, Zhou et al. 2008). The bias
 * is one more factor whose partner is 1, so that one small system a user or item gives all of it.
 */
import type { Random } from '../../stats/random.js';
import { cholesky } from '../../stats/symmetric.js';
import type { Ratings } from '../lab-input.js';

export interface RatingsFit {
  dims: number;
  /** [user * dims + d], without the bias. */
  users: Float64Array;
  /** [user * items + item], within the range of the ratings. */
  predicted: Float64Array;
}

const ROUNDS = 10;
/** Ridge for each rating that a user or item has, and at the least. */
const [RIDGE, LEAST] = [0.1, 1];

export function fitRatings(
  { user, item, value }: Ratings,
  users: number,
  items: number,
  dims: number,
  random: Random,
): RatingsFit {
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const x of value) {
    low = Math.min(low, x);
    high = Math.max(high, x);
    sum += x;
  }
  const mean = value.length > 0 ? sum / value.length : 0;
  const width = dims + 1;
  const userSide = new Float64Array(users * width);
  const itemSide = Float64Array.from({ length: items * width }, (_, i) =>
    i % width === dims ? 0 : 0.1 * random.normal(),
  );
  const [ofUser, ofItem] = [grouped(user, users), grouped(item, items)];
  for (let round = 0; round < ROUNDS; round++) {
    for (let u = 0; u < users; u++) solve(userSide, u, ofUser[u], item, itemSide);
    for (let i = 0; i < items; i++) solve(itemSide, i, ofItem[i], user, userSide);
  }
  const predicted = new Float64Array(users * items);
  for (let u = 0; u < users; u++) {
    for (let i = 0; i < items; i++) {
      let x = mean + userSide[u * width + dims] + itemSide[i * width + dims];
      for (let d = 0; d < dims; d++) x += userSide[u * width + d] * itemSide[i * width + d];
      predicted[u * items + i] = Math.min(high, Math.max(low, x));
    }
  }
  const interests = Float64Array.from({ length: users * dims }, (_, i) => {
    const d = i % dims;
    return userSide[((i - d) / dims) * width + d];
  });
  return { dims, users: interests, predicted };

  /** The factors and bias of one, from its ratings, the other side held. */
  function solve(
    side: Float64Array,
    which: number,
    entries: number[],
    partner: Uint32Array,
    other: Float64Array,
  ) {
    const a = new Float64Array(width * width);
    const b = new Float64Array(width);
    const x = new Float64Array(width).fill(1);
    for (const e of entries) {
      const from = partner[e] * width;
      for (let d = 0; d < dims; d++) x[d] = other[from + d];
      const left = value[e] - mean - other[from + dims];
      for (let d = 0; d < width; d++) {
        b[d] += left * x[d];
        for (let k = 0; k <= d; k++) a[d * width + k] += x[d] * x[k];
      }
    }
    const ridge = Math.max(LEAST, RIDGE * entries.length);
    for (let d = 0; d < width; d++) {
      a[d * width + d] += ridge;
      for (let k = 0; k < d; k++) a[k * width + d] = a[d * width + k];
    }
    side.set(solved(cholesky(a, width), b), which * width);
  }
}

/** x with L L' x = b. */
function solved(root: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= root[i * n + k] * x[k];
    x[i] /= root[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= root[k * n + i] * x[k];
    x[i] /= root[i * n + i];
  }
  return x;
}

/** [id] = the entries that are its own. */
function grouped(ids: Uint32Array, count: number): number[][] {
  const groups: number[][] = Array.from({ length: count }, () => []);
  ids.forEach((id, e) => {
    groups[id].push(e);
  });
  return groups;
}
