/**
 * Naive Bayes as a generator and a classifier of table rows: a share for each class and, within it, each column on its
 * own. Numbers are normal, words are counted, and a missing value counts as one more value.
 *
 * What is written follows the counts as they are. What is classified is smoothed, so that a value never seen in a class
 * does not rule it out: one observation is added to each count, and one of the variance of all rows to each variance.
 */
import type { Random } from '../../stats/random.js';
import type { Training } from '../world.js';
import { type Rows, rowCount, type Schema } from '../worlds/table-rows.js';

export interface NaiveBayes {
  /** [class] = weight of its rows. */
  classes: Float64Array;
  columns: (Words | Numbers)[];
}

/** [class * values + value] = weight of its rows. */
interface Words {
  values: number;
  counts: Float64Array;
}

/** By class. */
interface Numbers {
  missing: Float64Array;
  mean: Float64Array;
  variance: Float64Array;
  /** Of all rows; 0 where all are equal. */
  overall: number;
}

export function fitNaiveBayes({ data, weights }: Training<Rows>, schema: Schema): NaiveBayes {
  const { labels } = data;
  const classes = new Float64Array(schema.classes.length);
  for (let i = 0; i < labels.length; i++) classes[labels[i]] += weights ? weights[i] : 1;
  const columns = schema.columns.map(({ values }, c) =>
    values
      ? countWords(data, weights, c, classes.length, values.length)
      : fitNumbers(data, weights, c, classes.length),
  );
  return { classes, columns };
}

function countWords(
  { cells, columns, labels }: Rows,
  weights: Float64Array | undefined,
  c: number,
  classes: number,
  values: number,
): Words {
  const counts = new Float64Array(classes * values);
  for (let i = 0; i < labels.length; i++) {
    counts[labels[i] * values + cells[i * columns + c]] += weights ? weights[i] : 1;
  }
  return { values, counts };
}

function fitNumbers(
  { cells, columns, labels }: Rows,
  weights: Float64Array | undefined,
  c: number,
  classes: number,
): Numbers {
  const [missing, sum, known, variance] = [0, 1, 2, 3].map(() => new Float64Array(classes));
  for (let i = 0; i < labels.length; i++) {
    const x = cells[i * columns + c];
    const weight = weights ? weights[i] : 1;
    if (Number.isNaN(x)) missing[labels[i]] += weight;
    else {
      known[labels[i]] += weight;
      sum[labels[i]] += weight * x;
    }
  }
  const mean = sum.map((total, k) => (known[k] > 0 ? total / known[k] : 0));
  const all = known.reduce((a, b) => a + b, 0);
  const centre = all > 0 ? sum.reduce((a, b) => a + b, 0) / all : 0;
  let overall = 0;
  for (let i = 0; i < labels.length; i++) {
    const x = cells[i * columns + c];
    if (Number.isNaN(x)) continue;
    const weight = weights ? weights[i] : 1;
    const k = labels[i];
    variance[k] += (weight * (x - mean[k]) ** 2) / known[k];
    overall += (weight * (x - centre) ** 2) / all;
  }
  return { missing, mean, variance, overall };
}

/** Rows of the classes whose `share` is above 0, in proportion to it. */
export function writeRows(model: NaiveBayes, shares: Float64Array, n: number, random: Random): Rows {
  const width = model.columns.length;
  const labels = new Uint16Array(n);
  const cells = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const k = pick(shares, 0, shares.length, random);
    labels[i] = k;
    for (let c = 0; c < width; c++) {
      const column = model.columns[c];
      if ('values' in column) {
        cells[i * width + c] = pick(column.counts, k * column.values, column.values, random);
      } else {
        const gone = random.uniform() * model.classes[k] < column.missing[k];
        cells[i * width + c] = gone
          ? Number.NaN
          : column.mean[k] + Math.sqrt(column.variance[k]) * random.normal();
      }
    }
  }
  return { columns: width, cells, labels };
}

/** A place from 0 to n - 1, in proportion to the weights from `from` on. */
function pick(weights: Float64Array, from: number, n: number, random: Random): number {
  let sum = 0;
  for (let v = 0; v < n; v++) sum += weights[from + v];
  let left = random.uniform() * sum;
  for (let v = 0; v < n; v++) {
    left -= weights[from + v];
    if (left < 0) return v;
  }
  // What rounding leaves over goes to the last possible one.
  for (let v = n - 1; v > 0; v--) if (weights[from + v] > 0) return v;
  return 0;
}

/** [i] = the class of row i; a class without rows is never given. */
export function classify({ classes, columns }: NaiveBayes, rows: Rows): Uint16Array {
  const n = rowCount(rows);
  const best = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const found = new Uint16Array(n);
  const scores = new Float64Array(n);
  for (let k = 0; k < classes.length; k++) {
    if (classes[k] === 0) continue;
    scores.fill(Math.log(classes[k]));
    columns.forEach((column, c) => {
      if ('values' in column) addWords(scores, column, rows, c, k, classes[k]);
      else addNumbers(scores, column, rows, c, k, classes[k]);
    });
    for (let i = 0; i < n; i++) {
      if (scores[i] <= best[i]) continue;
      best[i] = scores[i];
      found[i] = k;
    }
  }
  return found;
}

function addWords(scores: Float64Array, column: Words, rows: Rows, c: number, k: number, total: number) {
  const { values, counts } = column;
  const logs = Float64Array.from({ length: values }, (_, v) =>
    Math.log((counts[k * values + v] + 1) / (total + values)),
  );
  for (let i = 0; i < scores.length; i++) scores[i] += logs[rows.cells[i * rows.columns + c]];
}

function addNumbers(scores: Float64Array, column: Numbers, rows: Rows, c: number, k: number, total: number) {
  const { missing, mean, variance, overall } = column;
  const known = total - missing[k];
  const logMissing = Math.log((missing[k] + 1) / (total + 2));
  const logKnown = Math.log((known + 1) / (total + 2));
  const smooth = (known * variance[k] + overall) / (known + 1);
  for (let i = 0; i < scores.length; i++) {
    const x = rows.cells[i * rows.columns + c];
    if (Number.isNaN(x)) scores[i] += logMissing;
    // A column that never varies tells nothing.
    else if (smooth > 0) scores[i] += logKnown - 0.5 * (Math.log(smooth) + (x - mean[k]) ** 2 / smooth);
  }
}
