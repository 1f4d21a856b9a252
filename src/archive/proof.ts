/** Proofs that a version is in the archive's log, made here and checked anywhere with the public key alone. */
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keyId } from '../provenance/signing-key.js';
import { DataError } from '../util/errors.js';
import { parseJson } from '../util/strict-json.js';
import { sha512 } from './commit.js';
import { type ArchiveEvent, decodeEvent } from './events.js';
import { findVersion } from './find-version.js';
import { type HashOptions, hashFile } from './hash-file.js';
import { loggedAdditions } from './list.js';
import { logOf, originOf, proofOf } from './log/log.js';
import { checkProof } from './log/tlog-proof.js';
import { checkInventory } from './ocfl/check-inventory.js';
import { findings } from './ocfl/findings.js';
import { type KeyOption, publicKeyOf } from './public-key.js';
import { whenSettled } from './settled.js';

/** The `.tlog-proof` of a version, by default the newest. */
export async function proveVersion(
  store: string,
  source: string,
  options: KeyOption & { version?: string; now(): number },
): Promise<{ proof: string; version: string; index: number }> {
  return whenSettled(store, options.now, () => {
    const { object, name } = findVersion(store, source, options.version);
    const event = loggedAdditions(store, options).get(`${object.inventory.id} ${name}`);
    if (event === undefined)
      throw new DataError(`${source} ${name}: not in the log; gen0 archive verify names the fault`);
    const log = logOf(store, publicKeyOf(store, options)!);
    return { proof: proofOf(log, event.index), version: name, index: event.index };
  });
}

export interface CheckedProof {
  event: ArchiveEvent;
  index: number;
  /** Entries in the log when the proof was made. */
  logSize: number;
  /** Logical paths of the file that was checked, where one was. */
  paths: string[] | null;
}

/**
 * Checks a proof, and where they are given an inventory against it and a file against the inventory. Needs no store.
 * Throws DataError with the reason where it does not hold.
 */
export async function checkProofFile(
  path: string,
  publicKey: KeyObject,
  { inventory, file, ...rest }: HashOptions & { inventory?: string; file?: string } = {},
): Promise<CheckedProof> {
  const key = { name: originOf(keyId(publicKey)), publicKey };
  const { entry, index, checkpoint } = checkProof(readText(path), key, path);
  const event = decodeEvent(entry);
  if (event === null) throw new DataError(`${path}: proves an entry that this version of gen0 does not know`);
  let paths: string[] | null = null;
  if (inventory !== undefined) {
    const text = readText(inventory);
    if (event.event !== 'add' || sha512(text) !== event.inventory) {
      throw new DataError(`${inventory}: is not the inventory that ${path} proves`);
    }
    if (file !== undefined) {
      const [digest] = await hashFile(file, ['sha512'], rest);
      paths = pathsOf(text, inventory, event.version, digest);
      if (paths.length === 0) throw new DataError(`${file}: is not among the files of ${inventory}`);
    }
  }
  return { event, index, logSize: checkpoint.size, paths };
}

function pathsOf(text: string, shown: string, version: string, digest: string): string[] {
  const { found, report } = findings();
  const inventory = checkInventory(parseJson(text, shown), shown, report);
  const [error] = found.errors;
  if (!inventory || error) throw new DataError(`${shown}: ${error?.message ?? 'no inventory'}`);
  return inventory.versions.get(version)?.state.get(digest) ?? [];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DataError(`${path}: cannot be read: ${(error as Error).message}`);
  }
}
