/**
 * Logic: true statements such as `((0|1)&~1)=0`, and a language model that feeds on its own, after Briesch, Sobania and
 * Rothlauf (2023): what is written can be checked exactly, so that correctness and diversity are seen apart. Theirs are
 * full synthetic data (regime `replace`), balanced (equal parts of all rounds: `accumulate-subsample`), incremental (a
 * share of the data gives way to new ones: `edit`) and expanding (new ones are added: `accumulate`).
 *
 * Theirs is a transformer of 10.6 million parameters and 10,000 expressions a cycle; the grammar is ours, after their
 * description, and the learner n-grams of symbols or a small transformer. All is measured on equally many statements, whatever the size of the training data.
 */
import { z } from 'zod';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import type { Network } from '../../nn/index.js';
import { newRandom, type Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import { sampleNgram } from '../learners/sample-ngram.js';
import type { FitHost } from '../learners/train-network.js';
import { fitTransformer, writeTransformer } from '../learners/transformer.js';
import { editDistance } from '../logic/edit-distance.js';
import {
  cutAtStop,
  drawStatements,
  isCorrect,
  LONGEST,
  readStatement,
  SYMBOL_TYPES,
  statementOf,
  statementText,
} from '../logic/statements.js';
import { after } from '../loop/after.js';
import { type Documents, documents, emptyDocuments } from '../text/documents.js';
import type { Bias, Setup, Values, World } from '../world.js';

const parameters = z.strictObject({
  order: z.int().min(1).max(20).default(10).describe('length of the n-grams, in symbols'),
  smoothing: z
    .enum(SMOOTHINGS)
    .default('none')
    .describe('what a context leaves to shorter ones: nothing (copies most), some, or the most'),
  learner: z.enum(['ngram', 'transformer']).default('ngram').describe('what is fitted'),
  width: z.int().min(4).max(1024).default(48).describe('of the transformer'),
  heads: z.int().min(1).max(64).default(4).describe('its heads of attention, which divide the width'),
  layers: z.int().min(1).max(24).default(2).describe('its layers'),
  batch: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe(`rows of ${LONGEST + 1} symbols in a step`),
  steps: z.int().min(1).max(1_000_000).default(400).describe('steps of each generation, under all regimes'),
  rate: z.number().positive().max(1).default(3e-3).describe('highest learning rate'),
  measured: z
    .int()
    .min(2)
    .max(100_000)
    .default(500)
    .describe('statements that are measured of what is written'),
});

type Parameters = z.infer<typeof parameters>;

export const logic: World<Parameters> = {
  name: 'logic',
  title: 'Statements of logic',
  about:
    'A language model of true statements of logic learns from its own: they stay as correct as they were, or become more so, and ever more alike.',
  source: 'Briesch, Sobania and Rothlauf 2023',
  parameters,
  defaults: { samples: 1000, generations: 10, seeds: 20 },
  metrics: {
    unique: { title: 'different statements', unit: 'share of those measured' },
    correct: { title: 'statements that are true', unit: 'share' },
    whole: { title: 'statements of the grammar, true or not', unit: 'share' },
    distance: { title: 'edit distance of two statements', unit: 'of the longer one' },
    depth: { title: 'depth of the expressions', unit: 'operators' },
    wrong: { title: 'statements that are false or none', unit: 'share' },
  },
  roles: { modes: 'unique', invented: 'wrong' },
  setup(settings, _random, _input, _newTrainer, host): Setup<Documents, Model> {
    const { measured } = settings;
    const { fit, write } =
      settings.learner === 'ngram' ? ngramLearner(settings) : transformerLearner(settings, host);
    return {
      kind: documents,
      bends: ['temperature', 'keep'],
      real: (n, random) => drawStatements(n, random),
      fit: ({ data }, random, start) => fit(data, random, start),
      sample: (model, n, random, bias) => after(write(model, n, random, bias), cutAtStop),
      good: (data) =>
        Uint8Array.from({ length: documents.size(data) }, (_, d) =>
          isCorrect(readStatement(statementOf(data, d))) ? 1 : 0,
        ),
      texts: function* (data) {
        for (let d = 0; d < documents.size(data); d++) yield statementText(statementOf(data, d));
      },
      probe: ({ sample, random }) => measure(sample, measured, random),
    };
  },
};

type Model = NgramModel | Network;

/** Writes LONGEST symbols a document, whatever stands behind its first STOP. */
interface Learner {
  fit(data: Documents, random: Random, start?: Model): Model | Promise<Model>;
  write(model: Model, n: number, random: Random, bias: Bias): Documents | Promise<Documents>;
}

function ngramLearner({ order, smoothing }: Parameters): Learner {
  return {
    fit: (data) => trainNgram(data, SYMBOL_TYPES, { order, smoothing }),
    write: (model, n, random, bias) =>
      sampleNgram(model as NgramModel, new Int32Array(n).fill(LONGEST), random, bias),
  };
}

function transformerLearner(
  { width, heads, layers, batch, steps, rate }: Parameters,
  host: FitHost | undefined,
): Learner {
  if (width % heads !== 0) {
    throw new ConfigError(`world logic: width ${width} is no multiple of heads ${heads}`);
  }
  const context = LONGEST + 1;
  const options = { vocabulary: SYMBOL_TYPES, context, width, heads, layers, batch, steps, rate };
  return {
    fit: (data, random, start) =>
      fitTransformer(data, options, random, { start: start as Network | undefined, host }),
    async write(model, n, random, { temperature, keep }) {
      const seed = random.below(2 ** 32);
      const randoms = Array.from({ length: n }, (_, d) => newRandom(seed, d));
      const lengths = new Int32Array(n).fill(LONGEST);
      const sampling = { temperature, topP: keep };
      const written = emptyDocuments(lengths);
      const rows = await writeTransformer(model as Network, lengths, options, randoms, { sampling, host });
      for (const [d, row] of rows.entries()) written.pieces.set(row, written.starts[d]);
      return written;
    },
  };
}

/** Of the first statements. */
function measure(data: Documents, most: number, random: Random): Values {
  const n = Math.min(most, documents.size(data));
  const different = new Set<string>();
  let [correct, whole, depth, distance] = [0, 0, 0, 0];
  for (let d = 0; d < n; d++) {
    const symbols = statementOf(data, d);
    different.add(statementText(symbols));
    const reading = readStatement(symbols);
    if (reading) {
      whole++;
      depth += reading.depth;
      if (isCorrect(reading)) correct++;
    }
    const other = statementOf(data, (d + 1 + random.below(n - 1)) % n);
    distance += editDistance(symbols, other) / Math.max(symbols.length, other.length);
  }
  return {
    unique: different.size / n,
    correct: correct / n,
    whole: whole / n,
    distance: distance / n,
    depth: depth / whole,
    wrong: 1 - correct / n,
  };
}
