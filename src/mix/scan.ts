/**
 * One look at a piece of a source: the tokens of each document, where its record lies, and what filters, strata and
 * repeated copies need to know of it. A record in a plain JSON Lines file stays where it is; all else is written out as
 * JSON Lines (the spool), so that writing a mixture is copying ranges of bytes.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { eachLine } from '../corpus/each-line.js';
import { type Document, MAX_RECORD_BYTES, newTally, type Shard } from '../corpus/index.js';
import { openFile } from '../corpus/open-bytes.js';
import { parquetFile } from '../corpus/parquet-file.js';
import { openLines, readRecords } from '../corpus/read-records.js';
import { jsonOfLine } from '../corpus/readers/json-line.js';
import { createSink, type Sink } from '../corpus/sink.js';
import { newSigner, type SignedText, type Signer } from '../profile/signer.js';
import { type CountedText, newTokenCounter } from '../profile/token-counter.js';
import { DataError } from '../util/errors.js';
import { type Attributes, readAttributes } from './attributes.js';
import { newPart } from './part-builder.js';
import { FLAG, KIND, NO_STRATUM, type ScannedPart, type ScanRequest } from './scan-messages.js';

type Row = Record<string, unknown>;

export interface Scanner {
  scan(request: ScanRequest, onProgress: (bytes: number) => void): Promise<ScannedPart>;
}

/** One a thread: it holds a counting kernel. */
export function newScanner(): Scanner {
  const count = newTokenCounter();
  const signers = new Map<boolean, Signer>();
  const measure = (text: string, { signatures, loops }: ScanRequest): CountedText & Partial<SignedText> => {
    if (!signatures && !loops) return count(text);
    let signer = signers.get(loops);
    if (!signer) {
      signer = newSigner({ tokeniser: 'words', seed: 0, loops });
      signers.set(loops, signer);
    }
    return signer.sign(text);
  };
  return {
    async scan(request, onProgress) {
      const { shard, read } = request;
      const part = newPart();
      const tally = newTally();
      const sink = createSink(shard.input, shard.start, read, tally);
      const attributes = await attributesOf(request);
      const strata = new Map<string, number>();
      let index = -1; // Of the record in its file.

      /** Takes the record that the sink has just been given. */
      const accept = (bytes: () => { offset: number; length: number; flags: number }, row: Row | null) => {
        index++;
        const [document] = sink.take() as [Document?];
        if (document === undefined) {
          part.tally.blank++;
          return;
        }
        checkIds(attributes, index, document.id);
        const found = measure(document.text, request);
        if (found.tokens === 0) {
          part.tally.blank++;
          return;
        }
        part.tally.documents++;
        part.tally.tokens += found.tokens;
        if (!isKept(request.keep, attributes, index)) {
          part.tally.attributes++;
          return;
        }
        if (request.loops && found.loops) {
          part.tally.loops++;
          return;
        }
        const { offset, length, flags } = bytes();
        if (length >= 2 ** 31) throw new DataError(`${shard.input.path}: a record above 2 GB`);
        part.tokens.push(found.tokens);
        part.low.push(found.low);
        part.high.push(found.high);
        part.offset.push(offset);
        part.bytes.push(length);
        part.flags.push(flags | ownWord(row));
        if (request.stratum) part.strata.push(numbered(strata, stratumOf(request, row, attributes, index)));
        if (request.signatures && found.signature) part.sign(found.signature);
        if (request.columns) noteColumns(part.columns, row);
      };

      if (shard.input.format === 'jsonl') await scanLines(request, sink, accept, onProgress);
      else await scanOther(request, sink, accept, onProgress);
      for (const { path, length } of attributes ?? []) {
        if (length !== index + 1) {
          throw new DataError(
            `${path}: ${length} lines for the ${index + 1} records of ${shard.input.path}. Make the attributes anew`,
          );
        }
      }
      return part.finish([...strata.keys()]);
    },
  };
}

type Accept = (bytes: () => { offset: number; length: number; flags: number }, row: Row | null) => void;

/** JSON Lines: a record's bytes are those of its line, from its first to its last bracket. */
async function scanLines(
  request: ScanRequest,
  sink: Sink,
  accept: Accept,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const { shard, read } = request;
  const lines = await openLines(shard, { onRead: onProgress });
  if (!lines) return;
  const plain = shard.input.compression === 'none' && !shard.input.stream;
  const spool = plain ? undefined : newSpool(request.spool);
  const range = {
    start: lines.start,
    end: plain ? shard.end : Number.POSITIVE_INFINITY,
    limit: read.maxRecordBytes ?? MAX_RECORD_BYTES,
  };
  try {
    const reading = eachLine(
      lines.blocks,
      range,
      (line) => {
        const read = jsonOfLine(line, sink);
        if (!read) return;
        const { value } = read;
        const { bytes, from, to, number, offset } = line;
        sink.record(value, number, offset);
        // JSON's white space around the record; a byte order mark was taken off by eachLine.
        let [first, last] = [from, to];
        while (bytes[first] <= 0x20) first++;
        while (bytes[last - 1] <= 0x20) last--;
        const mark = offset === 0 && from >= 3 && bytes[from - 3] === 0xef ? 3 : 0;
        const start = offset + mark + first - from;
        const bare = typeof value === 'string';
        accept(
          () => ({
            offset: spool ? spool.write(bytes.subarray(first, last)) : start,
            length: last - first,
            flags: bare ? FLAG.bare : 0,
          }),
          bare ? null : (value as Row),
        );
      },
      (number, offset) => sink.bad(`longer than ${range.limit} bytes`, number, offset),
    );
    for await (const _ of reading);
  } finally {
    spool?.close();
  }
}

/** Arrays, tables and plain text: each record is written out as a JSON object of all its fields. */
async function scanOther(
  request: ScanRequest,
  sink: Sink,
  accept: Accept,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const { shard, read } = request;
  const spool = newSpool(request.spool);
  const { path } = shard.input;
  const acceptRow = (row: Row) => {
    const line = Buffer.from(JSON.stringify(row, plainValue));
    accept(() => ({ offset: spool.write(line), length: line.length, flags: 0 }), row);
  };
  const all: Sink = {
    get fields() {
      return sink.fields;
    },
    set fields(fields) {
      sink.fields = fields;
    },
    get line() {
      return sink.line;
    },
    set line(line) {
      sink.line = line;
    },
    get size() {
      return sink.size;
    },
    record(value, line, offset) {
      sink.record(value, line, offset);
      acceptRow(typeof value === 'string' ? { text: value } : (value as Row));
    },
    document(text, id, line, offset, labelled, names) {
      sink.document(text, id, line, offset, labelled);
      const field = sink.fields?.text ?? 'text';
      acceptRow(
        names && labelled
          ? Object.fromEntries(names.map((name) => [name, labelled(name)]))
          : { id: `${path}:${line}`, [field]: text },
      );
    },
    bad: sink.bad,
    take: sink.take,
  };
  const labels = shard.input.format === 'parquet' ? await columnNames(shard) : undefined;
  try {
    const options = labels ? { ...read, labels } : read;
    for await (const _ of readRecords(shard, options, all, { onRead: onProgress }));
  } finally {
    spool.close();
  }
}

async function columnNames({ input }: Shard): Promise<string[]> {
  const file = await openFile(input.path);
  try {
    const metadata = await parquetMetadataAsync(parquetFile(file, input.bytes, () => {}));
    return parquetSchema(metadata).children.map(({ element }) => element.name);
  } catch {
    return []; // The reader says what is wrong with the file.
  } finally {
    await file.close();
  }
}

/** What JSON has no form for: whole numbers beyond 2^53 become text, bytes base64. */
function plainValue(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : String(value);
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

interface Spool {
  /** Where the line lies in the file. */
  write(line: Uint8Array): number;
  close(): void;
}

/** Without a path it only tells where lines would lie. */
function newSpool(path: string | undefined): Spool {
  const file = path === undefined ? undefined : openSync(path, 'w');
  let waiting: Uint8Array[] = [];
  let size = 0;
  let at = 0;
  const flush = () => {
    if (file !== undefined && size > 0) {
      const bytes = Buffer.concat(waiting);
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    }
    waiting = [];
    size = 0;
  };
  return {
    write(line) {
      const offset = at;
      at += line.length + 1;
      if (file === undefined) return offset;
      waiting.push(Buffer.from(line), Buffer.from('\n'));
      size += line.length + 1;
      if (size > 1 << 20) flush();
      return offset;
    },
    close() {
      flush();
      if (file !== undefined) closeSync(file);
    },
  };
}

async function attributesOf({ attributes, keep, stratum }: ScanRequest): Promise<Attributes[] | undefined> {
  if (attributes.length === 0) return undefined;
  const names = new Set(keep.map(({ attribute }) => attribute));
  if (stratum?.attribute !== undefined) names.add(stratum.attribute);
  return Promise.all(attributes.map((path) => readAttributes(path, [...names])));
}

function checkIds(attributes: Attributes[] | undefined, index: number, id: string | undefined): void {
  for (const { ids, path } of attributes ?? []) {
    if (id === undefined || ids[index] === undefined || ids[index] === id) continue;
    throw new DataError(
      `${path} line ${index + 1}: attributes of ${ids[index]}, the document is ${id}. Make the attributes anew`,
    );
  }
}

/** NaN where no file has it. */
function attributeOf(attributes: Attributes[] | undefined, name: string, index: number): number {
  for (const { values } of attributes ?? []) {
    const value = values.get(name)?.[index];
    if (value !== undefined && !Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

function isKept(keep: ScanRequest['keep'], attributes: Attributes[] | undefined, index: number): boolean {
  return keep.every(({ attribute, min = -Infinity, max = Infinity }) => {
    const value = attributeOf(attributes, attribute, index);
    return Number.isNaN(value) || (value >= min && value <= max);
  });
}

function stratumOf(
  { stratum }: ScanRequest,
  row: Row | null,
  attributes: Attributes[] | undefined,
  index: number,
): string {
  const { field, attribute } = stratum!;
  const value =
    field === undefined
      ? attributeOf(attributes, attribute!, index)
      : row !== null && Object.hasOwn(row, field)
        ? row[field]
        : undefined;
  if (typeof value === 'number') return Number.isNaN(value) ? NO_STRATUM : String(value);
  return typeof value === 'string' && value !== '' ? value : NO_STRATUM;
}

function numbered(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

/** A record may say less of itself than its source's card does, never more. */
function ownWord(row: Row | null): number {
  if (row === null) return 0;
  const taken = Object.hasOwn(row, 'origin') || Object.hasOwn(row, 'source') ? FLAG.taken : 0;
  return taken | (isDisowned(row) ? FLAG.disowned : 0);
}

/** The record says synthetic or unknown of itself, or did before it went into an earlier mixture. */
export function isDisowned(row: Row): boolean {
  if (Object.hasOwn(row, 'origin') && disowns(row.origin)) return true;
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'original_origin' : `original_origin_${n}`;
    if (!Object.hasOwn(row, name)) return false;
    if (disowns(row[name])) return true;
  }
}

function disowns(origin: unknown): boolean {
  return origin === 'synthetic' || origin === 'unknown';
}

function noteColumns(columns: Record<string, number>, row: Row | null): void {
  if (row === null) {
    columns.text = (columns.text ?? 0) | KIND.text;
    return;
  }
  for (const [name, value] of Object.entries(row)) columns[name] = (columns[name] ?? 0) | kindOf(value);
}

export function kindOf(value: unknown): number {
  if (value === null || value === undefined) return KIND.null;
  if (typeof value === 'string') return KIND.text;
  if (typeof value === 'boolean') return KIND.boolean;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? KIND.integer : KIND.number;
  return KIND.other;
}
