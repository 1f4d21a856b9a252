/** Hand-made results, one a verdict, and a generator of random ones: what the reporters are tested on. */
import fc from 'fast-check';
import { definitionsOf } from '../audit/definitions.js';
import { diagnose } from '../audit/diagnosis.js';
import type {
  AuditResult,
  CorpusSummary,
  GateResult,
  Grade,
  Grouping,
  GroupResult,
  LostGram,
  LostTopic,
  MetricGroup,
  MetricResult,
  Slicing,
  Stage,
  TermResult,
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

/** Strings that break careless output, besides any Unicode. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  ']]>',
  '"><img src=x onerror=alert(1)>',
  "'--><!--",
  '\u0000\u0007\u001b[31mred\u001b[0m\u009b2J',
  '\u202egnp.exe\u202c',
  '::error title=x::y\r\n::set-output name=a::b',
  '| a | b |\n|---|---|\n# head\n- [x](javascript:alert(1)) `code` @someone www.example.com',
  '\ud800 lone \udfff',
  '漢字かなカナ한국어 🏳️‍🌈 e\u0301\u0301\u0301',
];

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 120 }),
);
const figure = fc.oneof(
  fc.double({ min: 0, max: 4, noNaN: true }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
  fc.constant(0),
);
const range = fc.tuple(figure, figure).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const count = fc.nat({ max: 2 ** 40 });

const metricArbitrary: fc.Arbitrary<MetricResult> = fc.record(
  {
    group: fc.constantFrom<MetricGroup[]>('tails', 'diversity', 'centre', 'repetition', 'drift'),
    title: hostileText,
    value: maybe(figure),
    reference: maybe(figure),
    ratio: maybe(figure),
    ratioOf: fc.constantFrom<('value' | 'complement')[]>('value', 'complement'),
    ci: maybe(range),
    noise: maybe(range),
    p: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
    q: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
    n: count,
    grade: fc.constantFrom<Grade[]>('ok', 'warn', 'fail', 'skipped', 'inconclusive'),
    reason: hostileText,
    unit: hostileText,
    direction: fc.constantFrom<('low' | 'high' | 'both')[]>('low', 'high', 'both'),
    bounds: fc.record({ warn: figure, fail: figure }),
  },
  {
    requiredKeys: [
      'group',
      'title',
      'value',
      'reference',
      'ratio',
      'ratioOf',
      'ci',
      'noise',
      'p',
      'q',
      'n',
      'grade',
      'unit',
      'direction',
      'bounds',
    ],
  },
);

const summaryArbitrary: fc.Arbitrary<CorpusSummary> = fc.record({
  name: hostileText,
  paths: fc.array(hostileText, { maxLength: 30 }),
  documents: count,
  distinct: count,
  tokens: count,
  bytes: count,
  types: count,
  skipped: count,
  digest: hostileText,
});

const gradeArbitrary = fc.constantFrom<Grade[]>('ok', 'warn', 'fail', 'skipped', 'inconclusive');
const share = fc.double({ min: 0, max: 1, noNaN: true });
const directionArbitrary = fc.constantFrom<GroupResult['direction'][]>('more', 'fewer', 'as many');
const trendArbitrary = fc.option(fc.record({ generations: fc.nat({ max: 50 }), factor: figure, ci: range }), {
  nil: null,
});

const slicingArbitrary: fc.Arbitrary<Slicing> = fc.record({
  field: hostileText,
  slices: fc.array(
    fc.record({
      value: hostileText,
      documents: count,
      referenceDocuments: count,
      against: fc.constantFrom<('slice' | 'reference')[]>('slice', 'reference'),
      stage: fc.constantFrom(...STAGES),
      metrics: fc.dictionary(
        hostileText,
        fc.record({ ratio: maybe(figure), ci: maybe(range), q: maybe(share), grade: gradeArbitrary }),
        { maxKeys: 3 },
      ),
      without: fc.dictionary(hostileText, figure, { maxKeys: 3 }),
      human: maybe(fc.record({ ratio: figure, ci: maybe(range) })),
    }),
    { maxLength: 20 },
  ),
  others: fc.array(fc.record({ value: hostileText, documents: count, referenceDocuments: count }), {
    maxLength: 5,
  }),
  counted: fc.record({ values: count, documents: count, referenceDocuments: count }),
  because: fc.array(hostileText, { maxLength: 5 }),
});

const groupingArbitrary: fc.Arbitrary<Grouping> = fc.record({
  field: hostileText,
  groups: fc.array(
    fc.record({
      value: hostileText,
      documents: count,
      referenceDocuments: count,
      expected: figure,
      ratio: figure,
      ci: range,
      lostP: share,
      q: share,
      direction: directionArbitrary,
      coverage: maybe(fc.record({ ratio: figure, ci: range, p: share })),
      trend: trendArbitrary,
    }),
    { maxLength: 20 },
  ),
  unlabelled: fc.record({ documents: count, referenceDocuments: count }),
  merging: fc.array(
    fc.record({ groups: fc.tuple(hostileText, hostileText), corpus: figure, reference: figure, p: share }),
    { maxLength: 3 },
  ),
});

const termArbitrary: fc.Arbitrary<TermResult> = fc.record({
  name: hostileText,
  terms: count,
  rate: figure,
  referenceRate: figure,
  error: figure,
  referenceError: figure,
  ratio: figure,
  ci: range,
  p: share,
  q: share,
  direction: directionArbitrary,
  trend: trendArbitrary,
});

/** Any result that the types allow, with hostile strings wherever a string goes. */
export const resultArbitrary: fc.Arbitrary<AuditResult> = fc
  .tuple(
    fc.record({
      schema: fc.constant(1 as const),
      tool: fc.record({ name: fc.constant('gen0' as const), version: hostileText }),
      seed: fc.nat(),
      startedAt: hostileText,
      timing: fc.dictionary(
        fc.constantFrom('read', 'count', 'compare'),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
      ),
      corpus: summaryArbitrary,
      reference: summaryArbitrary,
      comparedTokens: count,
      tokeniser: hostileText,
      lineage: fc.constantFrom('descendant', 'same-source', 'unknown'),
      partial: fc.boolean(),
      metrics: fc.dictionary(hostileText, metricArbitrary, { maxKeys: 20 }),
      verdict: fc.record({
        stage: fc.constantFrom(...STAGES),
        because: fc.array(hostileText, { maxLength: 5 }),
        notClaimed: hostileText,
      }),
      definitions: fc.array(
        fc.record({
          id: hostileText,
          title: hostileText,
          outcome: fc.constantFrom<('shown' | 'not shown' | 'cannot say')[]>(
            'shown',
            'not shown',
            'cannot say',
          ),
          because: hostileText,
        }),
        { maxLength: 8 },
      ),
      diagnosis: fc.array(
        fc.record({
          id: fc.constantFrom<AuditResult['diagnosis'][number]['id'][]>(
            'model-collapse',
            'drift',
            'forgetting',
          ),
          title: hostileText,
          outcome: fc.constantFrom<('fits' | 'does not fit' | 'cannot tell')[]>(
            'fits',
            'does not fit',
            'cannot tell',
          ),
          for: fc.array(hostileText, { maxLength: 3 }),
          against: fc.array(hostileText, { maxLength: 3 }),
          needs: fc.option(hostileText),
        }),
        { maxLength: 5 },
      ),
      lost: fc.array(
        fc.record({
          gram: hostileText,
          n: fc.integer({ min: 1, max: 4 }),
          expected: figure,
          observed: count,
          referenceCount: count,
          example: hostileText,
          p: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: 30 },
      ),
      lostTopics: fc.array(
        fc.record({
          words: fc.array(hostileText, { maxLength: 5 }),
          expected: figure,
          observed: count,
          referenceCount: count,
          p: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: 30 },
      ),
      gates: fc.array(
        fc.record({
          id: hostileText,
          level: fc.constantFrom<('warn' | 'error')[]>('warn', 'error'),
          status: fc.constantFrom<('passed' | 'broken' | 'inconclusive')[]>(
            'passed',
            'broken',
            'inconclusive',
          ),
          message: hostileText,
        }),
        { maxLength: 6 },
      ),
      warnings: fc.array(fc.record({ id: hostileText, message: hostileText }), { maxLength: 6 }),
    }),
    fc.record(
      {
        slices: fc.array(slicingArbitrary, { maxLength: 2 }),
        groups: fc.array(groupingArbitrary, { maxLength: 2 }),
        terms: fc.array(termArbitrary, { maxLength: 5 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([result, sliced]) => ({ ...result, ...sliced }));
