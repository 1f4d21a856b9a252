/**
 * Attribute files of Dolma's form: a line a document, beside the documents and in their order, as
 * `{"id": …, "attributes": {"name": [[start, end, score], …]}}`. The value of an attribute is the score of its first span,
 * which is what Dolma's own filters look at.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { eachLine } from '../corpus/each-line.js';
import { expandInputs, MAX_RECORD_BYTES } from '../corpus/index.js';
import { openBytes } from '../corpus/open-bytes.js';
import { DataError } from '../util/errors.js';

/** Values of attributes by name: a number a document, NaN where it has none. */
export interface Attributes {
  values: Map<string, Float64Array>;
  /** Ids as the file has them, to be compared with those of the documents; undefined where a line has none. */
  ids: (string | undefined)[];
  length: number;
  path: string;
}

/** Where the attributes of a file of documents lie: a folder is looked into for a file of the same name. */
export function attributeFile(documents: string, attributes: string): string {
  const path =
    existsSync(attributes) && statSync(attributes).isDirectory()
      ? join(attributes, basename(documents))
      : attributes;
  if (existsSync(path)) return path;
  throw new DataError(`${path}: no such attribute file for ${documents}. It must have the same file name`);
}

/** Reads the attributes in `names`. @throws DataError naming the line. */
export async function readAttributes(path: string, names: readonly string[]): Promise<Attributes> {
  const [input] = await expandInputs([path], { field: 'attributes', onBadRecord: 'skip' });
  const columns = names.map(() => [] as number[]);
  const ids: (string | undefined)[] = [];
  const onLine = (text: string, number: number) => {
    if (text.trim() === '') return;
    let record: { id?: unknown; attributes?: Record<string, unknown> };
    try {
      record = JSON.parse(text);
    } catch (error) {
      throw new DataError(`${path} line ${number}: not valid JSON (${(error as Error).message})`);
    }
    if (typeof record?.attributes !== 'object' || record.attributes === null) {
      throw new DataError(`${path} line ${number}: no attributes: {"id": …, "attributes": {…}} is wanted`);
    }
    for (const [i, name] of names.entries()) columns[i].push(scoreOf(record.attributes, name));
    ids.push(typeof record.id === 'string' || typeof record.id === 'number' ? String(record.id) : undefined);
  };
  const range = { start: 0, end: Number.POSITIVE_INFINITY, limit: MAX_RECORD_BYTES };
  const lines = eachLine(
    openBytes(input),
    range,
    ({ bytes, from, to, number }) => onLine(bytes.toString('utf8', from, to), number),
    (number) => {
      throw new DataError(`${path} line ${number}: longer than ${MAX_RECORD_BYTES} bytes`);
    },
  );
  for await (const _ of lines);
  const values = new Map(names.map((name, i) => [name, Float64Array.from(columns[i])]));
  return { values, ids, length: ids.length, path };
}

function scoreOf(attributes: Record<string, unknown>, name: string): number {
  const spans = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (typeof spans === 'number') return spans;
  const first = Array.isArray(spans) ? spans[0] : undefined;
  const score = Array.isArray(first) ? first[2] : first;
  return typeof score === 'number' ? score : Number.NaN;
}
