/** The human corpus that ships with gen0: the State of the Union speeches, in the public domain. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../util/errors.js';

export interface Speech {
  id: string;
  text: string;
  /** The year, e.g. `1790`. */
  date: string;
  author: string;
}

/** All speeches, by date. Throws DataError when the package is not whole. */
export function readSpeeches(): Speech[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(new URL('../../data/sotu.jsonl.gz', import.meta.url));
  } catch {
    throw new DataError('data/sotu.jsonl.gz is missing from the installed package; install gen0 again');
  }
  const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Speech);
}
