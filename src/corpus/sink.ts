/**
 * Where the readers put what they found. It knows the rules common to all formats: which field is the text,
 * what is blank, what is bad and what then happens, and it gathers documents into batches.
 */
import { DataError } from '../util/errors.js';
import { chatText } from './chat-text.js';
import { detectFields, isId, type JsonObject, listNames } from './detect-fields.js';
import { type Document, NO_LABEL } from './document.js';
import type { Fields, Input, ReadOptions } from './input.js';
import { createLineCounter } from './line-counter.js';
import { BAD_KEPT, type ReadTally } from './tally.js';
import { isWellFormed, toWellFormed } from './utf8.js';

export interface Sink {
  /** Undefined until known: detected on the first record where the input does not say. */
  fields: Fields | undefined;
  /** Highest line, row or element number seen. */
  line: number;
  /** Characters of text in the batch. */
  readonly size: number;
  /** A parsed JSON value or a Parquet row: an object, or a bare string. */
  record(value: unknown, line: number, offset?: number): void;
  /**
   * A text that is a document by itself or was found by its column. `labelled` gives the record's other fields, `names`
   * are all that it has.
   */
  document(
    text: string,
    id: unknown,
    line: number,
    offset?: number,
    labelled?: (field: string) => unknown,
    names?: readonly string[],
  ): void;
  /** Throws under `stop`; counts under `skip`. The remedy is a sentence without its full stop. */
  bad(what: string, line: number, offset?: number, remedy?: string): void;
  /** Empties the batch. */
  take(): Document[];
}

/** What to call the number of a record in a message. */
const UNIT = {
  jsonl: 'line',
  json: 'element',
  csv: 'row',
  tsv: 'row',
  text: 'line',
  parquet: 'row',
} as const;

const SKIP = 'pass --on-bad-record skip';

export const UTF8_REMEDY = `Convert the file to UTF-8 (iconv), or ${SKIP}`;

/** `start`: first byte of the shard; when it is not 0, lines are found by their offset. */
export function createSink(input: Input, start: number, options: ReadOptions, tally: ReadTally): Sink {
  const isJson = input.format === 'json' || input.format === 'jsonl';
  const skip = options.onBadRecord === 'skip';
  const lineAt = start > 0 ? createLineCounter(input.path) : undefined;
  let batch: Document[] = [];
  let size = 0;

  /** Counted from the start of the file. */
  const wholeLine = (line: number, offset?: number) =>
    lineAt && offset !== undefined ? lineAt(offset) : line;

  const sink: Sink = {
    fields: input.fields,
    line: 0,
    get size() {
      return size;
    },

    record(value, line, offset) {
      if (typeof value === 'string') {
        sink.fields ??= { text: options.field ?? 'text', id: options.idField };
        sink.document(value, undefined, line, offset);
        return;
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        sink.bad(`${kind(value)}, not an object or a string`, line, offset);
        return;
      }
      const record = value as JsonObject;
      if (!sink.fields) {
        const found = detectFields(record, options);
        if ('what' in found) {
          sink.bad(found.what, line, offset, found.remedy);
          return;
        }
        sink.fields = found;
      }
      const { text: field, id: idField } = sink.fields;
      const text = record[field];
      if (options.idField !== undefined && !isId(record[options.idField])) {
        sink.bad(missing(record, options.idField, 'a string or a number'), line, offset);
        return;
      }
      const id = idField === undefined ? undefined : record[idField];
      const labelled = (name: string) => (Object.hasOwn(record, name) ? record[name] : undefined);
      if (typeof text === 'string') {
        sink.document(text, id, line, offset, labelled);
        return;
      }
      const chat = Array.isArray(text) ? chatText(text) : undefined;
      if (chat === undefined) sink.bad(missing(record, field, 'a string'), line, offset);
      else sink.document(chat, id, line, offset, labelled);
    },

    document(text, id, line, offset, labelled) {
      sink.line = line;
      let kept = text;
      if (!isWellFormed(text)) {
        // JSON may escape half a surrogate pair: it becomes U+FFFD. Elsewhere it marks an invalid byte.
        if (!isJson) {
          sink.bad('invalid UTF-8', line, offset, UTF8_REMEDY);
          return;
        }
        kept = toWellFormed(text);
      }
      if (!/\S/.test(kept)) {
        tally.blank++;
        return;
      }
      const document: Document = { text: kept };
      if (isId(id) && id !== '') document.id = toWellFormed(String(id));
      if (options.places) document.place = `${input.path}:${wholeLine(line, offset)}`;
      if (options.labels) {
        const own =
          input.format === 'text' ? (name: string) => (name === 'source' ? input.path : undefined) : labelled;
        document.labels = Object.fromEntries(options.labels.map((name) => [name, labelOf(own?.(name))]));
      }
      batch.push(document);
      size += kept.length;
      tally.documents++;
    },

    bad(what, line, offset, remedy) {
      sink.line = line;
      const cheap = skip && tally.bad.length >= BAD_KEPT;
      const whole = lineAt && offset !== undefined && !cheap ? lineAt(offset) : line;
      if (!skip) {
        const where = `${input.path} ${UNIT[input.format]} ${whole}${lineAt ? ` (byte ${offset})` : ''}`;
        throw new DataError(`${where}: ${what}. ${remedy ?? `Mend the record, or ${SKIP}`}`);
      }
      tally.badCount++;
      if (tally.bad.length < BAD_KEPT) tally.bad.push({ path: input.path, line: whole, message: what });
    },

    take() {
      const taken = batch;
      batch = [];
      size = 0;
      return taken;
    },
  };
  return sink;
}

function labelOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? NO_LABEL : value.toISOString();
  if (typeof value === 'boolean') return String(value);
  if (!isId(value)) return NO_LABEL;
  return toWellFormed(String(value)).trim() || NO_LABEL;
}

function missing(record: JsonObject, field: string, wanted: string): string {
  if (!Object.hasOwn(record, field)) return `no field "${field}" (fields: ${listNames(Object.keys(record))})`;
  return `field "${field}" is ${kind(record[field])}, not ${wanted}`;
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
