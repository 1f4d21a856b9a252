/** Hand-made results, one a verdict: what the reporters are tested on. */
import { definitionsOf } from '../audit/definitions.js';
import { diagnose } from '../audit/diagnosis.js';
import type {
  AuditResult,
  CorpusSummary,
  GateResult,
  Grade,
  LostGram,
  LostTopic,
  MetricGroup,
  MetricResult,
  Stage,
} from '../audit/result.js';

const TITLES: [id: string, group: MetricGroup, title: string, unit: string][] = [
  ['tails/coverage', 'tails', 'words still present', 'share'],
  ['tails/rare-mass', 'tails', 'rare-word mass', 'share of tokens'],
  ['tails/hapax', 'tails', 'once-only words', 'share of types'],
  ['diversity/distinct-1', 'diversity', 'distinct words', 'types'],
  ['diversity/distinct-2', 'diversity', 'distinct 2-grams', 'types'],
  ['diversity/distinct-3', 'diversity', 'distinct 3-grams', 'types'],
  ['diversity/distinct-4', 'diversity', 'distinct 4-grams', 'types'],
  ['diversity/entropy', 'diversity', 'entropy of words', 'nats'],
  ['diversity/vocabulary-growth', 'diversity', 'vocabulary growth', 'exponent'],
  ['diversity/compression', 'diversity', 'compressed size', 'share'],
  ['centre/length', 'centre', 'median length', 'tokens'],
  ['repetition/loops', 'repetition', 'texts without loops', 'share of documents'],
  ['repetition/duplicates', 'repetition', 'texts without a copy', 'share of documents'],
  ['drift/js', 'drift', 'distance from the reference', 'bits'],
  ['drift/gained', 'drift', 'words gained', 'share'],
];

type Figure = [ratio: number, half: number, noise: number, grade: Grade];

const FIGURES: Record<Exclude<Stage, 'cannot-say'>, Figure[]> = {
  healthy: [0.99, 1.0, 1.01, 1.0, 0.99, 0.98, 0.98, 1.0, 1.01, 1.0, 1.02, 1.0, 1.0, 0.97, 0.99].map(
    (ratio) => [ratio, 0.02, 0.03, 'ok'],
  ),
  early: [
    [0.86, 0.035, 0.03, 'warn'],
    [0.7, 0.02, 0.01, 'fail'],
    [0.66, 0.01, 0.01, 'fail'],
    [0.93, 0.01, 0.01, 'warn'],
    [0.97, 0.01, 0.01, 'ok'],
    [0.98, 0.01, 0.02, 'ok'],
    [0.98, 0.01, 0.02, 'ok'],
    [0.99, 0.01, 0.01, 'ok'],
    [0.97, 0.03, 0.03, 'ok'],
    [0.99, 0.01, 0.02, 'ok'],
    [1.01, 0.04, 0.05, 'ok'],
    [1, 0.01, 0.01, 'ok'],
    [0.99, 0.01, 0.01, 'ok'],
    [0.96, 0.02, 0.03, 'ok'],
    [0.98, 0.03, 0.04, 'ok'],
  ],
  late: [0.41, 0.22, 0.18, 0.35, 0.38, 0.44, 0.49, 0.71, 0.62, 0.55, 1.62, 0.48, 0.77, 0.58, 0.66].map(
    (ratio) => [ratio, 0.03, 0.02, 'fail'],
  ),
  shifted: [
    [0.78, 0.02, 0.02, 'fail'],
    [0.95, 0.02, 0.02, 'ok'],
    [0.97, 0.02, 0.02, 'ok'],
    [0.96, 0.02, 0.02, 'ok'],
    [0.95, 0.02, 0.02, 'ok'],
    [0.96, 0.02, 0.02, 'ok'],
    [0.97, 0.02, 0.02, 'ok'],
    [0.98, 0.02, 0.02, 'ok'],
    [0.99, 0.02, 0.02, 'ok'],
    [0.98, 0.02, 0.02, 'ok'],
    [0.72, 0.05, 0.04, 'warn'],
    [1, 0.01, 0.01, 'ok'],
    [1, 0.01, 0.01, 'ok'],
    [0.51, 0.03, 0.02, 'fail'],
    [0.55, 0.03, 0.02, 'fail'],
  ],
};

const BECAUSE: Record<Stage, string[]> = {
  healthy: [
    'No metric lies beyond its bound and its noise floor.',
    'The tails hold: rare-word mass is 1.00 of the reference.',
  ],
  early: [
    'Rare-word mass is 0.70 of the reference (noise floor 0.99 to 1.01): thinner than sampling can explain.',
    'Once-only words are down to 0.66.',
    'The centre holds: entropy of words is 0.99 of the reference.',
  ],
  late: [
    'Entropy of words is 0.71 of the reference: diversity of the whole has gone.',
    'Half of the texts loop.',
    'The corpus was declared a descendant of the reference.',
  ],
  shifted: [
    'As many words came in as were lost, and no lineage is declared.',
    'The reference may be of another domain.',
  ],
  'cannot-say': ['28 documents are too few: most metrics need 200 on each side.'],
};

/** A small seeded generator, so that figures that only have to be plausible stay the same. */
function metricsOf(stage: Stage): Record<string, MetricResult> {
  const metrics: Record<string, MetricResult> = {};
  TITLES.forEach(([id, group, title, unit], i) => {
    const drift = group === 'drift' || group === 'repetition';
    const shared = { group, title, unit, direction: 'low' as const, bounds: { warn: 0.95, fail: 0.9 } };
    const ratioOf = drift ? ('complement' as const) : ('value' as const);
    if (stage === 'cannot-say') {
      const reason = 'needs at least 200 distinct documents on each side, has 28';
      const none = { value: null, reference: null, ratio: null, ci: null, noise: null, p: null, q: null };
      metrics[id] = { ...shared, ...none, ratioOf, n: 28, grade: 'inconclusive', reason };
      return;
    }
    const [ratio, half, noise, grade] = FIGURES[stage][i];
    metrics[id] = {
      ...shared,
      ratioOf,
      value: drift ? 1 - 0.8 * ratio : 0.4 * ratio,
      reference: drift ? 0.2 : 0.4,
      ratio,
      ci: [ratio - half, ratio + half],
      noise: [1 - noise, 1 + noise],
      p: grade === 'ok' ? 0.4 : 1e-9,
      q: grade === 'ok' ? 0.45 : 4e-9,
      n: 48210,
      grade,
      ...(grade === 'fail' && { reason: `the whole interval lies below ${shared.bounds.fail}` }),
    };
  });
  if (stage === 'early') {
    Object.assign(metrics['drift/gained'], {
      ratio: null,
      ci: null,
      noise: null,
      value: null,
      grade: 'inconclusive',
    });
    metrics['drift/gained'].reason = 'needs at least 2,000 documents on each side';
  }
  return metrics;
}

const LOST: [gram: string, expected: number, observed: number, example: string][] = [
  ['hedgerow', 212.4, 9, 'The hedgerow had been laid that winter, and the lane stood open to the wind.'],
  ['sluice', 118.1, 4, 'They opened the sluice at dusk.'],
  ['to my mind', 96.7, 11, 'It was, to my mind, the better of the two.'],
  ['wainscot', 61.2, 0, 'Mice ran behind the wainscot all night.'],
  ['as it were', 58.9, 7, 'He was, as it were, a guest in his own house.'],
  ['thatch', 55.3, 3, 'Rain came through the thatch.'],
  ['of an evening', 41.8, 0, 'She would read to him of an evening.'],
  ['quoin', 33.5, 0, 'Each quoin was cut by hand.'],
  ['bramble', 30.1, 2, 'The path was lost in bramble.'],
  ['lest', 28.4, 1, 'They whispered, lest the child should wake.'],
  ['furlong', 25.9, 0, 'It is not a furlong from the church.'],
  ['hither and', 22.2, 0, 'Lanterns went hither and thither.'],
];

const TOPICS: LostTopic[] = [
  { words: ['sluice', 'miller', 'weir', 'flood'], expected: 31.2, observed: 3, referenceCount: 33, p: 4e-7 },
  { words: ['thatch', 'rafters'], expected: 14.6, observed: 0, referenceCount: 15, p: 0.003 },
];

function lostOf(stage: Stage): LostGram[] {
  if (stage === 'healthy' || stage === 'cannot-say') return [];
  return LOST.map(([gram, expected, observed, example], i) => ({
    gram,
    n: gram.split(' ').length,
    expected,
    observed,
    referenceCount: Math.round(expected * 1.15),
    example,
    p: 1e-12 * 10 ** i,
  }));
}

function summary(name: string, documents: number, tokens: number, digest: string): CorpusSummary {
  return {
    name,
    paths: [`data/${name}`],
    documents,
    distinct: documents - Math.floor(documents / 90),
    tokens,
    bytes: Math.round(tokens * 5.4),
    types: Math.round(Math.sqrt(tokens) * 30),
    skipped: 0,
    digest: digest.repeat(32),
  };
}

/** A plausible result with the given verdict. */
export function resultWith(stage: Stage): AuditResult {
  const small = stage === 'cannot-say';
  const gates: GateResult[] =
    stage === 'early'
      ? [
          {
            id: 'tails/rare-mass',
            level: 'error',
            status: 'broken',
            message: '0.70 [0.68 0.72] lies wholly below 0.90',
          },
          { id: 'diversity/entropy', level: 'error', status: 'passed', message: '0.99 [0.98 1.00]' },
        ]
      : [];
  return {
    schema: 1,
    tool: { name: 'gen0', version: '0.1.0' },
    seed: 0,
    startedAt: '2026-11-20T10:15:30.000Z',
    timing: { reference: 5.1, corpus: 4.9, compare: 2.3, total: 12.3 },
    corpus: small ? summary('tiny.jsonl', 28, 6120, 'c') : summary('crawl-2026.jsonl', 48210, 21412345, 'a'),
    reference: summary('human-2019.jsonl', 52004, 23018777, 'b'),
    comparedTokens: small ? 6000 : 20000000,
    tokeniser: 'words-1',
    lineage: stage === 'late' ? 'descendant' : 'unknown',
    partial: false,
    metrics: metricsOf(stage),
    verdict: {
      stage,
      because: BECAUSE[stage],
      notClaimed: 'Not said: that any document was written by a machine, or by a person.',
    },
    definitions: definitionsOf(metricsOf(stage)),
    diagnosis: diagnose({
      stage,
      metrics: metricsOf(stage),
      lineage: stage === 'late' ? 'descendant' : 'unknown',
    }),
    lost: lostOf(stage),
    lostTopics: stage === 'early' ? TOPICS : [],
    gates,
    warnings:
      stage === 'shifted'
        ? [
            {
              id: 'domain',
              message: 'the two corpora share few words; choose a reference of the same domain',
            },
          ]
        : [],
  };
}

export const STAGES: readonly Stage[] = ['healthy', 'early', 'late', 'shifted', 'cannot-say'];
