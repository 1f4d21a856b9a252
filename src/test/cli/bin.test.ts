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
const VERBS = ['demo', 'init', 'audit', 'diff', 'report', 'profile', 'merge', 'metrics'];

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
  assert.ok(out.trimEnd().split('\n').length <= 13);
  for (const verb of VERBS) assert.match(out, new RegExp(`\\b${verb}\\b`));
  assert.equal(gen0(['--help']).out, out);
});

test('every verb has help with an example of itself within 90 columns; audit states the exit codes at its foot', () => {
  for (const verb of VERBS) {
    const { code, out } = gen0([verb, '--help']);
    assert.equal(code, 0);
    assert.ok(
      out.split('\n').some((line) => line.startsWith(`  gen0 ${verb}`)),
      verb,
    );
    for (const line of out.split('\n')) assert.ok(line.length <= 90, line);
  }
  assert.match(gen0(['audit', '-h']).out, /Exit codes\n( {2}\d+ .*\n){5}$/);
});

test('the version is that of the package', () => {
  assert.match(gen0(['--version']).out, /^\d+\.\d+\.\d+\n$/);
  assert.equal(gen0(['-V']).out, gen0(['audit', '--version']).out);
});

const MISTAKES: [argv: string[], message: RegExp][] = [
  [['adit'], /^gen0: adit: no such verb\. Did you mean "audit"\?/],
  [['zzz'], /^gen0: zzz: no such verb\. gen0 --help/],
  [['--reference', 'x'], /^gen0: --reference: flags follow a verb/],
  [
    ['audit', 'x', '--refrence', 'y'],
    /^gen0: --refrence: no such flag of gen0 audit\. Did you mean "--reference"\?/,
  ],
  [['audit', 'x', '-r', 'y', '--seed', 'abc'], /^gen0: --seed abc: must be an integer from 0 to 4294967295/],
  [['audit', 'x', '-r', 'y', '--seed', '4294967296'], /^gen0: --seed 4294967296: must be/],
  [['audit', 'x', '-r', 'y', '--seed', '-1'], /^gen0: --seed: the value is missing, or begins with a dash/],
  [['audit', 'x', '-r', 'y', '--seed', '1.5'], /^gen0: --seed 1\.5: must be/],
  [['audit', 'x', '-r', 'y', '--memory', '1XB'], /^gen0: --memory 1XB: not a size; write 1GB/],
  [['audit', 'x', '-r', 'y', '--jobs', '0'], /^gen0: --jobs 0: must be an integer from 1/],
  [
    ['audit', 'x', '-r', 'y', '--tokeniser', 'word'],
    /^gen0: --tokeniser word: must be words, whitespace\. Did you mean "words"\?/,
  ],
  [['audit', 'x', '-r', 'y', '-o', 'x.pdf'], /^gen0: --output x\.pdf: the extension decides the format/],
  [
    ['audit', 'x', '-r', 'y', '--reporter', 'jnit'],
    /^gen0: --reporter jnit: no such reporter\. Did you mean "junit"\?/,
  ],
  [['audit', 'x', '-r', 'y', '--json', '--reporter', 'text'], /^gen0: --json and --reporter/],
  [['audit', '-r'], /^gen0: -r, --reference: the value is missing/],
  [['audit', 'x'], /^gen0: no reference: .*Add --reference/],
  [['audit', '-r', 'y'], /^gen0: no corpus: /],
  [['audit', '-', '-r', '-'], /^gen0: -: only one corpus can come from stdin/],
  [['profile', 'x'], /^gen0: no --output: .*Add -o name\.g0p/],
  [['profile', 'x', '-o', 'x.json'], /^gen0: --output x\.json: a profile's name ends in \.g0p/],
  [['merge', 'a.g0p', '-o', 'c.g0p'], /^gen0: merge needs two profiles or more/],
  [
    ['merge', 'a.jsonl', 'b.g0p', '-o', 'c.g0p'],
    /^gen0: a\.jsonl: not a profile \(\.g0p\)\. First: gen0 profile a\.jsonl -o a\.g0p/,
  ],
  [['diff', 'a'], /^gen0: diff takes two audits, got 1/],
  [['report'], /^gen0: report takes one audit, got 0/],
  [['demo', 'x'], /^gen0: demo takes no argument/],
];

for (const [argv, message] of MISTAKES) {
  test(`gen0 ${argv.join(' ')}: exit 2, one line on stderr that says what to do`, (t) => {
    const { code, out, err } = gen0(argv, { cwd: tempFolder(t) });
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, message);
    assert.equal(err.trimEnd().split('\n').length, 1, err);
  });
}

test('a mistake in the folder of the working directory leaves no file there', (t) => {
  const cwd = tempFolder(t);
  gen0(['audit', 'x', '-r', 'y', '--seed', 'abc'], { cwd });
  assert.deepEqual(readdirSync(cwd), []);
});

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
  const command = fileURLToPath(new URL('../slowCommand.js', import.meta.url));
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
