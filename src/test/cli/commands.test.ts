import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../../cli/main.js';
import { parseConfig } from '../../config/load.js';
import { parseResult } from '../../report/index.js';
import { auditIds, readIndex } from '../../store/index.js';
import { standIn } from '../stand-in.js';

interface Options {
  tty?: boolean;
  env?: Record<string, string>;
}

/** A folder with files and a function that runs gen0 in it. */
function workplace(t: TestContext, files: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-commands-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const human = {
    'human.jsonl': 'healthy',
    'early.jsonl': 'early',
    'late.jsonl': 'late',
    'few.jsonl': 'cannot-say',
  };
  for (const [name, text] of Object.entries({ ...human, ...files })) writeFileSync(join(cwd, name), text);
  const { engine, calls } = standIn(cwd);
  let time = Date.UTC(2026, 10, 20);
  const run = async (command: string, { tty = false, env = {} }: Options = {}) => {
    let out = '';
    let err = '';
    const code = await runCommand(command.split(' '), {
      cwd,
      env,
      stdout: { write: (text) => (out += text), isTTY: tty },
      stderr: { write: (text) => (err += text), isTTY: tty },
      engine,
      signal: new AbortController().signal,
      now: () => (time += 1000),
    });
    return { code, out, err };
  };
  return { cwd, calls, run };
}

test('an audit without gates exits 0 whatever the verdict, saves and prints the plain form off a terminal', async (t) => {
  const { cwd, run } = workplace(t);
  for (const name of ['human', 'early', 'late', 'few']) {
    const { code, out, err } = await run(`audit ${name}.jsonl -r human.jsonl`);
    assert.equal(code, 0);
    assert.match(out, /^verdict (healthy|early|late|cannot-say)$/m);
    assert.doesNotMatch(out + err, /\x1b/);
    if (name !== 'late') assert.equal(err, '');
  }
  assert.equal(auditIds(join(cwd, '.gen0')).length, 4);
  const [{ id }] = readIndex(join(cwd, '.gen0'));
  assert.deepEqual(readdirSync(join(cwd, '.gen0', 'audits', id)).sort(), ['report.html', 'result.json']);
});

test('on a terminal: coloured text form and next steps; with NO_COLOR or --no-color no code at all', async (t) => {
  const { run } = workplace(t);
  const shown = await run('audit early.jsonl -r human.jsonl', { tty: true });
  assert.match(shown.out, /\x1b\[1m/);
  assert.match(shown.out, /gen0 metrics tails\/rare-mass/);
  assert.match(shown.err, /reading/);
  assert.match(shown.err, /\r\x1b\[K$/);
  const quiet = await run('audit early.jsonl -r human.jsonl', { tty: true, env: { NO_COLOR: '1' } });
  assert.doesNotMatch(quiet.out, /\x1b/);
  assert.match(quiet.out, /EARLY COLLAPSE/);
  assert.doesNotMatch((await run('audit early.jsonl -r human.jsonl --no-color', { tty: true })).out, /\x1b/);
  assert.match((await run('audit early.jsonl -r human.jsonl', { env: { FORCE_COLOR: '1' } })).out, /\x1b\[/);
});

test('--json prints the result and nothing else', async (t) => {
  const { run } = workplace(t);
  const { out, err } = await run('audit early.jsonl -r human.jsonl --json --lineage descendant --seed 5');
  const result = parseResult(out, 'stdout');
  assert.deepEqual(
    [result.lineage, result.seed, result.corpus.name, err],
    ['descendant', 5, 'early.jsonl', ''],
  );
  assert.equal(result.startedAt.slice(0, 10), '2026-11-20');
  assert.ok(result.timing.total > 0);
});

test('exit codes of --fail-on: 1 broken, 3 cannot say, 0 else', async (t) => {
  const { run } = workplace(t);
  const code = async (name: string, failOn: string) =>
    (await run(`audit ${name}.jsonl -r human.jsonl --no-save --fail-on ${failOn}`)).code;
  assert.equal(await code('early', 'early'), 1);
  assert.equal(await code('late', 'late'), 1);
  assert.equal(await code('early', 'late'), 0);
  assert.equal(await code('few', 'early'), 3);
  assert.equal(await code('late', 'never'), 0);
});

test('--no-save writes nothing, -o writes each format, -q prints nothing', async (t) => {
  const { cwd, run } = workplace(t);
  const before = readdirSync(cwd);
  const { out } = await run('audit early.jsonl -r human.jsonl --no-save -q');
  assert.equal(out, '');
  assert.deepEqual(readdirSync(cwd), before);
  await run('audit early.jsonl -r human.jsonl --no-save -o a.html -o a.json -o a.md -o a.xml -o a.txt');
  const starts: Record<string, RegExp> = {
    html: /^<!doctype html>/,
    json: /^\{/,
    md: /^## /,
    xml: /^<\?xml/,
    txt: /^\n {2}corpus/,
  };
  for (const [extension, start] of Object.entries(starts)) {
    assert.match(readFileSync(join(cwd, `a.${extension}`), 'utf8'), start);
  }
  const lost = await run('audit early.jsonl -r human.jsonl --no-save -o none/a.md');
  assert.equal(lost.code, 2);
  assert.match(lost.err, /--output none\/a\.md: cannot be written \(ENOENT\)/);
});

const CONFIG = `reference: human.jsonl
corpora:
  first: early.jsonl
  second: { path: late.jsonl, lineage: descendant }
seed: 9
lineage: same-source
gates:
  diversity/entropy: error
store: saved
`;

test('with a configuration: all corpora with their gates, the worst exit code, seed and lineages', async (t) => {
  const { cwd, calls, run } = workplace(t, { 'gen0.yaml': CONFIG });
  const { code, out } = await run('audit --json');
  assert.equal(code, 1);
  const results = JSON.parse(out);
  assert.deepEqual(
    results.map(({ corpus }: { corpus: { name: string } }) => corpus.name),
    ['first', 'second'],
  );
  assert.deepEqual(
    calls.audited.map(({ lineage, seed }) => [lineage, seed]),
    [
      ['same-source', 9],
      ['descendant', 9],
    ],
  );
  assert.equal(auditIds(join(cwd, 'saved')).length, 2);
  assert.equal((await run('audit first')).code, 0);
  assert.equal((await run('audit second --lineage unknown --seed 3')).code, 1);
  assert.deepEqual([calls.audited.at(-1)?.lineage, calls.audited.at(-1)?.seed], ['unknown', 3]);
  assert.equal((await run('audit late.jsonl')).code, 1);
  assert.match(
    (await run('audit first late.jsonl')).err,
    /first is a corpus of gen0\.yaml, late\.jsonl is a path/,
  );
  assert.match((await run('audit -o x.json')).err, /2 corpora would share one file/);
});

test('a baseline: what was broken there does not fail again; another reference is refused', async (t) => {
  const { run } = workplace(t, { 'gen0.yaml': CONFIG });
  assert.equal((await run('audit second')).code, 1);
  assert.equal((await run('audit second --baseline latest')).code, 0);
  assert.match((await run('audit second --baseline nix')).err, /^gen0: nix: no such audit/);
});

test('a saved profile decides tokeniser and seed where no flag does', async (t) => {
  const profile = JSON.stringify({ stage: 'healthy', rules: { tokeniser: 'whitespace-1', seed: 77 } });
  const { calls, run } = workplace(t, { 'human.g0p': profile });
  assert.equal((await run('audit early.jsonl -r human.g0p')).code, 0);
  assert.deepEqual([calls.profiled[0].options.tokeniser, calls.profiled[0].options.seed], ['whitespace', 77]);
  const clash = await run('audit early.jsonl -r human.g0p --seed 1');
  assert.equal(clash.code, 2);
  assert.match(clash.err, /^gen0: early\.jsonl and human\.g0p: different rules/);
});

test('reading flags reach the reader', async (t) => {
  const { calls, run } = workplace(t);
  await run(
    'audit early.jsonl late.jsonl -r human.jsonl --no-save --field body --id-field k --unit line --format csv --on-bad-record skip --max-record 2MB --memory 512MB -j 2 --resume --tokeniser whitespace',
  );
  const { paths, options } = calls.profiled[1];
  assert.deepEqual(paths, ['early.jsonl', 'late.jsonl']);
  const { onProgress: _progress, signal: _signal, ...rest } = options;
  assert.deepEqual(rest, {
    tokeniser: 'whitespace',
    memory: 512e6,
    jobs: 2,
    resume: true,
    read: {
      field: 'body',
      idField: 'k',
      unit: 'line',
      format: 'csv',
      onBadRecord: 'skip',
      maxRecordBytes: 2e6,
    },
  });
});

test('--only takes groups and ids', async (t) => {
  const { calls, run } = workplace(t);
  await run('audit early.jsonl -r human.jsonl --no-save --only tails,diversity/entropy');
  assert.deepEqual(calls.audited[0].only, ['tails', 'diversity/entropy']);
  const wrong = await run('audit early.jsonl -r human.jsonl --only tials');
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /^gen0: --only tials: no such metric or group\. Did you mean "tails"\?/);
});

test('bad records that were skipped are said on stderr', async (t) => {
  const { run } = workplace(t);
  const { err } = await run('audit late.jsonl -r human.jsonl --on-bad-record skip');
  assert.equal(err, 'gen0: late.jsonl: skipped 1 bad record\n  late.jsonl line 7: invalid JSON\n');
});

test('the github reporter writes the step summary too', async (t) => {
  const { cwd, run } = workplace(t);
  const GITHUB_STEP_SUMMARY = join(cwd, 'summary.md');
  const { out, code } = await run('audit early.jsonl -r human.jsonl --reporter github --fail-on early', {
    env: { GITHUB_STEP_SUMMARY },
  });
  assert.equal(code, 1);
  assert.match(out, /^::error title=gen0 gate verdict::early; the worst that passes is shifted$/m);
  assert.match(readFileSync(GITHUB_STEP_SUMMARY, 'utf8'), /^## gen0 audit: early collapse/);
});

test('report shows a saved audit again, with the same bytes of JSON', async (t) => {
  const { cwd, run } = workplace(t);
  const { out } = await run('audit early.jsonl -r human.jsonl --json');
  assert.equal((await run('report latest --json')).out, out);
  assert.match((await run('report latest')).out, /^verdict early$/m);
  assert.match((await run('report latest --reporter junit')).out, /^<\?xml/);
  assert.equal((await run('report latest -o r.html')).out, '');
  assert.ok(existsSync(join(cwd, 'r.html')));
});

test('profile and merge print figures; the file is there', async (t) => {
  const { cwd, run } = workplace(t);
  const { code, out } = await run('profile human.jsonl -o h.g0p --json');
  assert.equal(code, 0);
  const figures = JSON.parse(out);
  assert.deepEqual(
    [figures.documents, figures.tokens, figures.types, figures.shift],
    [64, 64, [0, 0, 0, 0], [0, 0, 0, 0]],
  );
  assert.ok(figures.timing.read > 0 && figures.timing.total > 0);
  assert.equal(figures.path, join(cwd, 'h.g0p'));
  assert.match((await run('merge h.g0p h.g0p -o both.g0p')).out, /^both\.g0p {2}64 documents {2}64 tokens/);
  assert.match((await run('profile human.jsonl -o no/h.g0p')).err, /--output no\/h\.g0p: no such folder/);
});

test('metrics lists all and explains one, by its short name too', async (t) => {
  const { run } = workplace(t);
  const { out } = await run('metrics');
  assert.match(out, /^Tails\n {2}tails\/coverage/);
  const one = await run('metrics rare-mass');
  for (const word of ['tails/rare-mass', 'why', 'source', 'value', 'ratio', 'bounds', 'needs', 'empty'])
    assert.ok(one.out.includes(word), word);
  assert.equal((await run('metrics tails/rare-mass')).out, one.out);
  assert.match((await run('metrics raremass')).err, /^gen0: raremass: no such metric/);
  assert.equal(JSON.parse((await run('metrics rare-mass --json')).out).id, 'tails/rare-mass');
});

test('demo passes seed and colour', async (t) => {
  const { run } = workplace(t);
  assert.equal((await run('demo --seed 3')).out, 'demo 3 false\n');
  assert.equal((await run('demo', { tty: true })).out, 'demo 0 true\n');
});

test('a defect is told from a mistake; --debug shows its stack', async (t) => {
  const { run } = workplace(t, { 'bad.jsonl': 'crash' });
  const { code, err } = await run('audit bad.jsonl -r human.jsonl');
  assert.equal(code, 2);
  assert.match(err, /^gen0: cannot read x of undefined\nThis is a defect of gen0/);
  assert.doesNotMatch(err, /at .*\.js/);
  assert.match(
    (await run('audit bad.jsonl -r human.jsonl --debug')).err,
    /TypeError: cannot read[\s\S]*at .*\.js/,
  );
  assert.equal(
    (await run('audit missing.jsonl -r human.jsonl')).err,
    'gen0: missing.jsonl: no such file; check the path\n',
  );
});

test('init writes a configuration that loads, finds data/, overwrites nothing without --force', async (t) => {
  const { cwd, run } = workplace(t, { 'package.json': '{}', 'notes.txt': 'x' });
  mkdirSync(join(cwd, 'data'));
  writeFileSync(join(cwd, 'data', 'early.jsonl.gz'), '');
  const { code, out } = await run('init');
  assert.equal(code, 0);
  assert.match(
    out,
    /^Found human\.jsonl \(reference\) and data\/early\.jsonl\.gz, early\.jsonl, few\.jsonl, late\.jsonl\./,
  );
  const source = readFileSync(join(cwd, 'gen0.yaml'), 'utf8');
  assert.match(source, /^# yaml-language-server: \$schema=/);
  const config = parseConfig(source, [], 'gen0.yaml', cwd);
  assert.deepEqual(Object.keys(config.corpora).sort(), ['early', 'early-2', 'few', 'late']);
  const again = await run('init');
  assert.equal(again.code, 2);
  assert.match(again.err, /is there already; --force/);
  assert.equal(readFileSync(join(cwd, 'gen0.yaml'), 'utf8'), source);
  assert.equal((await run('init --force')).code, 0);
});

test('the gates that init comments out load when the comment goes', async (t) => {
  const { cwd, run } = workplace(t);
  await run('init');
  const source = readFileSync(join(cwd, 'gen0.yaml'), 'utf8');
  const opened = source.replace(/^# (?=gates:| {2}(verdict|tails|repetition))/gm, '');
  const ids = ['tails/rare-mass', 'tails/coverage', 'repetition/loops'];
  assert.equal(Object.keys(parseConfig(opened, ids, 'gen0.yaml', cwd).gates).length, 4);
});

test('init asks for --reference when names do not tell, and takes it', async (t) => {
  const { cwd, run } = workplace(t, { 'baseline.jsonl': '' });
  const { code, err } = await run('init');
  assert.equal(code, 2);
  assert.match(err, /could all be the reference .*Add --reference/);
  assert.equal((await run('init --reference early.jsonl')).code, 0);
  assert.match(readFileSync(join(cwd, 'gen0.yaml'), 'utf8'), /^reference: early\.jsonl/m);
  assert.match((await run('init nowhere')).err, /no such folder/);
});
