/** A table of classes by a power law, from a naive Bayes model drawn at random: the learner can hold it exactly. */
import type { Random } from '../../stats/random.js';
import { type NaiveBayes, writeRows } from '../learners/naive-bayes.js';
import { zipf } from './alphabet.js';
import type { Truth } from './classes.js';
import { type Schema, tableRows } from './table-rows.js';

const [NUMBERS, WORDS, VALUES] = [6, 4, 3];
/** Classes lie so many within-class standard deviations apart in each column of numbers, as standard deviation. */
const APART = 1.5;
/** Share of numbers that are missing. */
const MISSING = 0.05;
/** Rows of each class to try classifiers on. */
const TRIAL = 100;

export function madeTable(options: { classes: number; exponent: number }, random: Random): Truth {
  const k = options.classes;
  const { shares } = zipf(options.exponent, 0, k);
  const schema: Schema = {
    classes: Array.from({ length: k }, (_, i) => `class ${i + 1}`),
    columns: [
      ...Array.from({ length: NUMBERS }, (_, c) => ({ name: `number ${c + 1}` })),
      ...Array.from({ length: WORDS }, (_, c) => ({
        name: `word ${c + 1}`,
        values: Array.from({ length: VALUES }, (_, v) => `value ${v + 1}`),
      })),
    ],
  };
  const model: NaiveBayes = {
    classes: shares,
    columns: schema.columns.map(({ values }) =>
      values
        ? { values: VALUES, counts: Float64Array.from({ length: k * VALUES }, () => random.uniform()) }
        : {
            missing: shares.map((share) => MISSING * share),
            mean: Float64Array.from({ length: k }, () => APART * random.normal()),
            variance: new Float64Array(k).fill(1),
            overall: 1,
          },
    ),
  };
  const only = (label: number) => shares.map((_, i) => (i === label ? 1 : 0));
  return {
    schema,
    shares,
    real: (n, own) => writeRows(model, shares, n, own),
    trial: tableRows.join(schema.classes.map((_, label) => writeRows(model, only(label), TRIAL, random))),
  };
}
