/**
 * Proofs that anyone can check offline (https://c2sp.org/tlog-proof): an entry's place, the hashes from it to the root,
 * and the signed checkpoint with that root. The entry itself travels as `extra`, which counts only once its hash leads
 * to the root.
 */
import { DataError } from '../../util/errors.js';
import { decodeBase64 } from './base64.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { leafHash, verifyInclusion } from './merkle.js';
import type { NoteKey } from './note.js';

const FIRST = 'c2sp.org/tlog-proof@v1';

export interface TlogProof {
  index: number;
  entry: Buffer;
  /** From the leaf's sibling up to the root's child. */
  hashes: readonly Buffer[];
  /** The checkpoint, verbatim. */
  checkpoint: string;
}

export function formatProof({ index, entry, hashes, checkpoint }: TlogProof): string {
  const lines = hashes.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `${FIRST}\nextra ${entry.toString('base64')}\nindex ${index}\n${lines}\n${checkpoint}`;
}

/** Reads a proof in its one form. Throws DataError. */
export function parseProof(text: string, shown: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [first, extra, place, ...rest] = text.slice(0, Math.max(0, end)).split('\n');
  const index = /^index (0|[1-9]\d{0,14})$/.exec(place ?? '')?.[1];
  const entry = decodeBase64(/^extra (\S+)$/.exec(extra ?? '')?.[1] ?? '?');
  const hashes = rest.map(decodeBase64);
  if (
    first !== FIRST ||
    index === undefined ||
    entry === null ||
    hashes.some((hash) => hash?.length !== 32)
  ) {
    throw new DataError(`${shown}: is no proof of gen0: ${FIRST} with extra, index and hashes is due`);
  }
  return { index: Number(index), entry, hashes: hashes as Buffer[], checkpoint: text.slice(end + 2) };
}

/** Checks a proof with the public key alone; returns the entry that is in the log, and the checkpoint. Throws DataError. */
export function checkProof(
  text: string,
  key: NoteKey,
  shown: string,
): { entry: Buffer; index: number; checkpoint: Checkpoint } {
  const { index, entry, hashes, checkpoint: note } = parseProof(text, shown);
  const checkpoint = openCheckpoint(note, key, shown);
  if (!verifyInclusion(leafHash(entry), index, checkpoint.size, hashes, checkpoint.root)) {
    throw new DataError(`${shown}: the hashes do not lead from this entry to the log's root`);
  }
  return { entry, index, checkpoint };
}
