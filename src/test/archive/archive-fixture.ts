/** A store with sources and an archive, in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Origin } from '../../provenance/card.js';
import { appendToLedger, cardEntry, checkCard } from '../../provenance/index.js';

export interface ArchiveFixture {
  /** The folder with the store in `.gen0`. */
  folder: string;
  store: string;
  /** Writes files below the folder; path to content. Returns the path of the first part. */
  write(files: Record<string, string | Buffer>): void;
  /** Accepts a card. */
  card(id: string, origin?: Origin): Promise<void>;
  at(path: string): string;
}

/** A clock that stands still, so that the same calls make the same bytes. */
export const NOON = Date.UTC(2026, 10, 26, 12);
export const now = () => NOON;

export function archiveFixture(t: Pick<TestContext, 'after'>): ArchiveFixture {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-archive-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = join(folder, '.gen0');
  return {
    folder,
    store,
    at: (path) => join(folder, path),
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
    },
    async card(id, origin = 'human') {
      const evidence = [{ kind: 'document', statement: 'printed before 1930', supports: origin }];
      const card = checkCard({ id, origin, evidence }, () => id);
      await appendToLedger(store, [cardEntry(card)], { now });
    },
  };
}
