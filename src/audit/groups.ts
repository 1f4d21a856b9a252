/**
 * What became of every group of the reference: its documents (hypergeometric, Holm for loss, Benjamini-Hochberg for
 * either way), its own words (`tails/coverage` of its slice), and its rate over generations. The smallest group is
 * tested like the largest. Groups that only the corpus has are none of the reference's and are not listed.
 */
import { NO_LABEL } from '../corpus/document.js';
import type { Pool } from '../metrics/pool.js';
import type { Told, ToldFigure } from '../metrics/told-groups.js';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { holm } from '../stats/holm.js';
import { hypergeometricLower } from '../stats/hypergeometric.js';
import { shareRatioInterval } from '../stats/share-ratio.js';
import { tTwoSided } from '../stats/student-t.js';
import { errorOf } from './compare.js';
import type { AuditResult, Grouping, GroupResult } from './result.js';
import type { MeasuredSlice, SlicedField } from './slices.js';
import { trendOf } from './trend.js';

/** Above so many documents of a group the normal distribution stands for the hypergeometric. */
const MANY = 50_000;

export interface MeasuredGroups {
  /** One a field, in order; `merging` is empty yet. */
  groupings: Grouping[];
  told: Pick<Told, 'groups' | 'group-coverage'>;
}

interface Row {
  field: number;
  value: string;
  corpus: [count: number, of: number];
  reference: [count: number, of: number];
  slice?: MeasuredSlice;
}

/** `slices[i]` are those of `fields[i]`. */
export function measureGroups(
  fields: readonly SlicedField[],
  slices: readonly MeasuredSlice[][],
  earlier: readonly Pick<AuditResult, 'corpus' | 'groups'>[],
): MeasuredGroups {
  const rows = fields.flatMap((field, i): Row[] => {
    if (field.role !== 'group') return [];
    const n = field.values.reduce((sum, { documents }) => sum + documents, 0);
    const m = field.values.reduce((sum, { referenceDocuments }) => sum + referenceDocuments, 0);
    return field.values
      .filter(({ value, referenceDocuments }) => value !== NO_LABEL && referenceDocuments > 0)
      .map(({ value, documents, referenceDocuments }) => ({
        field: i,
        value,
        corpus: [documents, n],
        reference: [referenceDocuments, m],
        slice: slices[i].find(({ sides, small }) => sides.value === value && small === null),
      }));
  });
  const tails = rows.map(({ corpus: [a, n], reference: [b, m] }) => chance(a, n, b, m));
  const lost = holm(tails.map(({ lower }) => lower));
  const q = benjaminiHochberg(tails.map(({ lower, upper }) => Math.min(1, 2 * Math.min(lower, upper))));
  const covered = rows.flatMap((row, r) => {
    const metric = row.slice?.metrics['tails/coverage'];
    return metric?.ratio && metric.ci && metric.noise && metric.p !== null && metric.reference !== null
      ? [
          {
            r,
            ...metric,
            ratio: metric.ratio,
            ci: metric.ci,
            noise: metric.noise,
            p: metric.p,
            of: metric.reference,
          },
        ]
      : [];
  });
  const coveredP = holm(covered.map(({ p }) => p));
  const nameOf = ({ field, value }: Row) => `${fields[field].field} = ${value}`;
  const results = rows.map((row, r): GroupResult => {
    const [a, n] = row.corpus;
    const [b, m] = row.reference;
    const at = covered.findIndex((each) => each.r === r);
    const ratio = a / n / (b / m);
    return {
      value: row.value,
      documents: a,
      referenceDocuments: b,
      expected: (b * n) / m,
      ratio,
      ci: shareRatioInterval(n - a, n, m - b, m),
      lostP: lost[r],
      q: q[r] ?? 1,
      direction: (q[r] ?? 1) > 0.05 ? 'as many' : ratio > 1 ? 'more' : 'fewer',
      coverage: at < 0 ? null : { ratio: covered[at].ratio, ci: covered[at].ci, p: coveredP[at] },
      trend: trendOf([
        sharePoint(b, m),
        ...earlierShares(earlier, fields[row.field].field, row.value),
        sharePoint(a, n),
      ]),
    };
  });
  const groupings = fields.flatMap((field, i): Grouping[] => {
    if (field.role !== 'group') return [];
    const none = field.values.find(({ value }) => value === NO_LABEL);
    return [
      {
        field: field.field,
        groups: results.filter((_, r) => rows[r].field === i),
        unlabelled: { documents: none?.documents ?? 0, referenceDocuments: none?.referenceDocuments ?? 0 },
        merging: [],
      },
    ];
  });
  return {
    groupings,
    told: {
      groups: rows.map((row, r) => ({
        name: nameOf(row),
        corpus: row.corpus,
        reference: row.reference,
        lostP: results[r].lostP,
        q: results[r].q,
      })),
      'group-coverage': covered.map(
        ({ r, ratio, ci, noise, of }, i): ToldFigure => ({
          name: nameOf(rows[r]),
          value: ratio * of,
          reference: of,
          logError: errorOf(ci),
          noiseError: errorOf(noise),
          p: coveredP[i],
        }),
      ),
    },
  };
}

/** Lets the metrics of groups find them. */
export function tellGroups({ features }: Pool, { told }: MeasuredGroups): void {
  for (const [name, value] of Object.entries(told)) features.set(name, value);
}

/** Probabilities of so few, and of so many, of `a` of n where all a + b of n + m are dealt at random. */
function chance(a: number, n: number, b: number, m: number): { lower: number; upper: number } {
  if (a + b <= MANY) {
    return {
      lower: hypergeometricLower(a, n + m, a + b, n),
      upper: 1 - hypergeometricLower(a - 1, n + m, a + b, n),
    };
  }
  const share = (a + b) / (n + m);
  const z = (a / n - b / m) / Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
  const tail = tTwoSided(Math.abs(z), 1e6) / 2;
  return z < 0 ? { lower: tail, upper: 1 - tail } : { lower: 1 - tail, upper: tail };
}

function sharePoint(count: number, of: number) {
  return { log: Math.log((count + 0.5) / (of + 1)), error: Math.sqrt(1 / (count + 0.5)) };
}

function earlierShares(
  earlier: readonly Pick<AuditResult, 'corpus' | 'groups'>[],
  field: string,
  value: string,
) {
  return earlier.flatMap(({ corpus, groups = [] }) => {
    const row = groups.find((each) => each.field === field)?.groups.find((each) => each.value === value);
    return row ? [sharePoint(row.documents, corpus.documents)] : [];
  });
}
