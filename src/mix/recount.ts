/** Reads a shard as anyone would, and counts what it holds: nothing is taken from its statement but names of fields. */
import { createHash } from 'node:crypto';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { chatText } from '../corpus/chat-text.js';
import { eachLine } from '../corpus/each-line.js';
import { expandInputs, newTally } from '../corpus/index.js';
import { fileBlocks, openFile } from '../corpus/open-bytes.js';
import { parquetFile } from '../corpus/parquet-file.js';
import { readRecords } from '../corpus/read-records.js';
import { createSink, type Sink } from '../corpus/sink.js';
import { decodeStrict, toWellFormed } from '../corpus/utf8.js';
import { addLuck, type Luck, leastOf } from './luck.js';
import { isDisowned } from './scan.js';

export interface RecountRequest {
  path: string;
  format: 'jsonl' | 'parquet';
  luck: Luck;
  sources: { name: string; origin: string; human: number; copies: number; fields: string[] }[];
}

export interface Recount {
  sha256: string;
  bytes: number;
  documents: number;
  tokens: number;
  /** Tokens by source. */
  bySource: Record<string, number>;
  /** Tokens that are human for sure; of the others the expected human ones, and those that are certain. */
  sure: number;
  mean: number;
  certain: number;
  /** The first records that cannot be what they should be. */
  faults: string[];
}

const FAULTS = 5;

/** `count` counts the tokens of a text. */
export async function recountShard(
  { path, format, luck, sources }: RecountRequest,
  count: (text: string) => { tokens: number },
): Promise<Recount> {
  const known = new Map(sources.map((source) => [source.name, source]));
  const found: Recount = {
    sha256: '',
    bytes: 0,
    documents: 0,
    tokens: 0,
    bySource: {},
    sure: 0,
    mean: 0,
    certain: 0,
    faults: [],
  };
  const curve = new Float64Array(luck.tilts.length);
  const fault = (what: string) => {
    if (found.faults.length < FAULTS) found.faults.push(what);
  };
  const take = (record: unknown, where: string) => {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      fault(`${where}: no record`);
      return;
    }
    const row = record as Record<string, unknown>;
    const source = known.get(String(row.source));
    if (!source) {
      fault(`${where}: source ${JSON.stringify(row.source)} is none of the mixture's`);
      return;
    }
    if (row.origin !== source.origin) {
      fault(`${where}: origin ${JSON.stringify(row.origin)}, but ${source.name} is ${source.origin}`);
    }
    const text = textOf(row, source.fields);
    if (text === null) {
      fault(`${where}: no text in ${source.fields.join(' or ')}`);
      return;
    }
    const { tokens } = count(toWellFormed(text));
    const human = isDisowned({ ...row, origin: undefined }) ? 0 : source.human;
    found.documents++;
    found.tokens += tokens;
    found.bySource[source.name] = (found.bySource[source.name] ?? 0) + tokens;
    if (human === 1) found.sure += tokens;
    else if (human > 0) {
      found.mean += tokens * human;
      addLuck(luck, curve, tokens, human, source.copies);
    }
  };
  if (format === 'jsonl') await readLines(path, found, take, fault);
  else {
    Object.assign(found, await hashAndSize(path));
    try {
      await readRows(path, take);
    } catch (error) {
      fault(error instanceof Error ? error.message : String(error));
    }
  }
  found.certain = found.sure + leastOf(luck, curve, found.mean);
  return found;
}

type Take = (record: unknown, where: string) => void;

async function readLines(
  path: string,
  found: Recount,
  take: Take,
  fault: (what: string) => void,
): Promise<void> {
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const block of fileBlocks(path)) {
      hash.update(block);
      found.bytes += block.length;
      yield block;
    }
  }
  const range = { start: 0, end: Number.POSITIVE_INFINITY, limit: 2 ** 31 - 1 };
  const lines = eachLine(
    hashed(),
    range,
    ({ bytes, from, to, number }) => {
      const text = decodeStrict(bytes, from, to);
      if (typeof text === 'number') {
        fault(`line ${number}: invalid UTF-8`);
        return;
      }
      let record: unknown;
      try {
        record = JSON.parse(text);
      } catch {
        fault(`line ${number}: no valid JSON`);
        return;
      }
      take(record, `line ${number}`);
    },
    (number) => fault(`line ${number}: longer than 2 GB`),
  );
  for await (const _ of lines);
  found.sha256 = hash.digest('hex');
}

async function readRows(path: string, take: Take): Promise<void> {
  const [input] = await expandInputs([path], { format: 'parquet', field: 'source' });
  const file = await openFile(path);
  let labels: string[];
  try {
    const metadata = await parquetMetadataAsync(parquetFile(file, input.bytes, () => {}));
    labels = parquetSchema(metadata).children.map(({ element }) => element.name);
  } finally {
    await file.close();
  }
  const shard = { input, start: 0, end: Number.MAX_SAFE_INTEGER };
  const base = createSink(input, 0, {}, newTally());
  let row = 0;
  const sink: Sink = {
    ...base,
    fields: input.fields,
    size: 0,
    record: (value) => take(withoutNulls(value as object), `row ${++row}`),
  };
  for await (const _ of readRecords(shard, { labels, field: 'source' }, sink, { onRead: () => {} }));
}

/** A column that a record lacks is null in Parquet. */
function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));
}

function textOf(row: Record<string, unknown>, fields: readonly string[]): string | null {
  for (const field of fields) {
    const value = Object.hasOwn(row, field) ? row[field] : undefined;
    if (typeof value === 'string') return value;
    const chat = Array.isArray(value) ? chatText(value) : undefined;
    if (chat !== undefined) return chat;
  }
  return null;
}

/** SHA-256 of a file as it lies there. */
export async function fileHash(path: string): Promise<string> {
  return (await hashAndSize(path)).sha256;
}

async function hashAndSize(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const block of fileBlocks(path)) {
    hash.update(block);
    bytes += block.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
