import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rng } from '../../stats/rng.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));

/** Up to 60,000 different words, the first the most frequent, in 200 documents. */
function corpus(seed: number): string {
  const random = rng(seed);
  const word = () => `w${Math.floor(60_000 ** (random(1e6) / 1e6))}`;
  const text = () => Array.from({ length: 1000 }, word).join(' ');
  return Array.from({ length: 200 }, () => JSON.stringify({ text: text() })).join('\n');
}

test('Ctrl-C ends an audit at once, also while it compares, and nothing is printed or saved', async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-interrupt-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'made.jsonl'), corpus(1));
  writeFileSync(join(cwd, 'human.jsonl'), corpus(2));
  const audits = join(cwd, '.gen0', 'audits');
  const saved = () => (existsSync(audits) ? readdirSync(audits).join() : '');
  /** What a run ends with that is sent Ctrl-C after a while. */
  const run = async (after: number) => {
    const begin = performance.now();
    const before = saved();
    const child = spawn(process.execPath, [BIN, 'audit', 'made.jsonl', '-r', 'human.jsonl'], { cwd });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.resume();
    const ended = new Promise<string>((done) => {
      child.on('close', (code, signal) => done(`${signal ?? code}`));
    });
    await Promise.race([wait(after, undefined, { ref: false }), ended]);
    const sent = child.exitCode === null && child.kill('SIGINT');
    const end = await ended;
    return { sent, end, out, isNew: saved() !== before, took: performance.now() - begin };
  };
  const whole = await run(600_000);
  assert.deepEqual([whole.end, whole.isNew], ['0', true]);
  // Comparing is most of it. On a machine that has grown quicker meanwhile the late ones may come too late.
  const runs = [];
  for (const share of [0.2, 0.3, 0.4, 0.5]) runs.push(await run(share * whole.took));
  const stopped = runs.filter(({ sent }) => sent);
  assert.ok(stopped.length >= 2);
  for (const { end, out, isNew } of stopped) {
    assert.ok(end === '130' || end === 'SIGINT', end);
    // One that came between the comparison and its printing ends with 130, after it.
    if (end === 'SIGINT') assert.deepEqual([out, isNew], ['', false]);
  }
  assert.ok(
    stopped.some(({ end }) => end === 'SIGINT'),
    'none came while it compared',
  );
});
