/** Reads an inventory and its sidecar from a folder, and holds the one against the other (section 3.6). */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../util/strict-json.js';
import { checkInventory, type Inventory } from './check-inventory.js';
import type { Report } from './findings.js';

/** A larger inventory is refused unread: some 500,000 files. */
export const MAX_INVENTORY = 256 * 1024 * 1024;

export interface ReadInventory {
  bytes: Buffer;
  /** Null where it is too broken to go on with. */
  inventory: Inventory | null;
}

/** The inventory in `folder`, or null where there is none. `at` is the folder's name in findings: `` or `v1/`. */
export function readInventory(folder: string, at: string, report: Report): ReadInventory | null {
  const path = join(folder, 'inventory.json');
  const shown = `${at}inventory.json`;
  if (!existsSync(path)) return null;
  if (statSync(path).size > MAX_INVENTORY) {
    report('E033', shown, `larger than ${MAX_INVENTORY} bytes; not read`);
    return { bytes: Buffer.alloc(0), inventory: null };
  }
  const bytes = readFileSync(path);
  let data: unknown;
  try {
    data = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), shown);
  } catch (error) {
    report('E033', shown, (error as Error).message);
    checkSidecar(folder, at, bytes, 'sha512', report);
    return { bytes, inventory: null };
  }
  const inventory = checkInventory(data, shown, report);
  const named = (data as { digestAlgorithm?: unknown } | null)?.digestAlgorithm;
  checkSidecar(
    folder,
    at,
    bytes,
    named === 'sha256' ? 'sha256' : 'sha512',
    report,
    typeof named === 'string',
  );
  return { bytes, inventory };
}

function checkSidecar(
  folder: string,
  at: string,
  bytes: Buffer,
  algorithm: string,
  report: Report,
  algorithmIsKnown = true,
): void {
  const name = `inventory.json.${algorithm}`;
  const path = join(folder, name);
  if (!existsSync(path)) {
    if (algorithmIsKnown) report('E058', at + name, 'the file with the digest of the inventory is missing');
    return;
  }
  const found = /^([0-9a-f]+)[ \t]+inventory\.json\n?$/i.exec(readFileSync(path, 'latin1'));
  if (found === null) report('E061', at + name, 'must be the digest, a space, and inventory.json');
  else if (createHash(algorithm).update(bytes).digest('hex') !== found[1].toLowerCase()) {
    report('E060', `${at}inventory.json`, `does not have the digest that ${name} gives`);
  }
}
