import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '../../cli/main.js';
import { standIn } from '../stand-in.js';

const VERBS = ['demo', 'init', 'audit', 'check', 'diff', 'report', 'profile', 'merge', 'metrics'];

async function run(argv: string[], cwd: string) {
  let out = '';
  let err = '';
  const stdout = { write: (text: string) => (out += text) };
  const stderr = { write: (text: string) => (err += text) };
  const { engine } = standIn(cwd);
  const { signal } = new AbortController();
  const code = await runCommand(argv, { cwd, env: {}, stdout, stderr, engine, signal, now: Date.now });
  return { code, out, err };
}

test('every verb has help with an example of itself, within 90 columns', async () => {
  for (const verb of VERBS) {
    const { code, out } = await run([verb, '--help'], '.');
    assert.equal(code, 0);
    assert.ok(
      out.split('\n').some((line) => line.startsWith(`  gen0 ${verb}`)),
      verb,
    );
    for (const line of out.split('\n')) assert.ok(line.length <= 90, line);
    assert.equal((await run(['help', verb], '.')).out, out);
    assert.match((await run([verb, '-V'], '.')).out, /^\d+\.\d+\.\d+\n$/);
  }
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
  test(`gen0 ${argv.join(' ')}: exit 2, one line on stderr that says what to do, no file`, async (t) => {
    const cwd = mkdtempSync(join(tmpdir(), 'gen0-mistakes-'));
    t.after(() => rmSync(cwd, { recursive: true }));
    const { code, out, err } = await run(argv, cwd);
    assert.deepEqual([code, out, err.split('\n').length, readdirSync(cwd)], [2, '', 2, []]);
    assert.match(err, message);
  });
}
