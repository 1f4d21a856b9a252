/** Files for one test, gone when it ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

export interface Scratch {
  folder: string;
  /** Writes a file, its folders too; returns its path. */
  write(name: string, content: string | Uint8Array): string;
}

export function scratch(t: TestContext): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-corpus-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write(name, content) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}
