/** Audits by slices and groups from the command line, with the real engine, on generated texts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';
import { parseResult } from '../../report/index.js';
import { zipfDocuments } from '../zipf-text.js';

type Row = { id?: string; text: string; source: string; date: number };

/** Three sources of 60, 40 and 12 documents, dated in turn. */
function rows(seed: number): Row[] {
  return zipfDocuments(112, 160, seed).map(({ id, text }, d) => ({
    id,
    text,
    source: d < 60 ? 'web' : d < 100 ? 'books' : 'mail',
    date: 1990 + (d % 3),
  }));
}

/** All words but the commonest become one. */
function poorer(row: Row): Row {
  return { ...row, text: row.text.replace(/w(\d+)/g, (word, rank) => (Number(rank) < 300 ? word : 'w1')) };
}

function workplace(t: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-slices-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const write = (name: string, list: Row[]) =>
    writeFileSync(join(cwd, name), list.map((row) => `${JSON.stringify(row)}\n`).join(''));
  write('human.jsonl', rows(1));
  const run = async (...argv: string[]) => {
    let out = '';
    let err = '';
    const code = await runCommand(
      argv.map((word) => (/\.(jsonl|g0p|yaml)$/.test(word) ? join(cwd, word) : word)),
      {
        cwd,
        env: {},
        stdout: { write: (text: string) => (out += text) },
        stderr: { write: (text: string) => (err += text) },
        engine: ENGINE,
        signal: new AbortController().signal,
        now: () => 0,
      },
    );
    return { code, out, err };
  };
  return { cwd, write, run };
}

test('each slice has a verdict, the one that drags the whole is named, the rest is told', async (t) => {
  const { write, run } = workplace(t);
  write(
    'hurt.jsonl',
    rows(2).map((row) => (row.source === 'books' ? poorer(row) : row)),
  );
  const asked = [
    'audit',
    'hurt.jsonl',
    '-r',
    'human.jsonl',
    '--by',
    'source',
    '--by',
    'date:decade',
    '--only',
    'tails,diversity,drift/js,drift/gained',
  ];
  const { code, out, err } = await run(...asked, '--json');
  assert.deepEqual([code, err], [0, '']);
  const result = parseResult(out, 'stdout');
  const [source, date] = result.slices!;
  assert.deepEqual(
    source.slices.map(({ value, documents, referenceDocuments, against }) => [
      value,
      documents,
      referenceDocuments,
      against,
    ]),
    [
      ['web', 60, 60, 'slice'],
      ['books', 40, 40, 'slice'],
    ],
  );
  assert.deepEqual(source.others, [{ value: 'mail', documents: 12, referenceDocuments: 12 }]);
  const [web, books] = source.slices;
  assert.ok(web.metrics['tails/coverage'].ratio! > 0.9);
  assert.notEqual(web.metrics['tails/coverage'].grade, 'fail');
  assert.equal(books.metrics['tails/coverage'].grade, 'fail');
  assert.match(
    source.because[0],
    /^source = books drags the whole: without source = books \(36 % of the documents\): /,
  );
  assert.match(
    source.because.at(-1)!,
    /^Counted only: 1 value with 12 documents of the corpus and 12 of the/,
  );
  assert.deepEqual(
    date.slices.map(({ value }) => value),
    ['1990s'],
  );
  for (const reporter of ['text', 'plain', 'markdown', 'html']) {
    const shown = await run('report', 'latest', '--reporter', reporter);
    assert.match(shown.out, /books/, reporter);
    assert.doesNotMatch(shown.out, /NaN|undefined/, reporter);
  }
});

test('what cannot be sliced is refused with the remedy', async (t) => {
  const { run } = workplace(t);
  assert.equal((await run('profile', 'human.jsonl', '-o', 'human.g0p')).code, 0);
  for (const [argv, message] of [
    [['human.jsonl', '-r', 'human.g0p', '--by', 'source'], /human\.g0p is a profile, which keeps no fields/],
    [['-', '-r', 'human.jsonl', '--by', 'source'], /stdin can be read once; save it to a file first/],
    [
      ['human.jsonl', '-r', 'human.jsonl', '--by', 'sauce'],
      /--by sauce: no document of human\.jsonl has a field "sauce"/,
    ],
    [
      ['human.jsonl', '-r', 'human.jsonl', '--by', 'date:yaer'],
      /cut by year, month or decade\. Did you mean "year"\?/,
    ],
    [['human.jsonl', '-r', 'human.jsonl', '--by', 'source:year'], /with an ISO date or a year/],
  ] as const) {
    const { code, out, err } = await run('audit', ...argv);
    assert.deepEqual([code, out], [2, ''], argv.join(' '));
    assert.match(err, message);
  }
});

test('a small group that is gone fails by name, generations have trends, lists of terms have rates', async (t) => {
  const { cwd, write, run } = workplace(t);
  writeFileSync(join(cwd, 'terms.yaml'), 'common: [w0, "w1 w2"]\n');
  write(
    'first.jsonl',
    rows(3).filter(({ source }, i) => source !== 'mail' || i % 2 === 0),
  );
  write(
    'second.jsonl',
    rows(4).filter(({ source }) => source !== 'mail'),
  );
  const { code, out, err } = await run(
    ...['audit', 'first.jsonl', 'second.jsonl', '-r', 'human.jsonl', '--generations', '--group', 'source'],
    ...['--terms', 'terms.yaml', '--only', 'tails/coverage,tails/groups,tails/group-coverage,bias', '--json'],
  );
  assert.deepEqual([code, err], [0, '']);
  const [first, second] = (JSON.parse(out) as object[]).map((each) =>
    parseResult(JSON.stringify(each), 'stdout'),
  );
  const [{ groups }] = second.groups!;
  assert.deepEqual(
    groups.map(({ value, documents, referenceDocuments }) => [value, documents, referenceDocuments]),
    [
      ['web', 60, 60],
      ['books', 40, 40],
      ['mail', 0, 12],
    ],
  );
  assert.equal(second.metrics['tails/groups'].grade, 'fail');
  assert.equal(second.metrics['tails/groups'].title, 'worst group: source = mail');
  assert.ok(groups[2].trend!.factor < 1);
  assert.equal(second.terms![0].terms, 2);
  assert.equal(second.terms![0].trend!.generations, 2);
  assert.equal(first.terms![0].trend, null);
  assert.notEqual(first.metrics['tails/groups'].grade, 'fail');
  const bad = await run('audit', 'first.jsonl', '-r', 'human.jsonl', '--terms', 'missing.yaml');
  assert.deepEqual([bad.code, bad.out], [2, '']);
  assert.match(bad.err, /--terms .*missing\.yaml: cannot be read \(ENOENT\)/);
});
