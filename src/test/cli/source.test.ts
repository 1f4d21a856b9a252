import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';
import { appendToLedger } from '../../provenance/index.js';

const DOCS = fileURLToPath(new URL('../../../docs/sources.md', import.meta.url));
const now = () => Date.UTC(2026, 0, 2);

function project(t: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-source-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, 'books'));
  writeFileSync(join(cwd, 'books', 'a.txt'), 'Call me Ishmael.\n');
  writeFileSync(join(cwd, 'books', 'b.txt'), 'Some years ago.\n');
  writeFileSync(join(cwd, 'gen1.jsonl'), '{"id":"d1","text":"x","source":"gen1"}\n');
  const gen0 = async (...args: string[]) => {
    const out = { stdout: '', stderr: '' };
    const code = await runCommand(['source', ...args], {
      cwd,
      env: {},
      stdout: { write: (text: string) => (out.stdout += text) },
      stderr: { write: (text: string) => (out.stderr += text) },
      engine: ENGINE,
      signal: new AbortController().signal,
      now,
    });
    return { code, ...out, json: () => JSON.parse(out.stdout) };
  };
  return { cwd, store: join(cwd, '.gen0'), gen0, file: (name: string) => join(cwd, name) };
}

test('source add: no evidence means unknown, evidence makes it human, the same again changes nothing', async (t) => {
  const { gen0, file } = project(t);
  const bare = await gen0('add', 'books', '--id', 'moby', '--origin', 'human', '--json');
  assert.equal(bare.code, 0);
  assert.equal(bare.json().card.origin, 'unknown');
  assert.deepEqual(bare.json().card.humanFraction, [0, 1]);
  assert.match(bare.stderr, /moby: origin unknown, not human: there is no evidence for it\. Add --evidence/);
  const words = ['--origin', 'human', '--evidence', 'document: first edition', '--licence', 'PDM-1.0'];
  const add = ['add', 'books', '--id', 'moby', ...words];
  const backed = await gen0(...add, '--json');
  assert.equal(backed.json().status, 'changed');
  assert.equal(backed.json().card.origin, 'human');
  const yaml = readFileSync(file('sources/moby.yaml'), 'utf8');
  const ledger = readFileSync(file('.gen0/ledger.jsonl'), 'utf8');
  assert.equal((await gen0(...add, '--json')).json().status, 'unchanged');
  assert.equal(readFileSync(file('sources/moby.yaml'), 'utf8'), yaml);
  assert.equal(readFileSync(file('.gen0/ledger.jsonl'), 'utf8'), ledger);
  const { versions, card } = (await gen0('show', 'moby', '--json')).json();
  assert.equal(versions.length, 2);
  assert.equal(card.files.length, 2);
});

test('a date before the cut-off is evidence with a weight; one after it is none', async (t) => {
  const { gen0 } = project(t);
  const origin = async (id: string, ...more: string[]) =>
    (await gen0('add', 'books', '--id', id, '--origin', 'human', '--json', ...more)).json().card;
  const early = await origin('a', '--collected-at', '2019-03/2022-11-29');
  assert.equal(early.origin, 'human');
  assert.deepEqual(early.evidence, [
    {
      kind: 'date',
      statement: 'collected 2019-03/2022-11-29, before 2022-11-30',
      supports: 'human',
      weight: 0.8,
    },
  ]);
  assert.equal((await origin('b', '--collected-at', '2022-11-30')).origin, 'unknown');
  assert.equal((await origin('c', '--collected-at', '2022')).origin, 'unknown');
  assert.equal((await origin('d', '--collected-at', '2022-06', '--cut-off', '2020-01-01')).origin, 'unknown');
  // Nor does a date make human what nobody said is.
  const silent = (await gen0('add', 'books', '--id', 'e', '--collected-at', '2001', '--json')).json().card;
  assert.equal(silent.origin, 'unknown');
});

test('a card edited by hand is a fault until it is accepted, and keeps its comments', async (t) => {
  const { gen0, file } = project(t);
  await gen0('add', 'books', '--id', 'moby/1', '--origin', 'human', '--evidence', 'seen');
  const path = file('sources/moby/1.yaml');
  const edited = readFileSync(path, 'utf8').replace('origin: human', 'origin: human # I saw it\ntitle: Moby');
  writeFileSync(path, edited);
  const { code, stdout } = await gen0('verify');
  assert.equal(code, 1);
  const line = edited.split('\n').indexOf('title: Moby') + 1;
  assert.match(
    stdout,
    new RegExp(`FAULT  sources/moby/1\\.yaml line ${line}: title is not what was accepted; gen0 source add`),
  );
  assert.equal((await gen0('add', 'sources/moby/1.yaml')).code, 0);
  assert.equal(readFileSync(path, 'utf8'), edited);
  assert.equal((await gen0('verify', 'moby/1')).code, 0);
  rmSync(path);
  assert.match((await gen0('verify')).stdout, /FAULT {2}sources\/moby\/1\.yaml: missing; gen0 source show/);
  writeFileSync(path, (await gen0('show', 'moby/1', '--yaml')).stdout);
  assert.equal((await gen0('verify')).code, 0);
});

test('mistakes are named with their remedy', async (t) => {
  const { gen0 } = project(t);
  await gen0('add', 'books', '--id', 'moby');
  const says = async (message: RegExp, ...args: string[]) => {
    const { code, stderr } = await gen0(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, message);
  };
  await says(/--id: missing/, 'add', 'books');
  await says(/--id \.\.\/x: must be letters/, 'add', 'books', '--id', '../x');
  await says(/--origin humn: .*Did you mean "human"/, 'add', 'books', '--id', 'x', '--origin', 'humn');
  await says(
    /--collected-at 3\/2019: must be an ISO date/,
    'add',
    'books',
    '--id',
    'x',
    '--collected-at',
    '3/2019',
  );
  await says(
    /--human-fraction 0\.6,0\.4: must be/,
    'add',
    'books',
    '--id',
    'x',
    '--human-fraction',
    '0.6,0.4',
  );
  await says(/--title: a card says it itself/, 'add', 'sources/moby.yaml', '--title', 'x');
  await says(/nothing\.txt: no such file/, 'add', 'nothing.txt', '--id', 'x');
  await says(/mobi: no such source\. Did you mean "moby"/, 'show', 'mobi');
  await says(/mobi: no such source\. Did you mean "moby"/, 'lineage', 'mobi');
  await says(/source lst: no such verb\. Did you mean "list"/, 'lst');
});

test('lineage of a document is that of the source that it names', async (t) => {
  const { gen0, store } = project(t);
  await gen0('add', 'books', '--id', 'moby', '--origin', 'human', '--evidence', 'seen');
  await gen0(
    'add',
    'gen1.jsonl',
    '--id',
    'gen1',
    '--origin',
    'synthetic',
    '--generator',
    'm@1',
    '--parent',
    'moby',
  );
  const { json, stdout } = await gen0('lineage', 'gen1.jsonl', '--document', 'd1', '--json');
  const { id, ancestors, nodes } = json();
  assert.deepEqual([id, ancestors, nodes[0].generations], ['gen1', ['moby'], { fewest: 1, most: 1 }], stdout);
  await appendToLedger(
    store,
    [{ kind: 'mixture', entry: { id: 'mix', sha256: 'ab'.repeat(32), parents: [{ id: 'gen1', share: 1 }] } }],
    { now },
  );
  assert.equal(
    (await gen0('lineage', 'moby')).stdout,
    `moby  source, human, generation 0

Made from
  nothing that is recorded

What was made of it
  └─ gen1  source, synthetic, m@1, generation 1
     └─ mix  mixture, mixed, 0 % to 100 % human, generation 1, 100 % of it
`,
  );
});

test('the steps of docs/sources.md check chain, seal, files and cards without gen0, and find what was altered', async (t) => {
  const { gen0, cwd, file } = project(t);
  await gen0('add', 'books', '--id', 'moby', '--origin', 'human', '--evidence', 'gesehen, “né”');
  await gen0('add', 'gen1.jsonl', '--id', 'gen1', '--human-fraction', '0,0.25', '--generator', 'm');
  const blocks = [...readFileSync(DOCS, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code);
  assert.equal(blocks.length, 3);
  const sh = (script: string) => spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
  const [chain, files, card] = blocks;
  for (const script of [chain, files]) {
    const { stdout, stderr, status } = sh(script);
    assert.deepEqual([stdout, stderr, status], ['', '', 0]);
  }
  const first = JSON.parse(readFileSync(file('.gen0/ledger.jsonl'), 'utf8').split('\n')[0]);
  assert.equal(sh(card).stdout.slice(0, 64), first.entry.sha256);
  writeFileSync(file('books/b.txt'), 'Some fears ago.\n');
  assert.match(sh(files).stdout, /books\/b\.txt: FAILED/);
  for (const [from, to] of [
    ['gesehen', 'gesehem'],
    ['"gen1"', '"gen2"'],
  ]) {
    const whole = readFileSync(file('.gen0/ledger.jsonl'), 'utf8');
    writeFileSync(file('.gen0/ledger.jsonl'), whole.replaceAll(from, to));
    assert.match(sh(chain).stdout, /broken|does not fit the seal/);
    writeFileSync(file('.gen0/ledger.jsonl'), whole);
  }
  assert.ok(!existsSync(file('.gen0/pending')));
});
