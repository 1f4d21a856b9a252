/** What the slices of one field say, put together: a table, and sentences on the whole. */

import type { Profile } from '../profile/profile.js';
import { formatCount, formatPercent, formatRatio, plural } from '../util/format.js';
import { leaveOneOut, shareOfShortfall } from './drag.js';
import { type HumanDrift, humanDrift } from './human-drift.js';
import type { MetricResult, SliceResult, Slicing } from './result.js';
import type { MeasuredSlice, SlicedField } from './slices.js';

/** Values told by name that have no profile. */
const MOST_NAMED = 100;
/** A slice drags the whole where it carries this share of what is missing, and more than its documents explain. */
const DRAGS = 0.25;
const BEYOND_SIZE = 1.5;

export function slicingResult(
  field: SlicedField,
  measured: readonly MeasuredSlice[],
  reference: Profile,
  whole: Record<string, MetricResult>,
  seed: number,
): Slicing {
  const without = leaveOneOut(field, reference, whole, seed);
  const drift: Map<string, HumanDrift> = field.dated ? humanDrift(field, seed) : new Map();
  const slices = measured.map(({ sides, metrics, stage }): SliceResult => {
    const { value, documents, referenceDocuments } = sides;
    return {
      value,
      documents,
      referenceDocuments,
      against: sides.reference ? 'slice' : 'reference',
      stage,
      metrics: Object.fromEntries(
        Object.entries(metrics).map(([id, { ratio, ci, q, grade }]) => [id, { ratio, ci, q, grade }]),
      ),
      without: without.get(value) ?? {},
      human: drift.get(value) ?? null,
    };
  });
  const compared = new Set(measured.map(({ sides }) => sides.value));
  const others = field.values
    .filter(({ value }) => !compared.has(value))
    .map(({ value, documents, referenceDocuments }) => ({ value, documents, referenceDocuments }));
  const counted = {
    values: others.length,
    documents: others.reduce((sum, { documents }) => sum + documents, 0),
    referenceDocuments: others.reduce((sum, { referenceDocuments }) => sum + referenceDocuments, 0),
  };
  const all = field.values.reduce((sum, { documents }) => sum + documents, 0);
  return {
    field: field.field,
    slices,
    others: others.slice(0, MOST_NAMED),
    counted,
    because: [
      dragSentence(field.field, slices, whole, all),
      ...stageSentences(slices),
      ...driftSentences(field, slices, drift),
      ...countedSentences(counted),
    ],
  };
}

function dragSentence(
  field: string,
  slices: SliceResult[],
  whole: Record<string, MetricResult>,
  all: number,
): string {
  if (slices.length === 0) return `No value of ${field} has enough documents to be compared by itself.`;
  const judged = slices.filter(({ without }) => Object.keys(without).length > 0);
  if (judged.length === 0) return 'No metric of the whole fails or warns, so no slice drags it.';
  const shares = judged.map((slice) => ({ slice, share: shareOfShortfall(slice.without, whole) }));
  shares.sort((a, b) => b.share - a.share);
  const [{ slice, share }] = shares;
  const size = slice.documents / all;
  const figures = Object.entries(slice.without)
    .slice(0, 3)
    .map(
      ([id, ratio]) => `${id} ${formatRatio(ratio)} instead of ${formatRatio(whole[id].ratio ?? Number.NaN)}`,
    );
  const said = `without ${field} = ${slice.value} (${formatPercent(size)} of the documents): ${figures.join(', ')}`;
  return share >= DRAGS && share >= BEYOND_SIZE * size
    ? `${field} = ${slice.value} drags the whole: ${said}; it carries ${formatPercent(Math.min(1, share))} of the shortfall.`
    : `No single slice drags the whole; the most that one changes is ${said}.`;
}

function stageSentences(slices: SliceResult[]): string[] {
  const named = slices.filter(({ stage }) => stage === 'early' || stage === 'late' || stage === 'shifted');
  if (named.length === 0) return [];
  const list = named.slice(0, 6).map(({ value, stage }) => `${value} (${stage})`);
  const more = named.length > 6 ? ` and ${named.length - 6} more` : '';
  return [`By themselves not healthy: ${list.join(', ')}${more}.`];
}

function driftSentences(field: SlicedField, slices: SliceResult[], drift: Map<string, HumanDrift>): string[] {
  if (!field.dated) return [];
  if (drift.size < 2)
    return ['The reference has too few dated documents to tell how far human text moves by itself.'];
  const human = [...drift.values()].map(({ ratio }) => ratio);
  const own = slices.flatMap(({ metrics }) => metrics['drift/js']?.ratio ?? []);
  const range = `${formatRatio(Math.min(...human))} to ${formatRatio(Math.max(...human))}, median ${formatRatio(median(human))}`;
  const corpus = own.length > 0 ? ` The corpus's slices lie at ${formatRatio(median(own))} (median).` : '';
  return [
    `Human text moves over time by itself: parts of the reference against its others have drift/js ${range}.${corpus}`,
  ];
}

function countedSentences({ values, documents, referenceDocuments }: Slicing['counted']): string[] {
  if (values === 0) return [];
  return [
    `Counted only: ${plural(values, 'value')} with ${plural(documents, 'document')} of the corpus and ${formatCount(referenceDocuments)} of the reference.`,
  ];
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
