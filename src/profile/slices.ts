/**
 * Profiles of the slices of a corpus: the documents of one source, one group, one year. A first pass counts the
 * documents of every value, so that the second knows which values are worth a profile; the second deals each document
 * to the counter of its slice. Slices share the memory budget. The rest of a field, all its documents in no profiled
 * slice, is one more slice, so that a field's profiles together are the profile of the corpus.
 */
import {
  type Document,
  expandInputs,
  NO_LABEL,
  newTally,
  type ReadOptions,
  readInputs,
} from '../corpus/index.js';
import { capacityOf, DEFAULT_MEMORY } from './capacity.js';
import { type Counter, newCounter } from './counter.js';
import { finishParts } from './finish.js';
import type { Profile, TokeniserName } from './profile.js';

/** How a corpus is cut: by a field's values, or by a part of its date. */
export interface SliceField {
  field: string;
  part?: 'year' | 'month' | 'decade';
}

/** Documents by value, of one field; all copies included. */
export type ValueCounts = Map<string, number>;

export interface SliceProfiles {
  /** By value. */
  slices: Map<string, Profile>;
  /** Of all other documents; undefined where there are none. */
  rest?: Profile;
}

export interface SliceOptions {
  tokeniser?: TokeniserName;
  seed?: number;
  /** Bytes for the tables of all slices together. Default 1e9. */
  memory?: number;
  read?: ReadOptions;
  onProgress?: (done: { bytes: number; totalBytes: number; documents: number }) => void;
  signal?: AbortSignal;
}

/** Least and most memory for keys that wait to be counted, of one slice. */
const LEAST_POOL = 2 ** 21;
const MOST_POOL = 2 ** 24;

/** The value of a document's slice. An unreadable date is `NO_LABEL`. */
export function sliceValue({ field, part }: SliceField, { labels }: Document): string {
  const label = labels?.[field] ?? NO_LABEL;
  return part === undefined ? label : datePart(label, part);
}

/** A year of four digits, or a date that begins as ISO 8601 has it: `1999`, `1999-02`, `1999-02-03T…`. */
export function datePart(label: string, part: 'year' | 'month' | 'decade'): string {
  const found = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-\d{2}(?:[T ].*)?)?)?$/.exec(label);
  if (!found) return NO_LABEL;
  if (part === 'decade') return `${found[1].slice(0, 3)}0s`;
  if (part === 'year') return found[1];
  return found[2] === undefined ? NO_LABEL : `${found[1]}-${found[2]}`;
}

/** First pass: how many documents each value has, in the order of `fields`. Errors as the readers'. */
export async function countSlices(
  paths: string[],
  fields: readonly SliceField[],
  options: SliceOptions = {},
): Promise<ValueCounts[]> {
  const counts = fields.map((): ValueCounts => new Map());
  await eachDocument(paths, fields, options, (document) => {
    fields.forEach((field, i) => {
      const value = sliceValue(field, document);
      counts[i].set(value, (counts[i].get(value) ?? 0) + 1);
    });
  });
  return counts;
}

/** Second pass: the profiles of the slices in `wanted[i]`, of fields[i]. Errors as the readers'. */
export async function profileSlices(
  paths: string[],
  fields: readonly SliceField[],
  wanted: readonly (readonly string[])[],
  options: SliceOptions = {},
): Promise<SliceProfiles[]> {
  const { tokeniser = 'words', seed = 0, memory = DEFAULT_MEMORY } = options;
  const all = wanted.reduce((sum, values) => sum + values.length + 1, 0);
  const capacity = capacityOf(memory / Math.max(1, all));
  const poolBytes = Math.max(LEAST_POOL, Math.min(MOST_POOL, (0.2 * memory) / all));
  const open = () => newCounter({ tokeniser, seed, capacity, poolBytes });
  const counters = wanted.map((values) => ({
    values: new Set(values),
    slices: new Map<string, Counter>(),
    rest: undefined as Counter | undefined,
  }));
  await eachDocument(paths, fields, options, (document) => {
    fields.forEach((field, i) => {
      const own = counters[i];
      const value = sliceValue(field, document);
      if (!own.values.has(value)) {
        own.rest ??= open();
        own.rest.add(document);
        return;
      }
      let counter = own.slices.get(value);
      if (!counter) {
        counter = open();
        own.slices.set(value, counter);
      }
      counter.add(document);
    });
  });
  const finish = (counter: Counter) =>
    finishParts([{ ...counter.take(), tallies: {}, known: [0, 0, 0] }], capacity, 1);
  const made: SliceProfiles[] = [];
  for (const { slices, rest } of counters) {
    const profiles: SliceProfiles = { slices: new Map(), rest: rest && (await finish(rest)) };
    for (const [value, counter] of slices) profiles.slices.set(value, await finish(counter));
    made.push(profiles);
  }
  return made;
}

async function eachDocument(
  paths: string[],
  fields: readonly SliceField[],
  { read = {}, onProgress, signal }: SliceOptions,
  visit: (document: Document) => void,
): Promise<void> {
  const options = { ...read, labels: [...new Set(fields.map(({ field }) => field))] };
  const inputs = await expandInputs(paths, options);
  const totalBytes = inputs.reduce((sum, input) => sum + input.bytes, 0);
  const tally = newTally();
  for await (const batch of readInputs(inputs, options, tally)) {
    signal?.throwIfAborted();
    for (const document of batch) visit(document);
    onProgress?.({ bytes: tally.bytesRead, totalBytes, documents: tally.documents });
  }
}
