/** A generator of random results, hostile strings among them, and these strings: what reporters must withstand. */
import fc from 'fast-check';
import type {
  AuditResult,
  CorpusSummary,
  Grade,
  Grouping,
  GroupResult,
  MetricGroup,
  MetricResult,
  Slicing,
  TermResult,
} from '../audit/result.js';
import { STAGES } from './results.js';

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
