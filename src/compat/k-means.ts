/**
 * Lloyd's k-means from random rows, the best of several runs, as faiss does it for MAUVE: a cluster that loses all its
 * rows takes half of the largest. The next centre of a row is looked for only where the triangle inequality leaves
 * doubt (Hamerly 2010), which changes no result.
 */
import type { Random } from '../stats/random.js';
import type { Matrix } from './matrix.js';

/** The cluster of each row, 0 to `k` - 1, of the run with the smallest sum of squares. */
export function kMeans(points: Matrix, k: number, runs: number, rounds: number, random: Random): Uint32Array {
  let best = new Uint32Array(points.rows);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const { labels, sum } = lloyd(points, k, rounds, random);
    if (sum >= least) continue;
    least = sum;
    best = labels;
  }
  return best;
}

function lloyd(points: Matrix, k: number, rounds: number, random: Random) {
  const { rows, columns: d, data } = points;
  const centres = startingRows(points, k, random);
  const labels = new Uint32Array(rows);
  const upper = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const lower = new Float64Array(rows);
  const half = new Float64Array(k);
  const moved = new Float64Array(k);
  const squares = new Float64Array(k);
  const lengths = new Float64Array(rows);
  squaredLengths(data, d, lengths);
  const counts = new Float64Array(k);
  const sums = new Float64Array(k * d);
  for (let round = 0; round < rounds; round++) {
    halfToNext(centres, k, d, half);
    squaredLengths(centres, d, squares);
    let changes = 0;
    for (let i = 0; i < rows; i++) {
      const own = labels[i];
      const sure = Math.max(half[own], lower[i]);
      if (upper[i] <= sure) continue;
      upper[i] = Math.sqrt(squared(data, i * d, centres, own * d, d));
      if (upper[i] <= sure) continue;
      const [first, second, at] = nearestTwo(data, i * d, centres, squares, d);
      if (at !== own || round === 0) changes++;
      labels[i] = at;
      upper[i] = Math.sqrt(Math.max(0, lengths[i] + first));
      lower[i] = Math.sqrt(Math.max(0, lengths[i] + second));
    }
    if (changes === 0) break;
    sums.fill(0);
    counts.fill(0);
    for (let i = 0; i < rows; i++) {
      const to = labels[i] * d;
      counts[labels[i]]++;
      for (let j = 0; j < d; j++) sums[to + j] += data[i * d + j];
    }
    const filled = fillEmpty(sums, counts, k, d, random);
    let most = 0;
    for (let c = 0; c < k; c++) {
      let square = 0;
      for (let j = c * d; j < (c + 1) * d; j++) {
        const next = sums[j] / counts[c];
        square += (next - centres[j]) ** 2;
        centres[j] = next;
      }
      moved[c] = Math.sqrt(square);
      if (moved[c] > most) most = moved[c];
    }
    for (let i = 0; i < rows; i++) {
      upper[i] = filled ? Number.POSITIVE_INFINITY : upper[i] + moved[labels[i]];
      lower[i] = filled ? 0 : lower[i] - most;
    }
  }
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += squared(data, i * d, centres, labels[i] * d, d);
  return { labels, sum };
}

function startingRows({ rows, columns, data }: Matrix, k: number, random: Random): Float64Array {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const centres = new Float64Array(k * columns);
  for (let c = 0; c < k; c++) {
    const at = c + random.below(rows - c);
    const row = order[at];
    order[at] = order[c];
    centres.set(data.subarray(row * columns, (row + 1) * columns), c * columns);
  }
  return centres;
}

/** Half the distance from each centre to the next one. */
function halfToNext(centres: Float64Array, k: number, d: number, half: Float64Array): void {
  half.fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.sqrt(squared(centres, a * d, centres, b * d, d)) / 2;
      if (distance < half[a]) half[a] = distance;
      if (distance < half[b]) half[b] = distance;
    }
  }
}

/**
 * The two smallest |c|² - 2 x c and where the smallest is. Four centres at a time, so that their sums do not wait for one
 * another.
 */
function nearestTwo(
  data: Float64Array,
  from: number,
  centres: Float64Array,
  squares: Float64Array,
  d: number,
) {
  let first = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  let at = 0;
  const consider = (value: number, c: number) => {
    if (value < first) {
      second = first;
      first = value;
      at = c;
    } else if (value < second) second = value;
  };
  const k = squares.length;
  let c = 0;
  for (; c + 4 <= k; c += 4) {
    const c0 = c * d;
    const c1 = c0 + d;
    const c2 = c1 + d;
    const c3 = c2 + d;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < d; j++) {
      const x = data[from + j];
      s0 += x * centres[c0 + j];
      s1 += x * centres[c1 + j];
      s2 += x * centres[c2 + j];
      s3 += x * centres[c3 + j];
    }
    consider(squares[c] - 2 * s0, c);
    consider(squares[c + 1] - 2 * s1, c + 1);
    consider(squares[c + 2] - 2 * s2, c + 2);
    consider(squares[c + 3] - 2 * s3, c + 3);
  }
  for (; c < k; c++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += data[from + j] * centres[c * d + j];
    consider(squares[c] - 2 * sum, c);
  }
  return [first, second, at];
}

function squaredLengths(rows: Float64Array, d: number, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) {
    let sum = 0;
    for (let j = i * d; j < (i + 1) * d; j++) sum += rows[j] * rows[j];
    into[i] = sum;
  }
}

function squared(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) {
    const x = a[i + k] - b[j + k];
    sum += x * x;
  }
  return sum;
}

/** Gives each empty cluster a half of the largest, a little to the side; whether there was one. */
function fillEmpty(sums: Float64Array, counts: Float64Array, k: number, d: number, random: Random): boolean {
  let any = false;
  for (let c = 0; c < k; c++) {
    if (counts[c] > 0) continue;
    any = true;
    let largest = 0;
    for (let each = 1; each < k; each++) if (counts[each] > counts[largest]) largest = each;
    const count = counts[largest] / 2;
    for (let j = 0; j < d; j++) {
      const mean = sums[largest * d + j] / counts[largest];
      const aside = 1e-3 * (random.uniform() < 0.5 ? -1 : 1) * (mean || 1e-6);
      sums[c * d + j] = (mean + aside) * count;
      sums[largest * d + j] = (mean - aside) * count;
    }
    counts[c] = count;
    counts[largest] = count;
  }
  return any;
}
