/**
 * Facts: sentences state a known base of facts, told with Zipf's frequencies, and a language model of them feeds on its
 * own output. What is lost, what is turned into its contrary and what is made up can be counted, for everything that
 * is true is known.
 *
 * A fact told once is the one that a smoothed model is least sure of, and so the first that it gets wrong (the
 * singletons of Kalai and Vempala 2024); the regime `fresh` with a number of at least `samples` is the control in which
 * people tell everything anew.
 */
import { z } from 'zod';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import type { Random } from '../../stats/random.js';
import { type Census, takeCensus } from '../facts/census.js';
import { type FactBase, newFactBase, RELATIONS } from '../facts/fact-base.js';
import {
  readStatement,
  SENTENCE_FORMS,
  SENTENCE_LENGTH,
  spellingsOf,
  writeFacts,
} from '../facts/sentences.js';
import { firstAbove } from '../learners/first-above.js';
import { editNgram, sampleNgram } from '../learners/sample-ngram.js';
import { type Documents, documents } from '../text/documents.js';
import { textsOf } from '../text/text-examiner.js';
import type { Picture, Setup, Values, World } from '../world.js';

const parameters = z.strictObject({
  subjects: z.int().min(2).max(5000).default(250).describe('lands of which facts are told'),
  known: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.5)
    .describe(`share of the pairs of land and relation (${RELATIONS.length} each) that are facts`),
  skew: z.number().min(0).max(3).default(1).describe("exponent of Zipf's law: how unevenly facts are told"),
  order: z
    .int()
    .min(1)
    .max(7)
    .default(5)
    .describe('length of the n-grams; 5 reach from the object to all it depends on'),
  smoothing: z
    .enum(SMOOTHINGS)
    .default('witten-bell')
    .describe(
      '"none" repeats what it read; the others generalise, and err; "kneser-ney" breaks most sentences',
    ),
});

type Parameters = z.infer<typeof parameters>;

/** Share of the facts, the least frequent, that count as rare. */
const RARE = 0.5;

/** Of so many documents for each one wanted, those on rare facts are taken. */
const TRIES = 4;

export const facts: World<Parameters> = {
  name: 'facts',
  title: 'Facts, by n-gram models',
  about:
    'Sentences state a known base of facts; models that feed on their own sentences forget the rare ones, contradict them and invent others.',
  source:
    "the question of Shumailov et al. 2024 with a countable truth; ours, after Kalai and Vempala's singletons (2024)",
  parameters,
  defaults: { samples: 5000, generations: 10, seeds: 20 },
  metrics: {
    'stated-rare': { title: 'rare facts still stated', unit: 'share of the rarer half' },
    stated: { title: 'facts still stated', unit: 'share of all facts' },
    contradicted: { title: 'facts that a sentence contradicts', unit: 'share of all facts' },
    'contradicted-rare': { title: 'rare facts that a sentence contradicts', unit: 'share of the rarer half' },
    'false-sentences': { title: 'sentences that contradict a fact', unit: 'share of sentences' },
    'invented-sentences': { title: 'sentences on what no fact is known of', unit: 'share of sentences' },
    'broken-sentences': { title: 'sentences of no known form', unit: 'share of sentences' },
    untrue: { title: 'sentences that state no fact', unit: 'share of sentences' },
  },
  roles: { risk: 'untrue', tail: 'stated-rare', modes: 'stated', invented: 'untrue' },
  setup({ order, smoothing, ...size }, random): Setup<Documents, NgramModel> {
    const base = newFactBase(size, random);
    const spellings = spellingsOf(base);
    return {
      kind: documents,
      bends: ['temperature', 'keep'],
      real: (n, randomly) => tell(base, n, randomly),
      fit: ({ data }) => trainNgram(data, spellings.length, { order, smoothing }),
      sample: (model, n, randomly, bias) => sampleNgram(model, lengthsFor(n), randomly, bias),
      edit: (data, model, share, randomly) => editNgram(model, data, share, randomly),
      good: (data) =>
        Uint8Array.from({ length: documents.size(data) }, (_, d) => (isTrue(base, data, d) ? 1 : 0)),
      rare: (model, n, randomly) => {
        const written = sampleNgram(model, lengthsFor(TRIES * n), randomly);
        const rank = Float64Array.from({ length: TRIES * n }, (_, d) => factAt(base, written, d));
        const order = Uint32Array.from(rank, (_, d) => d).sort((a, b) => rank[b] - rank[a] || a - b);
        return documents.take(written, order.subarray(0, n));
      },
      texts: (data) => textsOf(data, spellings),
      picture: ({ sample }) => byRank(takeCensus(base, sample)),
      lost: ({ sample, first }) => forgotten(base, takeCensus(base, first), takeCensus(base, sample)),
      probe: ({ sample }) => measure(takeCensus(base, sample), documents.size(sample)),
    };
  },
};

/** All sentences are alike long. */
function lengthsFor(n: number): Int32Array {
  return new Int32Array(n).fill(SENTENCE_LENGTH);
}

function tell(base: FactBase, n: number, random: Random): Documents {
  const { cumulative } = base;
  const told = new Int32Array(n);
  const forms = new Int32Array(n);
  for (let d = 0; d < n; d++) {
    told[d] = firstAbove(cumulative, random.uniform(), 0, cumulative.length - 1);
    forms[d] = random.below(SENTENCE_FORMS);
  }
  return writeFacts(base, told, forms);
}

function measure({ stated, contradicted, invented, broken }: Census, sentences: number): Values {
  const rare = Math.floor((1 - RARE) * stated.length);
  const share = (counts: Int32Array) =>
    counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0) / counts.length;
  const total = (counts: Int32Array) => counts.reduce((sum, count) => sum + count, 0);
  return {
    'stated-rare': share(stated.subarray(rare)),
    stated: share(stated),
    contradicted: share(contradicted),
    'contradicted-rare': share(contradicted.subarray(rare)),
    'false-sentences': total(contradicted) / sentences,
    'invented-sentences': invented / sentences,
    'broken-sentences': broken / sentences,
    untrue: 1 - total(stated) / sentences,
  };
}

/** The fact that document d is about, or -1; facts are numbered by falling frequency. */
function factAt(base: FactBase, data: Documents, d: number): number {
  const statement = readStatement(base, data, d);
  return statement ? base.factOf[statement.subject * RELATIONS.length + statement.relation] : -1;
}

function isTrue(base: FactBase, data: Documents, d: number): boolean {
  const fact = factAt(base, data, d);
  return fact >= 0 && base.object[fact] === readStatement(base, data, d)?.object;
}

/** Share of sentences on each fact that is stated, the most stated first. */
function byRank({ stated }: Census): Picture {
  const sorted = stated.filter((count) => count > 0).sort((a, b) => b - a);
  const sum = sorted.reduce((a, b) => a + b, 0);
  return {
    form: 'ranks',
    x: Array.from(sorted, (_, i) => i + 1),
    y: Array.from(sorted, (count) => count / sum),
  };
}

/** What generation 0 stated and this one does not, the most frequent first. */
function forgotten({ subjects, subject, relation }: FactBase, before: Census, now: Census): string[] {
  const gone: string[] = [];
  before.stated.forEach((count, f) => {
    if (count > 0 && now.stated[f] === 0) gone.push(`${RELATIONS[relation[f]]} of ${subjects[subject[f]]}`);
  });
  return gone;
}
