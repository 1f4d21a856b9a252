/** From a document or a written mixture to the id that its lineage begins with. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expandInputs, NO_LABEL, newTally, readInputs } from '../corpus/index.js';
import { DataError } from '../util/errors.js';
import { recordsOf } from './ledger.js';
import { sha256 } from './ledger-lines.js';

/** Name of a mixture's statement in its folder. */
const STATEMENT = 'mixture.json';

/** The id of the mixture that was written to a folder; null where the folder holds none that is recorded. */
export async function mixtureIn(store: string, folder: string): Promise<string | null> {
  const path = join(folder, STATEMENT);
  if (!existsSync(path) || !statSync(path).isFile()) return null;
  const hash = sha256(readFileSync(path));
  let id: string | null = null;
  for await (const { kind, entry } of recordsOf(store, 'mixture')) {
    if (kind === 'mixture' && entry.sha256 === hash) id = entry.id;
  }
  return id;
}

/**
 * The source that a document names in its field `source`, as the shards of a mixture have it. `path`: a file, or a folder of
 * shards. Throws DataError where there is no such document, or it names none.
 */
export async function sourceOfDocument(path: string, document: string): Promise<string> {
  const paths = [path];
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() && existsSync(join(path, STATEMENT))) {
    paths.splice(0, 1, join(path, 'shard-*'));
  }
  const options = { labels: ['source'] };
  for await (const documents of readInputs(await expandInputs(paths, options), options, newTally())) {
    const found = documents.find(({ id }) => id === document);
    if (found === undefined) continue;
    const source = found.labels?.source ?? NO_LABEL;
    if (source === NO_LABEL) throw new DataError(`${path}: document ${document} names no source`);
    return source;
  }
  throw new DataError(`${path}: no document ${document}. Give the id as its record has it`);
}
