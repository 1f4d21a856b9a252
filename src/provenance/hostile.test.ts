/** Cards, ledgers and files of those who mean harm, or whose disk did: refused with a reason, and nothing else happens. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isUserError } from '../util/errors.js';
import { acceptCardFile, addSource } from './add-source.js';
import { cardHash } from './canonical.js';
import { parseCard } from './card.js';
import { appendToLedger, currentCards, readLedger } from './ledger.js';
import { lineageOf } from './lineage.js';
import { verifySources } from './verify-sources.js';

const options = { now: () => Date.UTC(2026, 0, 2) };

function rootFor(t: TestContext): { root: string; store: string } {
  const root = mkdtempSync(join(tmpdir(), 'gen0-hostile-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'sources'));
  writeFileSync(join(root, 'a.txt'), 'text\n');
  return { root, store: join(root, '.gen0') };
}

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

const CARDS: [why: RegExp, yaml: string][] = [
  [/"__proto__" is not allowed/, 'id: a\norigin: unknown\n__proto__: {id: b}\n'],
  [/"__proto__" is not allowed/, 'id: a\norigin: unknown\nunmapped: {x: {__proto__: {polluted: 1}}}\n'],
  [/nested more than 64 levels/, `id: a\norigin: unknown\nunmapped: {x: ${deep(100)}}\n`],
  [/nested too deep/, `id: a\norigin: unknown\nunmapped: {x: ${deep(20_000)}}\n`],
  [/nested more than 64 levels/, 'id: a\norigin: unknown\nunmapped: &u {x: *u, y: *u}\n'],
  [
    /alias count/,
    `a: &a [x, x, x, x, x, x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${`*${'abcdefgh'[i]},`.repeat(9)}]`).join('\n')}\n`,
  ],
  [/id: must be letters/, 'id: ../../etc/cron.d/x\norigin: unknown\n'],
  [/id: must be letters/, 'id: /etc/x\norigin: unknown\n'],
  [/id: must be letters/, 'id: a/../../b\norigin: unknown\n'],
  [/id: must be letters/, 'id: "a\\n"\norigin: unknown\n'],
  [/keys must be unique/, 'id: a\nid: b\norigin: unknown\n'],
  [/multiple documents/, 'id: a\norigin: unknown\n---\nid: b\n'],
  [/humanFraction/, 'id: a\norigin: mixed\nhumanFraction: [.nan, 1]\n'],
  [/origin human means \[1, 1\]/, 'id: a\norigin: human\nhumanFraction: [0, 1]\n'],
  [/no card/, '- a\n'],
  [/no card/, '\u0000\u0001'],
];

test('hostile cards are refused with a reason', () => {
  for (const [why, yaml] of CARDS) {
    assert.throws(
      () => parseCard(yaml, 'c.yaml'),
      (error: Error) => {
        assert.ok(isUserError(error), `${yaml.slice(0, 60)}: ${error.stack}`);
        assert.match(error.message, /^c\.yaml/);
        assert.match(error.message, why);
        return true;
      },
      yaml.slice(0, 60),
    );
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

test('a card outside sources/, under another name, or of files that changed is not accepted', async (t) => {
  const { root, store } = rootFor(t);
  const path = join(root, 'sources', 'b.yaml');
  writeFileSync(path, 'id: a\norigin: unknown\n');
  await assert.rejects(acceptCardFile(store, path, options), /the card of a belongs in .*a\.yaml/);
  writeFileSync(
    path,
    `id: b\norigin: unknown\nfiles: [{path: a.txt, sha256: ${'ab'.repeat(32)}, bytes: 5}]\n`,
  );
  await assert.rejects(acceptCardFile(store, path, options), /a\.txt is not what the card says/);
  assert.equal((await currentCards(store)).size, 0);
});

test('human without evidence is written as unknown, in a card edited by hand too', async (t) => {
  const { root, store } = rootFor(t);
  const path = join(root, 'sources', 'b.yaml');
  writeFileSync(path, '# mine\nid: b # here\norigin: human\n');
  const { card, notes } = await acceptCardFile(store, path, options);
  assert.equal(card.origin, 'unknown');
  assert.match(notes[0], /origin unknown, not human: there is no evidence.*--evidence/);
  assert.equal(readFileSync(path, 'utf8'), '# mine\nid: b # here\norigin: unknown\n');
});

test('links, pipes, odd names and the store itself are no source', async (t) => {
  const { root, store } = rootFor(t);
  const folder = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const refused = (path: string, why: RegExp) =>
    assert.rejects(addSource(store, [path], { id: 'x' }, options), (error: Error) => {
      assert.ok(isUserError(error), error.stack);
      assert.match(error.message, why);
      return true;
    });
  const out = folder('out');
  symlinkSync('/etc', join(out, 'etc'));
  await refused(out, /etc: a link to a folder/);
  const gone = folder('gone');
  symlinkSync(join(root, 'nothing'), join(gone, 'x'));
  await refused(gone, /leads nowhere/);
  const pipe = folder('pipe');
  execFileSync('mkfifo', [join(pipe, 'p')]);
  await refused(pipe, /neither a file nor a folder/);
  await refused(join(pipe, 'p'), /no file and no folder/);
  const odd = folder('odd');
  writeFileSync(join(odd, 'a\nb'), 'x');
  await refused(odd, /control character/);
  await refused(folder('empty'), /no file in it/);
  await refused(join(root, 'none'), /no such file/);
  // A link to a file stands for the file, as stores of downloads have them.
  const linked = folder('linked');
  symlinkSync(join(root, 'a.txt'), join(linked, 'b.txt'));
  const { card } = await addSource(store, [linked], { id: 'x' }, options);
  assert.deepEqual(
    card.files.map(({ path }) => path),
    ['linked/b.txt'],
  );
  await refused(join(root, 'sources'), /lies in .*sources, which is gen0's own/);
});

test('cards are written through no link, and what cannot be written is not recorded', async (t) => {
  const { root, store } = rootFor(t);
  const add = (id: string) => addSource(store, [join(root, 'a.txt')], { id }, options);
  writeFileSync(join(root, 'mine.yaml'), 'id: x\norigin: unknown\n');
  symlinkSync(join(root, 'mine.yaml'), join(root, 'sources', 'x.yaml'));
  await assert.rejects(add('x'), /x\.yaml: no file\. A card is written to a file only/);
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), join(root, 'sources', 'out'));
  await assert.rejects(add('out/y'), /its folder is a link to another place/);
  mkdirSync(join(root, 'sources', 'z.yaml'));
  await assert.rejects(add('z'), isUserError);
  writeFileSync(join(root, 'sources', 'file'), '');
  await assert.rejects(add('file/a'), /file\/a\.yaml: cannot be written/);
  assert.equal((await currentCards(store)).size, 0);
  assert.equal(readFileSync(join(root, 'mine.yaml'), 'utf8'), 'id: x\norigin: unknown\n');
  assert.deepEqual(readdirSync(join(root, 'elsewhere')), []);
});

test('intentions that others left are followed only for what the ledger has', async (t) => {
  const { root, store } = rootFor(t);
  const { card } = await addSource(store, [join(root, 'a.txt')], { id: 'x' }, options);
  const yaml = readFileSync(join(root, 'sources', 'x.yaml'), 'utf8');
  const hash = createHash('sha256').update(yaml).digest('hex');
  const intentions = [
    { id: 'x', card: cardHash(card), before: hash, text: 'id: x\norigin: unknown\n' },
    { id: '../../y', card: cardHash(card), before: null, text: yaml },
    { id: 'w', card: cardHash(card), before: null, text: yaml },
    { id: 'x', card: cardHash(card), before: null, text: `# late\n${yaml}` },
  ];
  mkdirSync(join(store, 'pending'));
  for (const [i, each] of intentions.entries()) {
    writeFileSync(join(store, 'pending', `${i}.json`), JSON.stringify(each));
  }
  writeFileSync(join(store, 'pending', 'broken.json'), '{"id":');
  assert.deepEqual((await verifySources(store, undefined)).faults, []);
  assert.equal(readFileSync(join(root, 'sources', 'x.yaml'), 'utf8'), yaml);
  assert.deepEqual(readdirSync(join(root, 'sources')), ['x.yaml']);
  assert.ok(!existsSync(join(store, 'pending')));
});

test('hostile ledgers are refused at their line', async (t) => {
  const { store } = rootFor(t);
  const line = (kind: string, entry: string) =>
    `{"n":1,"prev":"${'0'.repeat(64)}","at":"2026-01-02T00:00:00.000Z","kind":"${kind}","entry":${entry}}\n`;
  const ledgers: [why: RegExp, text: string][] = [
    [/line 1: no JSON/, '\u0000\u0000\u0000\n'],
    [/line 1: no record/, '[]\n'],
    [/line 1: no record/, line('batch', '{}').replace('"at"', '"n":2,"at"').replace('"prev"', '"pref"')],
    [/line 1: kind "__proto__"/, line('__proto__', '{}')],
    [/"__proto__" is not allowed/, line('archive', '{"event":"add","detail":{"__proto__":{"x":1}}}')],
    [/nested more than 64/, line('archive', `{"event":"add","detail":{"x":${deep(5000)}}}`)],
    [/batch\.id: must be/, line('batch', '{"id":"../../x"}')],
  ];
  for (const [why, text] of ledgers) {
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'ledger.jsonl'), text);
    await assert.rejects(async () => {
      for await (const _ of readLedger(store));
    }, why);
    const { faults } = await verifySources(store, undefined);
    assert.ok(
      faults.some((fault) => fault.line === 1 && fault.path === '.gen0/ledger.jsonl'),
      JSON.stringify(faults),
    );
    await assert.rejects(
      appendToLedger(store, [{ kind: 'archive', entry: { event: 'add' } }], options),
      /ledger\.head\.json: missing/,
    );
    await lineageOf(store, 'x').catch((error) => assert.ok(isUserError(error), error.stack));
    assert.equal(readFileSync(join(store, 'ledger.jsonl'), 'utf8'), text);
  }
  assert.ok(!existsSync(join(store, 'pending')));
  assert.equal(({} as { x?: number }).x, undefined);
});
