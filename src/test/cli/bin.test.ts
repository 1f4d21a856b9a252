import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { json } from '../../report/json.js';
import { saveAudit } from '../../store/index.js';
import { resultWith } from '../results.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
const VERBS = ['demo', 'init', 'audit', 'diff', 'report', 'profile', 'merge', 'duplicates', 'metrics'];

function gen0(argv: string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  const run = spawnSync(process.execPath, [BIN, ...argv], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('bare gen0 is a short overview that names every verb', () => {
  const { code, out, err } = gen0([]);
  assert.deepEqual([code, err], [0, '']);
  assert.ok(out.trimEnd().split('\n').length <= 16);
  for (const verb of VERBS) assert.match(out, new RegExp(`\\b${verb}\\b`));
});

test('the help of audit states the exit codes at its foot', () => {
  assert.match(gen0(['audit', '-h']).out, /Exit codes\n( {2}\d+ .*\n){5}$/);
});

test('the version is that of the package', () => {
  assert.match(gen0(['--version']).out, /^\d+\.\d+\.\d+\n$/);
});

const MISTAKES: [argv: string[], message: RegExp][] = [
  [['adit'], /^gen0: adit: no such verb\. Did you mean "audit"\?/],
  [['audit', 'x', '-r', 'y', '--seed', 'abc'], /^gen0: --seed abc: must be an integer from 0 to 4294967295/],
];

for (const [argv, message] of MISTAKES) {
  test(`gen0 ${argv.join(' ')}: exit 2, one line on stderr, no file`, (t) => {
    const cwd = tempFolder(t);
    const { code, out, err } = gen0(argv, { cwd });
    assert.deepEqual([code, out, err.split('\n').length, readdirSync(cwd)], [2, '', 2, []]);
    assert.match(err, message);
  });
}

test('a saved audit is compared: plain off a terminal, JSON on request', (t) => {
  const cwd = tempFolder(t);
  saveAudit(join(cwd, '.gen0'), { result: json(resultWith('healthy')), report: '' });
  const late = saveAudit(join(cwd, '.gen0'), { result: json(resultWith('late')), report: '' });
  const shown = gen0(['diff', resultWithId(cwd, late.id), 'latest', '--json'], { cwd });
  assert.equal(shown.code, 0, shown.err);
  const difference = JSON.parse(shown.out);
  assert.deepEqual([difference.a.stage, difference.b.stage], ['healthy', 'late']);
  const text = gen0(['diff', 'latest', 'latest'], { cwd, env: { NO_COLOR: '1' } });
  assert.doesNotMatch(text.out, /\x1b/);
  assert.match(text.out, /LATE COLLAPSE in both/);
});

/** The id of the other audit in the store. */
function resultWithId(cwd: string, other: string): string {
  const ids = readdirSync(join(cwd, '.gen0', 'audits')).filter(
    (name) => name !== 'index.jsonl' && name !== other,
  );
  return ids[0];
}

test('a reader of stdout that goes away is no error', async () => {
  const child = spawn(process.execPath, [BIN, 'audit', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise((done) => child.on('exit', done));
  assert.deepEqual([code, err], [0, '']);
});

test('Ctrl-C stops at once, exits 130, says how to go on and leaves no file', async (t) => {
  const cwd = tempFolder(t);
  writeFileSync(join(cwd, 'c.jsonl'), 'early');
  const command = fileURLToPath(new URL('../slow-command.js', import.meta.url));
  const child = spawn(process.execPath, [command, 'audit', 'c.jsonl', '-r', 'c.jsonl'], { cwd });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  await new Promise((done) => child.stdout.once('data', done));
  const killed = Date.now();
  child.kill('SIGINT');
  const [code, signal] = await new Promise<[number | null, string | null]>((done) => {
    child.on('exit', (...exit) => done(exit));
  });
  assert.deepEqual([code, signal], [130, null], err);
  assert.ok(Date.now() - killed < 2000);
  assert.equal(err, '\ngen0: interrupted; gen0 audit --resume continues\n');
  assert.deepEqual(readdirSync(cwd), ['c.jsonl']);
});
