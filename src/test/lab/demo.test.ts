import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TRAP } from '../network-trap.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));

/** A guard against hanging, not a claim of speed. */
const HANG_MS = 300_000;

function place(t: TestContext): { cwd: string; trap: string } {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-demo-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const trap = join(folder, 'trap.cjs');
  writeFileSync(trap, TRAP);
  return { cwd: mkdtempSync(join(folder, 'cwd-')), trap };
}

function start(argv: string[], { cwd, trap }: { cwd: string; trap: string }) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  const child = spawn(process.execPath, ['--require', trap, BIN, ...argv], { cwd, env, timeout: HANG_MS });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((done) =>
    child.on('close', (code) => done({ code, ...said })),
  );
  return { child, ended };
}

test('the trap works', (t) => {
  const { trap } = place(t);
  for (const code of ["require('net').connect(9)", "require('dns').lookup('localhost', () => {})"]) {
    const { status, stderr } = spawnSync(process.execPath, ['--require', trap, '-e', code]);
    assert.equal(status, 1);
    assert.match(String(stderr), /network trapped/);
  }
});

test('the demo: no network, six verdicts from healthy on, a saved report, the same text for the same seed', async (t) => {
  const places = [place(t), place(t)];
  const [run, again] = await Promise.all(places.map((where) => start(['demo', '--seed', '3'], where).ended));
  assert.deepEqual([run.code, run.err], [0, 'listening\n']);
  const undated = (text: string) => text.replace(/\d{4}-\d\d-\d\d-/, '');
  assert.equal(undated(run.out), undated(again.out));
  assert.doesNotMatch(run.out, /\x1b/);
  for (const line of run.out.split('\n')) assert.ok([...line].length <= 80, line);

  const stages = [...run.out.matchAll(/^ {2}(\d) {2}(healthy|early|late|shifted|cannot-say) /gm)];
  assert.deepEqual(
    stages.map(([, generation]) => generation),
    ['0', '1', '2', '3', '4', '5'],
  );
  const order = stages.map(([, , stage]) => ['healthy', 'early', 'late'].indexOf(stage));
  assert.equal(order[0], 0);
  assert.ok(order[5] > 0);
  assert.deepEqual(order, order.toSorted()); // Never back to an earlier stage.

  const types = /different words in all +(.*)/.exec(run.out)![1].split(/ +/).map(Number.parseFloat);
  assert.equal(types.length, 6);
  for (let g = 1; g < 6; g++) assert.ok(types[g] < types[g - 1], types.join(' '));

  const saved = /saved {3}(.*)\/report\.html/.exec(run.out)![1];
  const folder = join(places[0].cwd, saved);
  assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /^<!doctype html>/i);
  const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  assert.deepEqual([result.corpus.name, result.lineage], ['generation 5', 'descendant']);
  assert.equal(result.verdict.stage, stages[5][2]);
  const report = spawnSync(process.execPath, [BIN, 'report', 'latest'], { cwd: places[0].cwd });
  assert.equal(report.status, 0, String(report.stderr));
});

test('Ctrl-C stops the demo and leaves no file', async (t) => {
  const where = place(t);
  const { child, ended } = start(['demo'], where);
  await new Promise((done) => child.stderr.once('data', done));
  await new Promise((done) => setTimeout(done, 1000));
  const killed = Date.now();
  child.kill('SIGINT');
  const { code, err } = await ended;
  assert.equal(code, 130, err);
  assert.match(err, /gen0: interrupted\n/);
  t.diagnostic(`${Date.now() - killed} ms`);
  assert.deepEqual(readdirSync(where.cwd), []);
});
