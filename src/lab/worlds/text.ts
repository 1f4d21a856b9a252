/**
 * Text: an n-gram language model of a corpus feeds on its own output, and every generation is audited against the
 * first as `gen0 audit` would. It stands in for the language model of Shumailov et al. (2024, figure 1), of which it can
 * show the course, not the figures: an n-gram model knows words by sight only, so what it loses are words.
 */
import { z } from 'zod';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { logProbabilities, perplexity } from '../../lm/score-ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import { METRICS } from '../../metrics/index.js';
import { quantile } from '../../stats/quantile.js';
import { ConfigError } from '../../util/errors.js';
import { readSpeeches } from '../demo/speeches.js';
import type { LabInput } from '../lab-input.js';
import { editNgram, sampleNgram } from '../learners/sample-ngram.js';
import { type CorpusSplit, drawFresh, splitCorpus } from '../text/corpus-split.js';
import { type Documents, documents, lengthsOf } from '../text/documents.js';
import { histogram } from '../text/histogram.js';
import { rarest } from '../text/rarest.js';
import { kindsOf, newExaminer, type TextExaminer, textsOf } from '../text/text-examiner.js';
import { newVerifier } from '../text/text-verifier.js';
import type { MetricInfo, Seen, Setup, Values, World } from '../world.js';

const parameters = z.strictObject({
  order: z.int().min(1).max(5).default(3).describe('length of the n-grams'),
  smoothing: z
    .enum(SMOOTHINGS)
    .default('witten-bell')
    .describe(
      'what a context leaves to shorter ones: nothing (copies most), some, or the most (new phrases)',
    ),
  reserve: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.5)
    .describe('share of the documents held back: a quarter of them as test, the rest for the regime fresh'),
  most: z
    .int()
    .min(1000)
    .default(2_000_000)
    .describe('words and signs that are used; of a larger corpus, documents are drawn'),
  audit: z
    .boolean()
    .default(true)
    .describe('audit the generations; without, a run takes a third of the time'),
});

type Parameters = z.infer<typeof parameters>;
type TextSeen = Seen<Documents, NgramModel>;

/** Words that stand at least so often in generation 0 are named when they are gone. */
const NAMED = 5;

/** The verdicts as numbers; the others, which are no stage of collapse, are NaN. */
const STAGES: Partial<Record<string, number>> = { healthy: 0, early: 1, late: 2 };

/** Least text of which a test is made. */
const LEAST_HELD_OUT = 1000;

const auditMetrics = Object.fromEntries(
  METRICS.filter(({ asked }) => !asked).map(({ id, title }): [string, MetricInfo] => [
    id,
    { title, unit: "times generation 0's" },
  ]),
);

export const text: World<Parameters> = {
  name: 'text',
  title: 'Text, by n-gram models',
  about:
    'A language model of a corpus trained on its own output: rare words go first, phrases hold. Every generation is audited against the corpus.',
  source:
    'Shumailov et al. 2024, figure 1 (course, not figures); Gerstgrasser et al. 2024; Chen and Goodman 1998',
  parameters,
  input: 'corpus',
  // A corpus that has fewer documents gives what it has.
  defaults: { samples: 1000, generations: 10, seeds: 1 },
  metrics: {
    vocabulary: { title: 'different words and signs', unit: "share of generation 0's" },
    verdict: { title: 'verdict of the audit', unit: '0 healthy, 1 early, 2 late' },
    ...auditMetrics,
    'held-out': { title: 'perplexity of unseen human text', log: true },
    'own-median': { title: 'perplexity under generation 0, median', log: true },
    'own-tail': { title: 'perplexity under generation 0, 99th percentile', unit: 'medians' },
  },
  roles: { risk: 'held-out', tail: 'vocabulary', variance: 'diversity/entropy' },
  setup(settings, random, input) {
    const { texts, name } = corpusOf(input);
    const { reserve, most } = settings;
    return textSetup(settings, splitCorpus(texts, name, reserve, most, random));
  },
};

function corpusOf(input: LabInput | undefined): { texts: string[]; name: string } {
  if (input?.kind === 'corpus') return input;
  return { texts: readSpeeches().map((speech) => speech.text), name: 'State of the Union speeches' };
}

/** The world on a corpus that is split already. */
export function textSetup(
  { order, smoothing, audit }: Pick<Parameters, 'order' | 'smoothing' | 'audit'>,
  { spellings, human, pool, heldOut }: CorpusSplit,
): Setup<Documents, NgramModel> {
  const types = spellings.length;
  const lengths = lengthsOf(human);
  const supply = lengths.length;
  const lengthOf = (n: number) => Int32Array.from({ length: n }, (_, d) => lengths[d % supply]);
  /** Of the first n documents; a run asks for one n. */
  const examiners = new Map<number, TextExaminer>();
  const examiner = (n: number): TextExaminer => {
    let made = examiners.get(n);
    if (!made) {
      made = newExaminer(n === supply ? human : documents.take(human, upTo(n)), spellings, order);
      examiners.set(n, made);
    }
    return made;
  };
  const tested = heldOut.pieces.length >= LEAST_HELD_OUT;
  const verifier = newVerifier(heldOut, () => examiner(supply).model);
  return {
    kind: documents,
    supply,
    bends: ['temperature', 'keep'],
    real(n, randomly, generation) {
      if (generation === 0) return documents.take(human, upTo(n));
      if (documents.size(pool) === 0) {
        throw new ConfigError(
          'world text: no text is held back for fresh data; set reserve, as in --set reserve=0.5, or bring more documents',
        );
      }
      return drawFresh(pool, n, randomly);
    },
    fit: ({ data }) => trainNgram(data, types, { order, smoothing }),
    sample: (model, n, randomly, bias) => sampleNgram(model, lengthOf(n), randomly, bias),
    edit: (data, model, share, randomly) => editNgram(model, data, share, randomly),
    rare: (model, n, randomly) =>
      rarest(sampleNgram(model, lengthOf(4 * n), randomly), n, examiner(supply).counts),
    ...(tested && { good: verifier }),
    texts: (data) => textsOf(data, spellings),
    picture: (seen) => {
      const judge = examiner(documents.size(seen.first));
      return histogram(judge.windows(seen.generation === 0 ? heldOut : seen.sample));
    },
    lost: ({ sample, first }) => lostWords(sample, examiner(documents.size(first)), spellings),
    probe: async (seen) => {
      const judge = examiner(documents.size(seen.first));
      return {
        vocabulary: kindsOf(seen.sample, types) / judge.kinds,
        ...(tested && { 'held-out': heldOutPerplexity(seen, judge) }),
        ...ownPerplexity(judge.windows(seen.generation === 0 ? heldOut : seen.sample)),
        ...(audit && (await audits(seen, judge))),
      };
    },
  };

  /** Of the model, as Kneser-Ney would have it where the model itself holds unseen words to be impossible. */
  function heldOutPerplexity({ model, training }: TextSeen, judge: TextExaminer): number {
    let reader = judge.model;
    if (model) {
      reader =
        smoothing === 'kneser-ney'
          ? model
          : trainNgram(training.data, types, { order, smoothing: 'kneser-ney' });
    }
    return perplexity(logProbabilities(reader, heldOut));
  }
}

function ownPerplexity(windows: Float64Array): Values {
  const sorted = windows.sort();
  const median = Math.exp(quantile(sorted, 0.5));
  return { 'own-median': median, 'own-tail': Math.exp(quantile(sorted, 0.99)) / median };
}

async function audits({ generation, sample }: TextSeen, judge: TextExaminer): Promise<Values> {
  const { metrics, verdict } = generation === 0 ? await judge.auditSelf() : await judge.audit(sample);
  const values: Values = { verdict: STAGES[verdict.stage] ?? Number.NaN };
  for (const [id, { ratio }] of Object.entries(metrics)) values[id] = ratio ?? Number.NaN;
  return values;
}

/** The most frequent first. */
function lostWords({ pieces }: Documents, { counts }: TextExaminer, spellings: readonly string[]): string[] {
  const alive = new Uint8Array(counts.length);
  for (const piece of pieces) alive[piece] = 1;
  const gone: number[] = [];
  for (let piece = 0; piece < counts.length; piece++)
    if (counts[piece] >= NAMED && !alive[piece]) gone.push(piece);
  return gone.sort((a, b) => counts[b] - counts[a]).map((piece) => spellings[piece].trim());
}

function upTo(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}
