/** The OCFL project's own fixtures for version 1.1: each good object, each bad one, each with a warning. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sharedFolder } from '../../test/shared.js';
import { findings } from './findings.js';
import { validateObject } from './validate-object.js';

async function codesOf(folder: string): Promise<{ errors: string[]; warnings: string[]; text: string }> {
  const { found, report } = findings();
  await validateObject(folder, report);
  const codes = (list: { code: string }[]) => [...new Set(list.map(({ code }) => code))].sort();
  return {
    errors: codes(found.errors),
    warnings: codes(found.warnings),
    text: [...found.errors, ...found.warnings]
      .map(({ code, path, message }) => `${code} ${path}: ${message}`)
      .join('\n'),
  };
}

test("the OCFL project's fixtures for 1.1: good is valid, bad is refused by the code in its name, warnings too", async (t) => {
  const shared = sharedFolder(t);
  if (shared === null) return;
  const folder = mkdtempSync(join(tmpdir(), 'gen0-ocfl-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('tar', ['xzf', join(shared, 'data/provenance/ocfl_fixtures_1.1.tgz'), '-C', folder]);
  const root = join(folder, '1.1');
  assert.ok(existsSync(root));
  const seen = { good: 0, bad: 0, warn: 0 };
  for (const kind of ['good', 'bad', 'warn'] as const) {
    for (const name of readdirSync(join(root, `${kind}-objects`))) {
      seen[kind]++;
      const { errors, warnings, text } = await codesOf(join(root, `${kind}-objects`, name));
      const named = name.match(/[EW]\d{3}/g) ?? [];
      if (kind === 'good') assert.deepEqual([...errors, ...warnings], [], `${name}\n${text}`);
      if (kind === 'bad') {
        for (const code of named) assert.ok(errors.includes(code), `${name}: not ${code}, but\n${text}`);
      }
      if (kind === 'warn') {
        assert.deepEqual(errors, [], `${name}\n${text}`);
        assert.deepEqual(warnings, named, `${name}\n${text}`);
      }
    }
  }
  assert.deepEqual(seen, { good: 12, bad: 55, warn: 13 });
});
