import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DataError } from './errors.js';
import { withLock } from './lock.js';

const LOCK = fileURLToPath(new URL('./lock.js', import.meta.url));

/** Adds one to a number in a file, `times` times, reading and writing under the lock. */
const COUNTING = `
  const { withLock } = await import(process.argv[1]);
  const { readFileSync, writeFileSync } = await import('node:fs');
  for (let i = 0; i < Number(process.argv[4]); i++) {
    await withLock(process.argv[2], async () => {
      const n = Number(readFileSync(process.argv[3], 'utf8'));
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(process.argv[3], String(n + 1));
    });
  }
`;

function start(code: string, ...args: string[]) {
  return spawn(process.execPath, ['--input-type=module', '-e', code, LOCK, ...args], { stdio: 'ignore' });
}

const ended = (child: ReturnType<typeof start>) => new Promise((resolve) => child.once('exit', resolve));

test('four processes that count under the lock lose nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-lock-'));
  const [lock, file] = [join(folder, 'lock'), join(folder, 'count')];
  writeFileSync(file, '0');
  const codes = await Promise.all(Array.from({ length: 4 }, () => ended(start(COUNTING, lock, file, '50'))));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  assert.equal(readFileSync(file, 'utf8'), '200');
  assert.equal(readdirSync(lock).length, 1);
});

test('a killed holder frees the lock; a living one is named to whom loses patience', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-lock-'));
  const child = start(
    `const { withLock } = await import(process.argv[1]);
     await withLock(process.argv[2], () => new Promise((resolve) => setTimeout(resolve, 60_000)));`,
    folder,
  );
  const exit = ended(child);
  while (readdirSync(folder).filter((name) => name === '1.json').length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await assert.rejects(
    withLock(folder, () => 1, 20),
    (error) => error instanceof DataError && error.message.includes(`held by process ${child.pid}`),
  );
  child.kill('SIGKILL');
  await exit;
  assert.equal(await withLock(folder, () => 'mine'), 'mine');
});

test('what the work throws comes out, and the lock is free again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-lock-'));
  await assert.rejects(
    withLock(folder, () => Promise.reject(new Error('no'))),
    /^Error: no$/,
  );
  assert.equal(await withLock(folder, () => 2, 0), 2);
});
