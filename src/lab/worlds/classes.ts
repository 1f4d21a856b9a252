/**
 * Rare classes in a table: a generator writes the rows that the next generator and its classifier learn from, as where
 * patients' records are replaced by synthetic ones for privacy. A class with c rows is still there after k redraws with
 * probability 1 - (1 - s_k)^c or 1 - exp(-c g_k), which is about 1 - exp(-2c / k) (Suresh et al. 2024, Theorem 1 and
 * the branching process behind it). The accuracy of the classifier hardly tells: rare classes weigh nothing in it.
 *
 * Rows are learnt and classified by naive Bayes. Without a table of the user's own, one is made whose classes follow a
 * power law and whose columns fit the learner exactly, so that nothing but finite samples errs.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import type { LabInput } from '../lab-input.js';
import { classify, fitNaiveBayes, type NaiveBayes, writeRows } from '../learners/naive-bayes.js';
import { permutationOf } from '../loop/permutation-of.js';
import type { Setup, Values, World } from '../world.js';
import { bentShares } from './bent-shares.js';
import { madeTable } from './made-table.js';
import { rankPicture } from './rank-picture.js';
import { type Rows, rowCount, rowsOf, type Schema, tableRows } from './table-rows.js';

const parameters = z.strictObject({
  classes: z.int().min(2).max(1000).default(12).describe('classes of a table that is made here'),
  exponent: z.number().min(0).max(10).default(2).describe('its class of rank i has a share ~ i^-exponent'),
  rare: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('classes with a lower share of the rows are called rare'),
});

type Parameters = z.infer<typeof parameters>;

export interface Truth {
  schema: Schema;
  /** [class] = share of the real rows, descending. */
  shares: Float64Array;
  real(n: number, random: Random, generation: number): Rows;
  /** Real rows to try classifiers on. */
  trial: Rows;
}

export const classes: World<Parameters> = {
  name: 'classes',
  title: 'Rare classes',
  about:
    'A table is learnt, written anew and learnt again, with its classifier: which classes survive, how small they are.',
  source: 'Suresh et al. 2024, Theorem 1 (survival by count); classes of the UCI thyroid data as the example',
  parameters,
  input: 'table',
  defaults: { samples: 1000, generations: 20, seeds: 20 },
  samplesFor: (input) => (input.kind === 'table' ? input.rows : 1000),
  metrics: {
    classes: { title: 'share of the classes that are left' },
    'rare-recall': {
      title: 'share of real rows of rare classes that are recognised, mean over these classes',
    },
    recall: { title: 'the same of all classes' },
    wrong: { title: 'share of real rows that are misclassified' },
    rarest: { title: 'the rarest class is left' },
    'rarest-theory': { title: 'chance of that under replace, by its rows at generation 0' },
    'rare-share': { title: 'rows of rare classes that are written', unit: 'true shares' },
  },
  roles: { risk: 'wrong', modes: 'classes', tail: 'rare-recall' },
  setup: (options, random, input): Setup<Rows, NaiveBayes> => {
    const truth = input?.kind === 'table' ? givenTable(input) : madeTable(options, random);
    const { schema, shares } = truth;
    const rareFrom = firstRare(shares, options.rare);
    return {
      kind: tableRows,
      weighs: true,
      bends: ['temperature', 'keep'],
      real: truth.real,
      fit: (training) => fitNaiveBayes(training, schema),
      sample: (model, n, own, { temperature, keep }) =>
        writeRows(model, bentShares(model.classes, temperature, keep), n, own),
      probe: ({ generation, model, sample, first }) => {
        const alive = model?.classes ?? countsOf(first, shares.length);
        const written = countsOf(sample, shares.length);
        return {
          classes: alive.filter((count) => count > 0).length / shares.length,
          rarest: alive[shares.length - 1] > 0 ? 1 : 0,
          'rarest-theory': survival(countsOf(first, shares.length)[shares.length - 1], generation - 1),
          'rare-share': sum(written, rareFrom) / rowCount(sample) / sum(shares, rareFrom),
          ...(model && recognised(model, truth, rareFrom)),
        };
      },
      lost: ({ model, first }) => {
        const before = countsOf(first, shares.length);
        return schema.classes.filter((_, k) => model && before[k] > 0 && model.classes[k] === 0);
      },
      rare: (model, n, own) => {
        const only = model.classes.map((count, k) => (k >= rareFrom ? count : 0));
        return writeRows(model, sum(only, 0) > 0 ? only : model.classes, n, own);
      },
      picture: ({ sample }) => rankPicture(countsOf(sample, shares.length)),
    };
  },
};

/** The table stands for all there is: generation 0 is the table, shuffled; fresh rows are drawn from it anew. */
function givenTable(input: LabInput & { kind: 'table' }): Truth {
  const { schema, rows } = rowsOf(input);
  const count = rowCount(rows);
  return {
    schema,
    shares: countsOf(rows, schema.classes.length).map((of) => of / count),
    real: (n, random, generation) => {
      const order = permutationOf(count, random);
      const which = Uint32Array.from({ length: n }, (_, i) =>
        generation === 0 && i < count ? order[i] : random.below(count),
      );
      return tableRows.take(rows, which);
    },
    trial: rows,
  };
}

function countsOf({ labels }: Rows, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]++;
  return counts;
}

/** At least the last class is rare, so that there is something to watch. */
function firstRare(shares: Float64Array, rare: number): number {
  const first = shares.findIndex((share) => share < rare);
  return first < 0 ? shares.length - 1 : first;
}

function sum(values: Float64Array, from: number): number {
  let total = 0;
  for (let k = from; k < values.length; k++) total += values[k];
  return total;
}

/** 1 - exp(-c g_k) with g_1 = 1, g_(k+1) = 1 - exp(-g_k): the chance that one of c lines is left after k redraws. */
function survival(count: number, redraws: number): number {
  if (count === 0) return 0;
  if (redraws < 1) return 1;
  let g = 1;
  for (let k = 1; k < redraws; k++) g = 1 - Math.exp(-g);
  return 1 - Math.exp(-count * g);
}

/** Recall of each class on real rows; a class that the trial rows lack takes no part. */
function recognised(model: NaiveBayes, { trial, shares }: Truth, rareFrom: number): Values {
  const found = classify(model, trial);
  const right = new Float64Array(shares.length);
  found.forEach((k, i) => {
    if (k === trial.labels[i]) right[k]++;
  });
  const counts = countsOf(trial, shares.length);
  const recall = right.map((of, k) => of / counts[k]);
  let accuracy = 0;
  recall.forEach((of, k) => {
    accuracy += shares[k] * of;
  });
  const mean = (from: number) => sum(recall, from) / (recall.length - from);
  return { recall: mean(0), 'rare-recall': mean(rareFrom), wrong: 1 - accuracy };
}
