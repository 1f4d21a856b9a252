/**
 * Improved precision and recall (Kynkäänniemi et al. 2019): a set of points stands for the union of the balls about each
 * of them that reach to its k-th neighbour. Precision is the share of made points inside the balls of the real ones,
 * recall the share of real points inside the balls of the made ones.
 *
 * Balls shrink as points become more, so give both sides the same number, and read the two beside what one half of the
 * real points gets against the other: it is below 1. Images are compared by features, not pixels (classifier.ts).
 */

/** Points row by row, `dims` numbers each. */
export interface PointSet {
  dims: number;
  values: ArrayLike<number>;
}

export interface PrecisionAndRecall {
  precision: number;
  recall: number;
}

/** k, of the paper's successors; the paper itself has 3. */
export const NEIGHBOURS = 5;

/** Rows of a block: at 64 numbers a row it stays in the processor's cache. */
const BLOCK = 128;

/** Both in [0, 1]; NaN where a set has no more than k points. Time goes with the product of the sizes. */
export function precisionAndRecall(real: PointSet, made: PointSet, k = NEIGHBOURS): PrecisionAndRecall {
  if (real.dims !== made.dims) {
    throw new Error(`real points have ${real.dims} dimensions, made points ${made.dims}`);
  }
  const centre = meanOf(real);
  const [a, b] = [rowsOf(real, centre), rowsOf(made, centre)];
  if (Math.min(a.count, b.count) <= k) return { precision: Number.NaN, recall: Number.NaN };
  const reach = [radii(a, k), radii(b, k)];
  const inside = [new Uint8Array(a.count), new Uint8Array(b.count)];
  eachSquare(a, b, (i, j, square) => {
    if (square <= reach[0][i]) inside[1][j] = 1;
    if (square <= reach[1][j]) inside[0][i] = 1;
  });
  return { precision: shareOf(inside[1]), recall: shareOf(inside[0]) };
}

/** [i] = squared distance of point i to its k-th neighbour, itself not counted. */
function radii(rows: Rows, k: number): Float64Array {
  const nearest = new Float64Array(rows.count * k).fill(Number.POSITIVE_INFINITY);
  eachSquare(rows, rows, (i, j, square) => {
    const last = i * k + k - 1;
    if (i === j || square >= nearest[last]) return;
    let at = last;
    for (; at > i * k && nearest[at - 1] > square; at--) nearest[at] = nearest[at - 1];
    nearest[at] = square;
  });
  return Float64Array.from({ length: rows.count }, (_, i) => nearest[i * k + k - 1]);
}

export interface Rows {
  count: number;
  dims: number;
  values: Float64Array;
  /** Squared length of each row. */
  squares: Float64Array;
}

/** Moved to the real points' mean, so that as little as can be is lost in |a|² - 2 a·b + |b|². */
export function rowsOf({ dims, values }: PointSet, centre: Float64Array): Rows {
  const count = values.length / dims;
  const moved = Float64Array.from(values, (x, i) => x - centre[i % dims]);
  const squares = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = i * dims; j < (i + 1) * dims; j++) sum += moved[j] * moved[j];
    squares[i] = sum;
  }
  return { count, dims, values: moved, squares };
}

/** Squared distances of all pairs. */
function eachSquare(a: Rows, b: Rows, visit: (i: number, j: number, square: number) => void): void {
  eachBlock(a, b, (i, from, to, squares) => {
    for (let j = from; j < to; j++) visit(i, j, squares[j - from]);
  });
}

/**
 * Squared distances of all pairs, as a product of matrices: block by block, four columns at once. Each sum runs in the
 * order of the squares', so that equal points are at a distance of exactly 0. `visit` sees row i of `a` against the rows
 * `from` to `to` - 1 of `b`, the squares beginning at 0. `half`: of a set against itself, each pair with i <= j is seen
 * (and some more), the others not.
 */
export function eachBlock(
  a: Rows,
  b: Rows,
  visit: (i: number, from: number, to: number, squares: Float64Array) => void,
  half = false,
): void {
  const { dims } = a;
  const [x, y] = [a.values, b.values];
  const squares = new Float64Array(BLOCK);
  for (let from = 0; from < b.count; from += BLOCK) {
    const to = Math.min(b.count, from + BLOCK);
    const rows = half ? to : a.count;
    for (let i = 0; i < rows; i++) {
      products(x, i * dims, y, from, to, dims, squares);
      for (let j = from; j < to; j++) {
        squares[j - from] = Math.max(0, a.squares[i] + b.squares[j] - 2 * squares[j - from]);
      }
      visit(i, from, to, squares);
    }
  }
}

function products(
  x: Float64Array,
  row: number,
  y: Float64Array,
  from: number,
  to: number,
  dims: number,
  into: Float64Array,
): void {
  let j = from;
  for (; j + 4 <= to; j += 4) {
    let p = j * dims;
    let q = p + dims;
    let r = q + dims;
    let s = r + dims;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let d = row; d < row + dims; d++) {
      const value = x[d];
      first += value * y[p++];
      second += value * y[q++];
      third += value * y[r++];
      fourth += value * y[s++];
    }
    into[j - from] = first;
    into[j - from + 1] = second;
    into[j - from + 2] = third;
    into[j - from + 3] = fourth;
  }
  for (; j < to; j++) {
    let product = 0;
    for (let d = 0; d < dims; d++) product += x[row + d] * y[j * dims + d];
    into[j - from] = product;
  }
}

export function meanOf({ dims, values }: PointSet): Float64Array {
  const count = values.length / dims;
  const mean = new Float64Array(dims);
  for (let i = 0; i < values.length; i++) mean[i % dims] += values[i] / count;
  return mean;
}

function shareOf(inside: Uint8Array): number {
  let count = 0;
  for (const one of inside) count += one;
  return count / inside.length;
}
