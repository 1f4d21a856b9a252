/** Audits of tables from the command line, with the real engine. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';
import { newRandom } from '../../stats/random.js';

/** Rows of a table with rare towns, and the same without them. */
function csv(seed: number, keepRare: boolean): string {
  const random = newRandom(seed);
  const lines = ['town,age,smokes'];
  for (let i = 0; i < 1500; i++) {
    const town = Math.floor(Math.exp(random.uniform() ** 2 * Math.log(200)));
    lines.push(
      `t${keepRare || town < 50 ? town : town % 7},${Math.round(45 + 15 * random.normal())},${random.below(4) === 0 ? 'yes' : 'no'}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function workplace(t: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-table-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const place = (name: string) => join(cwd, name);
  writeFileSync(place('human.csv'), csv(1, true));
  writeFileSync(place('same.csv'), csv(2, true));
  writeFileSync(place('cut.csv'), csv(2, false));
  const run = async (...argv: string[]) => {
    let out = '';
    let err = '';
    const stdout = { write: (text: string) => (out += text) };
    const stderr = { write: (text: string) => (err += text) };
    const { signal } = new AbortController();
    const full = argv.map((word) => (word.endsWith('.csv') ? place(word) : word));
    const code = await runCommand(full, {
      cwd,
      env: {},
      stdout,
      stderr,
      engine: ENGINE,
      signal,
      now: () => 0,
    });
    return { code, out, err };
  };
  return { cwd, run };
}

test('a table is audited, gated, saved and shown again in every form', async (t) => {
  const { cwd, run } = workplace(t);
  const same = await run(
    'audit',
    'same.csv',
    '-r',
    'human.csv',
    '--columns',
    'town,smokes',
    '--fail-on',
    'early',
  );
  assert.deepEqual([same.code, same.err], [0, '']);
  assert.match(same.out, /^corpus 1,500 rows 3,000 values same\.csv$/m);
  assert.match(same.out, /^ok tails\/categories \d\.\d\d /m);
  assert.match(same.out, /^verdict healthy$/m);
  const cut = await run(
    'audit',
    'cut.csv',
    '-r',
    'human.csv',
    '--columns',
    'town,age,smokes',
    '--group',
    'smokes',
    '--fail-on',
    'early',
  );
  assert.equal(cut.code, 1);
  assert.match(cut.out, /^verdict early$/m);
  assert.match(cut.out, /^fail tails\/categories:town /m);
  assert.match(cut.out, /^ok tails\/group:yes /m);
  const audits = readdirSync(join(cwd, '.gen0/audits')).filter((name) => !name.endsWith('.jsonl'));
  assert.equal(audits.length, 2);
  const html = readFileSync(join(cwd, '.gen0/audits', audits[0], 'report.html'), 'utf8');
  assert.match(html, /1,500 rows/);
  assert.doesNotMatch(html, /NaN|undefined/);
  for (const reporter of ['text', 'markdown', 'junit', 'github', 'json', 'html']) {
    const { code, out } = await run('report', 'latest', '--reporter', reporter);
    assert.equal(code, 0, reporter);
    assert.doesNotMatch(out, /NaN|undefined/, reporter);
  }
  assert.match((await run('metrics', 'tails/below:age')).out, /^tails\/below: mass below the 1 % point/);
});

test('mistakes are told with the remedy', async (t) => {
  const { run } = workplace(t);
  for (const [argv, message] of [
    [
      ['same.csv', '-r', 'human.csv', '--columns', 'twon'],
      /--columns twon: no such column of same\.csv\. Did you mean "town"\?/,
    ],
    [['same.csv', '-r', 'human.csv', '--columns', 'all', '--by', 'town'], /--by: is for text/],
    [['same.csv', '-r', 'human.csv', '--columns', 'all', '--field', 'x'], /--field: is for text/],
    [['same.csv', '--columns', 'all'], /a table: gen0 audit made\.csv --reference/],
    [
      ['same.csv', '-r', 'human.csv', '--columns', 'all', '--only', 'tials'],
      /--only tials: no such metric or group of tables\. Did you mean "tails"/,
    ],
  ] as const) {
    const { code, out, err } = await run('audit', ...argv);
    assert.deepEqual([code, out], [2, ''], argv.join(' '));
    assert.match(err, message);
  }
});
