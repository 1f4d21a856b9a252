/** What a reader counted. One tally may be shared by all the shards that a thread reads. */
import { DataError } from '../util/errors.js';

export interface BadRecord {
  path: string;
  /** 1-based number of the line (JSON Lines, text), row (CSV with its header, Parquet) or element (JSON). */
  line: number;
  message: string;
}

export interface ReadTally {
  documents: number;
  /** Bytes of the files read so far, compressed as they are: for progress. */
  bytesRead: number;
  /** The first bad records, at most `BAD_KEPT`. */
  bad: BadRecord[];
  badCount: number;
  /** Records whose text is empty or only white space: skipped by rule. */
  blank: number;
}

/** How many bad records a tally remembers. */
export const BAD_KEPT = 20;

export function newTally(): ReadTally {
  return { documents: 0, bytesRead: 0, bad: [], badCount: 0, blank: 0 };
}

/**
 * For callers, after the whole corpus.
 * @throws DataError when no document was read, saying why.
 */
export function assertNotEmpty(tally: ReadTally, paths: readonly string[]): void {
  if (tally.documents > 0) return;
  const shown =
    paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ');
  if (tally.badCount > 0) {
    const { path, line, message } = tally.bad[0];
    const all = tally.badCount === 1 ? 'the only record is bad' : `all ${tally.badCount} records are bad`;
    throw new DataError(`${shown}: no documents (${all}; the first: ${path} line ${line}: ${message})`);
  }
  if (tally.blank > 0)
    throw new DataError(`${shown}: no documents (${tally.blank} records, all with blank text)`);
  throw new DataError(`${shown}: no documents (${paths.length > 1 ? 'the files are' : 'the file is'} empty)`);
}
