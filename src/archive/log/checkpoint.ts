/** Checkpoints (https://c2sp.org/tlog-checkpoint): origin, size and root of a log, as a signed note. */
import type { KeyObject } from 'node:crypto';
import { DataError } from '../../util/errors.js';
import { decodeBase64 } from './base64.js';
import { type NoteKey, openNote, signNote } from './note.js';

export interface Checkpoint {
  /** Number of entries. */
  size: number;
  root: Buffer;
}

export function signCheckpoint({ size, root }: Checkpoint, key: NoteKey, privateKey: KeyObject): string {
  return signNote(`${key.name}\n${size}\n${root.toString('base64')}\n`, key, privateKey);
}

/** The checkpoint in a note that `key` signed; the log's origin is the key's name. Throws DataError. */
export function openCheckpoint(note: string, key: NoteKey, shown: string): Checkpoint {
  const [origin, size, root, ...more] = openNote(note, key, shown).split('\n');
  const bytes = decodeBase64(root ?? '');
  if (origin !== key.name)
    throw new DataError(`${shown}: is of the log ${JSON.stringify(origin)}, not ${key.name}`);
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || bytes?.length !== 32 || more.length !== 1) {
    throw new DataError(`${shown}: is no checkpoint: origin, size and root of a log are due`);
  }
  return { size: Number(size), root: bytes };
}
