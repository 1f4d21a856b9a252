/** The accepted versions of sources, as the ledger has them. */
import { recordsOf } from './ledger.js';

export interface Version {
  /** Number of the ledger's line. */
  n: number;
  at: string;
  /** Hash of the card. */
  sha256: string;
}

/** Of every source its versions, the oldest first; the same card accepted again in a row is one. */
export async function versionsOf(store: string): Promise<Map<string, Version[]>> {
  const versions = new Map<string, Version[]>();
  for await (const { kind, n, at, entry } of recordsOf(store, 'card')) {
    if (kind !== 'card') continue;
    const known = versions.get(entry.card.id);
    const version = { n, at, sha256: entry.sha256 };
    if (known === undefined) versions.set(entry.card.id, [version]);
    else if (known.at(-1)!.sha256 !== entry.sha256) known.push(version);
  }
  return versions;
}
