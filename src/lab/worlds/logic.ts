/**
 * Logic: true statements such as `((0|1)&~1)=0`, and a language model that feeds on its own, after Briesch, Sobania and
 * Rothlauf (2023): what is written can be checked exactly, so that correctness and diversity are seen apart. Theirs are
 * full synthetic data (regime `replace`), balanced (equal parts of all rounds: `accumulate-subsample`), incremental (a
 * share of the data gives way to new ones: `edit`) and expanding (new ones are added: `accumulate`).
 *
 * Theirs is a transformer of 10.6 million parameters and 10,000 expressions a cycle; the grammar is ours, after their
 * description. All is measured on equally many statements, whatever the size of the training data.
 */
import { z } from 'zod';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import type { Random } from '../../stats/random.js';
import { sampleNgram } from '../learners/sample-ngram.js';
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
import { type Documents, documents } from '../text/documents.js';
import type { Bias, Setup, Values, World } from '../world.js';

const parameters = z.strictObject({
  order: z.int().min(1).max(20).default(8).describe('length of the n-grams, in symbols'),
  smoothing: z
    .enum(SMOOTHINGS)
    .default('witten-bell')
    .describe('what a context leaves to shorter ones: nothing (copies most), some, or the most'),
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
  setup({ order, smoothing, measured }): Setup<Documents, NgramModel> {
    return {
      kind: documents,
      bends: ['temperature', 'keep'],
      real: (n, random) => drawStatements(n, random),
      fit: ({ data }) => trainNgram(data, SYMBOL_TYPES, { order, smoothing }),
      sample: (model, n, random, bias) => writeNgram(model, n, random, bias),
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

function writeNgram(model: NgramModel, n: number, random: Random, bias: Bias): Documents {
  return cutAtStop(sampleNgram(model, new Int32Array(n).fill(LONGEST), random, bias));
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
