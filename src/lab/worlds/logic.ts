/**
 * Logic: true statements such as `((0|1)&~1)=0`, and a language model that feeds on its own, after Briesch, Sobania and
 * Rothlauf (2023): what is written can be checked exactly, so that correctness and diversity are seen apart. Theirs are
 * full synthetic data (regime `replace`), balanced (equal parts of all rounds: `accumulate-subsample`), incremental (a
 * share of the data gives way to new ones: `edit`) and expanding (new ones are added: `accumulate`).
 *
 * Theirs is a transformer of 10.6 million parameters and 10,000 expressions a cycle; the grammar is ours, after their
 * description, and the learner n-grams of symbols or a small transformer. Different statements are counted among equally
 * many, whatever the size of the training data: by rarefaction, which spares the noise of one draw.
 */
import { z } from 'zod';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import type { Network } from '../../nn/index.js';
import { expectedTypes } from '../../stats/expected-types.js';
import { newRandom, type Random } from '../../stats/random.js';
import { sampleNgram } from '../learners/sample-ngram.js';
import type { FitHost } from '../learners/train-network.js';
import { assertHeads, fitTransformer, writeTransformer } from '../learners/transformer.js';
import { editDistance } from '../logic/edit-distance.js';
import {
  cutAtStop,
  DEEPEST,
  drawStatements,
  isCorrect,
  longestOf,
  readStatement,
  SYMBOL_TYPES,
  statementOf,
  statementText,
} from '../logic/statements.js';
import { after } from '../loop/after.js';
import { type Documents, documents, emptyDocuments } from '../text/documents.js';
import type { Bias, Setup, Values, World } from '../world.js';

const parameters = z.strictObject({
  depth: z.int().min(1).max(DEEPEST).default(DEEPEST).describe('greatest depth of the real statements'),
  order: z.int().min(1).max(20).default(10).describe('length of the n-grams, in symbols'),
  smoothing: z
    .enum(SMOOTHINGS)
    .default('none')
    .describe('what a context leaves to shorter ones: nothing (copies most), some, or the most'),
  learner: z.enum(['ngram', 'transformer']).default('ngram').describe('what is fitted'),
  width: z.int().min(4).max(1024).default(64).describe('of the transformer'),
  heads: z.int().min(1).max(64).default(4).describe('its heads of attention, each a multiple of 8 wide'),
  layers: z.int().min(1).max(24).default(2).describe('its layers'),
  batch: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe('rows in a step, each one symbol longer than the longest statement'),
  steps: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(2500)
    .describe('steps of each generation, under all regimes; with few it writes the grammar, true or not'),
  rate: z.number().positive().max(1).default(6e-3).describe('highest learning rate'),
  measured: z
    .int()
    .min(2)
    .max(100_000)
    .default(500)
    .describe('statements among which the different ones are counted, as a mean over draws of so many'),
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
    unique: { title: 'different statements', unit: 'share of as many as are measured' },
    correct: { title: 'statements that are true', unit: 'share' },
    whole: { title: 'statements of the grammar, true or not', unit: 'share' },
    distance: { title: 'edit distance of two statements', unit: 'of the longer one' },
    depth: { title: 'depth of the expressions', unit: 'operators' },
    wrong: { title: 'statements that are false or none', unit: 'share' },
  },
  roles: { modes: 'unique', invented: 'wrong' },
  setup(settings, _random, _input, _newTrainer, host): Setup<Documents, Model> {
    const { measured, depth } = settings;
    const { fit, write } =
      settings.learner === 'ngram' ? ngramLearner(settings) : transformerLearner(settings, host);
    return {
      kind: documents,
      bends: ['temperature', 'keep'],
      real: (n, random) => drawStatements(n, random, depth),
      fit: ({ data }, random, start) => fit(data, random, start),
      sample: (model, n, random, bias) => after(write(model, n, random, bias), cutAtStop),
      good: (data) =>
        Uint8Array.from({ length: documents.size(data) }, (_, d) =>
          isCorrect(readStatement(statementOf(data, d)), depth) ? 1 : 0,
        ),
      texts: function* (data) {
        for (let d = 0; d < documents.size(data); d++) yield statementText(statementOf(data, d));
      },
      probe: ({ sample, random }) => measure(sample, measured, depth, random),
    };
  },
};

type Model = NgramModel | Network;

/** Writes as many symbols a document as the longest statement has, whatever stands behind its first STOP. */
interface Learner {
  fit(data: Documents, random: Random, start?: Model): Model | Promise<Model>;
  write(model: Model, n: number, random: Random, bias: Bias): Documents | Promise<Documents>;
}

function ngramLearner({ order, smoothing, depth }: Parameters): Learner {
  return {
    fit: (data) => trainNgram(data, SYMBOL_TYPES, { order, smoothing }),
    write: (model, n, random, bias) =>
      sampleNgram(model as NgramModel, new Int32Array(n).fill(longestOf(depth)), random, bias),
  };
}

function transformerLearner(
  { width, heads, layers, batch, steps, rate, depth }: Parameters,
  host: FitHost | undefined,
): Learner {
  assertHeads('logic', { width, heads });
  const longest = longestOf(depth);
  const context = longest + 1;
  const options = { vocabulary: SYMBOL_TYPES, context, width, heads, layers, batch, steps, rate };
  return {
    fit: (data, random, start) =>
      fitTransformer(data, options, random, { start: start as Network | undefined, host }),
    async write(model, n, random, { temperature, keep }) {
      const seed = random.below(2 ** 32);
      const randoms = Array.from({ length: n }, (_, d) => newRandom(seed, d));
      const lengths = new Int32Array(n).fill(longest);
      const sampling = { temperature, topP: keep };
      const written = emptyDocuments(lengths);
      const rows = await writeTransformer(model as Network, lengths, options, randoms, { sampling, host });
      for (const [d, row] of rows.entries()) written.pieces.set(row, written.starts[d]);
      return written;
    },
  };
}

/** Shares of all; different ones among `drawn` of them, expected over all draws. */
function measure(data: Documents, drawn: number, deepest: number, random: Random): Values {
  const n = documents.size(data);
  const times = new Map<string, number>();
  let [correct, whole, depth, distance] = [0, 0, 0, 0];
  for (let d = 0; d < n; d++) {
    const symbols = statementOf(data, d);
    const text = statementText(symbols);
    times.set(text, (times.get(text) ?? 0) + 1);
    const reading = readStatement(symbols);
    if (reading) {
      whole++;
      depth += reading.depth;
      if (isCorrect(reading, deepest)) correct++;
    }
    const other = statementOf(data, (d + 1 + random.below(n - 1)) % n);
    distance += editDistance(symbols, other) / Math.max(symbols.length, other.length);
  }
  const spectrum = new Float64Array(n + 1);
  for (const count of times.values()) spectrum[count]++;
  const among = Math.min(drawn, n);
  return {
    unique: expectedTypes(spectrum, n, among) / among,
    correct: correct / n,
    whole: whole / n,
    distance: distance / n,
    depth: depth / whole,
    wrong: 1 - correct / n,
  };
}
