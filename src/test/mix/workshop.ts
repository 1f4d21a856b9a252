/** A folder with sources, their cards and a store, for tests of mixtures. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type MixConfig, parseMix } from '../../mix/index.js';
import { checkCard, type SourceCard } from '../../provenance/index.js';
import { newRandom } from '../../stats/random.js';

export interface Made {
  name: string;
  records: Record<string, unknown>[];
}

export interface Workshop {
  folder: string;
  store: string;
  cards: Map<string, SourceCard>;
  /** Writes a source and its card; `card` says what the card says beside its id and file. */
  source(name: string, records: readonly unknown[], card: object): void;
  /** What every call of plan and write takes. */
  settings(jobs?: number): {
    store: string;
    folder: string;
    cards: Map<string, SourceCard>;
    usedUpTo: Map<string, number>;
    jobs: number;
    version: string;
    now(): number;
  };
}

export function newWorkshop(t: TestContext | { after(work: () => void): void }): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-mix-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = join(folder, '.gen0');
  mkdirSync(store);
  const cards = new Map<string, SourceCard>();
  return {
    folder,
    store,
    cards,
    source(name, records, card) {
      const bytes = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      const path = `${name.replaceAll('/', '-')}.jsonl`;
      writeFileSync(join(folder, path), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const files = [{ path, sha256, bytes: Buffer.byteLength(bytes) }];
      cards.set(
        name,
        checkCard({ id: name, files, ...card }, () => name),
      );
    },
    settings: (jobs = 0) => ({
      store,
      folder,
      cards,
      usedUpTo: new Map(),
      jobs,
      version: '0.0.0',
      now: () => 1e12,
    }),
  };
}

/** A configuration from data, as if it had been read. */
export function mixConfig(data: object): MixConfig {
  return parseMix(JSON.stringify(data), 'mix.json');
}

/** `count` records of 1 to `longest` words, each text another. */
export function randomRecords(name: string, count: number, longest: number, seed: number): Made['records'] {
  const source = newRandom(seed);
  const random = () => source.uniform();
  return Array.from({ length: count }, (_, i) => {
    const words = 1 + Math.floor(random() ** 2 * longest);
    const text = [`${name.replaceAll(/[^a-z]/g, '')}${i}`];
    for (let n = 1; n < words; n++) text.push(`w${Math.floor(random() * 500)}`);
    return { id: `${name}-${i}`, text: text.join(i % 3 === 0 ? ', ' : ' '), n: i, nested: { a: [i] } };
  });
}
