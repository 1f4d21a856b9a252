/** `gen0 source import` and `export` as they are run: on folders and archives, good and hostile. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../../cli/main.js';
import { keyId } from '../../provenance/signing-key.js';
import { writeHuggingFace } from '../../provenance/standards/hugging-face.js';
import { writeInToto } from '../../provenance/standards/in-toto.js';
import { writeCroissant } from '../../provenance/standards/write-croissant.js';
import { standIn } from '../stand-in.js';
import { tgz, zip } from './archives.js';
import { fullCard } from './full-card.js';

function workplace(t: TestContext, files: Record<string, string | Uint8Array> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-import-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
  const { engine } = standIn(cwd);
  const run = async (...argv: string[]) => {
    let out = '';
    let err = '';
    const code = await runCommand(argv, {
      cwd,
      env: {},
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      engine,
      signal: new AbortController().signal,
      now: () => 1_700_000_000_000,
    });
    return { code, out, err, json: () => JSON.parse(out) };
  };
  return { cwd, run };
}

async function fails(done: Promise<{ code: number; err: string }>, why: RegExp) {
  const { code, err } = await done;
  assert.equal(code, 2);
  assert.match(err, why);
}

const HF = (name: string, more = '') => `---\npretty_name: ${name}\nlicense: mit\n${more}---\n\n# ${name}\n`;
const DPI = JSON.stringify({
  a: { 'Unique Dataset Identifier': 'a', Collection: 'C', 'Model Generated': ['GPT-4'] },
  b: { 'Unique Dataset Identifier': 'b', Collection: 'C', 'Model Generated': [] },
});

test('a folder of several standards is told apart by content, and becomes cards and lines of the ledger', async (t) => {
  const { cwd, run } = workplace(t, {
    'in/squad/README.md': HF('SQuAD'),
    'in/odd-name.txt': DPI,
    'in/notes.md': '# notes',
    'in/data.json': '{"rows": []}',
    'in/packed.tgz': tgz([{ path: 'x/README.md', content: HF('Packed', 'tags: [synthetic]\n') }]),
    'in/packed.zip': zip([{ path: 'y/README.md', content: HF('Zipped') }]),
  });
  const done = await run('source', 'import', 'in', '--json');
  assert.equal(done.code, 0, done.err + done.out);
  const report = done.json();
  assert.deepEqual(report.origins, { unknown: 3, synthetic: 2 });
  assert.deepEqual(report.standards['hugging-face'], { files: 3, cards: 3, errors: 0 });
  assert.deepEqual(report.standards.dpi, { files: 1, cards: 2, errors: 0 });
  assert.equal(report.files, 6);
  assert.deepEqual(report.skipped.map(({ where }: { where: string }) => where).sort(), [
    'in/data.json',
    'in/notes.md',
  ]);
  assert.match(readFileSync(join(cwd, 'sources/dpi/c/a.yaml'), 'utf8'), /^origin: synthetic$/m);
  const shown = (await run('source', 'list', '--json')).json();
  assert.deepEqual(shown.map(({ id }: { id: string }) => id).sort(), [
    'dpi/c/a',
    'dpi/c/b',
    'packed',
    'squad',
    'zipped',
  ]);
  assert.equal((await run('source', 'verify')).code, 0);
  const again = (await run('source', 'import', 'in', '--json')).json();
  assert.deepEqual(again.status, { unchanged: 5 });
});

test('records in error are named, the others taken in, and the exit code is 1', async (t) => {
  const bad = JSON.stringify({
    '@context': { cr: 'http://mlcommons.org/croissant/' },
    '@type': 'sc:Nothing',
  });
  const { run } = workplace(t, {
    'in/good/README.md': HF('Good'),
    'in/bad.json': bad,
    'in/broken.json': '{"@context": {"cr": "http://mlcommons.org/croissant/"}, ',
    'in/polluted.json': '{"x": {"Unique Dataset Identifier": "x", "__proto__": {"polluted": 1}}}',
    'in/deep.json': `{"generation-method": ${'['.repeat(5000)}`,
  });
  const { code, out } = await run('source', 'import', 'in');
  assert.equal(code, 1);
  assert.match(out, /1 source: 1 unknown/);
  assert.match(out, /in\/bad\.json: The current JSON-LD doesn't extend/);
  assert.match(out, /in\/broken\.json: no valid JSON/);
  assert.match(out, /in\/polluted\.json.*"__proto__": refused/);
  assert.match(out, /in\/deep\.json.*nested deeper/);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  const named = await run('source', 'import', 'in/good/../../in/bad.json', '--quiet');
  assert.equal(named.code, 1);
});

test('a file that is named and is in no standard is an error; one in a folder is not', async (t) => {
  const { run } = workplace(t, { 'in/notes.md': '# notes' });
  assert.equal((await run('source', 'import', 'in/notes.md')).code, 1);
  assert.equal((await run('source', 'import', 'in')).code, 0);
  await fails(run('source', 'import', 'nowhere'), /nowhere/);
});

test('hostile archives and links: refused with a reason, the good files of them read', async (t) => {
  const { cwd, run } = workplace(t, {
    'evil.tgz': tgz([
      { path: '../../escape/README.md', content: HF('Escape') },
      { path: 'link', type: '2' },
      { path: 'ok/README.md', content: HF('Fine') },
    ]),
    'bomb.tgz': tgz([{ path: 'zeros', content: new Uint8Array(40 << 20) }]),
    'in/README.md': HF('Linked'),
  });
  symlinkSync('/etc/passwd', join(cwd, 'in', 'passwd'));
  const { code, out } = await run('source', 'import', 'evil.tgz', 'bomb.tgz', 'in');
  assert.equal(code, 1);
  assert.match(out, /evil\.tgz\/\.\.\/\.\.\/escape\/README\.md: a path that leaves the archive/);
  assert.match(out, /evil\.tgz\/link: a symbolic link; refused/);
  assert.match(out, /bomb\.tgz: unpacks to more than 200 times its size; refused as a bomb/);
  assert.match(out, /in\/passwd: a link, pipe or device; refused/);
  assert.deepEqual(
    (await run('source', 'list', '--json'))
      .json()
      .map(({ id }: { id: string }) => id)
      .sort(),
    ['fine', 'linked'],
  );
});

test('files that a document names are checked against its hashes, and never outside of its folder', async (t) => {
  const data = 'one\ntwo\n';
  const sha256 = createHash('sha256').update(data).digest('hex');
  const croissant = (path: string, hash = sha256) =>
    writeCroissant(fullCard({ files: [{ path, sha256: hash, bytes: data.length }], sha256: undefined }));
  const { run } = workplace(t, { 'in/d/data.txt': data, 'in/croissant.json': croissant('d/data.txt') });
  assert.equal((await run('source', 'import', 'in')).code, 0);
  const [card] = (await run('source', 'list', '--json')).json();
  assert.deepEqual(card.files, [{ path: 'in/d/data.txt', sha256, bytes: data.length }]);
  assert.equal(card.sha256, sha256);
  assert.equal((await run('source', 'verify')).code, 0);
  for (const [path, hash, why] of [
    ['../secret', sha256, /file \.\.\/secret: a path that leaves the archive; refused/],
    ['d/data.txt', 'cd'.repeat(32), /file d\/data\.txt: not what the record says it is/],
  ] as const) {
    const other = workplace(t, {
      'in/d/data.txt': data,
      'in/croissant.json': croissant(path, hash),
      secret: data,
    });
    const { code, out } = await other.run('source', 'import', 'in');
    assert.equal(code, 1);
    assert.match(out, why);
  }
});

test('two records of one name both stay; a source that is there is replaced only on request', async (t) => {
  const { run } = workplace(t, {
    'a/README.md': HF('Same'),
    'b/README.md': HF('Same', 'language: [en]\n'),
    'c/README.md': HF('Same'),
  });
  const first = (await run('source', 'import', 'a', 'b', 'c', '--json')).json();
  assert.deepEqual(
    first.sources.map(({ id }: { id: string }) => id),
    ['same', 'same-2'],
  );
  assert.equal(first.renamed[0].to, 'same-2');
  assert.equal(first.repeated.length, 1);
  const taken = await run('source', 'import', 'b');
  assert.equal(taken.code, 1);
  assert.match(taken.out, /another source has the id same\. --replace takes this one, --prefix keeps both/);
  assert.equal((await run('source', 'import', 'b', '--prefix', 'other')).code, 0);
  assert.deepEqual((await run('source', 'import', 'b', '--replace', '--json')).json().status, { changed: 1 });
});

test('a dry run writes nothing', async (t) => {
  const { cwd, run } = workplace(t, { 'README.md': HF('X') });
  const { code, out } = await run('source', 'import', 'README.md', '--dry-run');
  assert.equal(code, 0);
  assert.match(out, /dry run: nothing written/);
  assert.equal(existsSync(join(cwd, 'sources')) || existsSync(join(cwd, '.gen0')), false);
});

test('a signed card is taken by its key alone', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = { privateKey, publicKey, id: keyId(publicKey) };
  const { run } = workplace(t, {
    'card.json': writeInToto(fullCard({ files: [] }), key),
    'their.pem': publicKey.export({ type: 'spki', format: 'pem' }),
    'other.pem': generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
  });
  assert.match((await run('source', 'import', 'card.json')).out, /no key to check it with/);
  assert.match((await run('source', 'import', 'card.json', '--key', 'other.pem')).out, /not signed by key/);
  assert.equal((await run('source', 'import', 'card.json', '--key', 'their.pem')).code, 0);
  const [card] = (await run('source', 'list', '--json')).json();
  assert.deepEqual(card.attestation, { by: 'A. Person', keyId: key.id });
});

test('what is exported is imported again as it was', async (t) => {
  const card = fullCard({ files: [] });
  const from = workplace(t, { 'README.md': writeHuggingFace(card) });
  assert.equal((await from.run('source', 'import', 'README.md')).code, 0);
  const [original] = (await from.run('source', 'list', '--json')).json();
  for (const format of ['croissant', 'hugging-face', 'oasis', 'in-toto']) {
    const { code, out } = await from.run('source', 'export', card.id, '--format', format);
    assert.equal(code, 0);
    const there = workplace(t, { file: out });
    const pem = join(from.cwd, '.gen0/keys/signing.pub.pem');
    const more = format === 'in-toto' ? ['--key', pem] : [];
    const taken = await there.run('source', 'import', 'file', ...more);
    assert.equal(taken.code, 0, `${format}: ${taken.out}`);
    const [back] = (await there.run('source', 'list', '--json')).json();
    const { attestation, ...rest } = back;
    const { attestation: before, ...expected } = original;
    assert.deepEqual(rest, expected, format);
    assert.equal(attestation.by, before.by);
  }
});

test('export writes files, tells what a format cannot say, and knows its words', async (t) => {
  const { cwd, run } = workplace(t, {
    'README.md': writeHuggingFace(fullCard({ files: [] })),
    'b/README.md': HF('B'),
  });
  await run('source', 'import', 'README.md', 'b');
  const { code, out, err } = await run('source', 'export', '--all', '--format', 'openlineage', '-o', 'out');
  assert.equal(code, 0);
  assert.equal(out, 'web/gen3  out/web--gen3.openlineage.json\nb  out/b.openlineage.json\n');
  assert.match(err, /web\/gen3: openlineage does not carry title, attestation, unmapped as the card has it/);
  const facet = JSON.parse(
    readFileSync(join(cwd, 'out/web--gen3.openlineage.json'), 'utf8'),
  ).syntheticContent;
  assert.match(facet._schemaURL, /openlineage\.io\/spec\/2-0-2/);
  assert.ok(URL.canParse(facet._producer));
  assert.deepEqual(facet.humanFraction, { low: 0.2, high: 0.4 });
  await fails(run('source', 'export', 'web/gen3', '--format', 'croisant'), /Did you mean "croissant"/);
  await fails(run('source', 'export', 'web/gen4', '--format', 'oasis'), /Did you mean "web\/gen3"/);
  await fails(run('source', 'export', '--all', '--format', 'oasis'), /add -o and a folder/);
});

test('wrappers are taken out of texts on request, and no file is written over', async (t) => {
  const wrapper = `\uFEFF${[...Buffer.from('C2PATXT\0\x01\0\0\0\x02ab', 'latin1')]
    .map((b) => String.fromCodePoint(b < 16 ? 0xfe00 + b : 0xe0100 + b - 16))
    .join('')}`;
  const { cwd, run } = workplace(t, { 'in/a.txt': `One.${wrapper} Two.`, 'in/b.txt': 'Three.' });
  const { code, out } = await run('source', 'import', 'in', '--strip-wrappers', '-o', 'clean', '--json');
  assert.equal(code, 0, out);
  assert.equal(readFileSync(join(cwd, 'clean/a.txt'), 'utf8'), 'One. Two.');
  assert.equal(existsSync(join(cwd, 'clean/b.txt')), false, 'it had none');
  assert.deepEqual(
    JSON.parse(out).sources.map(({ id }: { id: string }) => id),
    ['text/a.txt'],
  );
  await fails(run('source', 'import', 'in', '--strip-wrappers', '-o', 'clean'), /is there already/);
  await fails(run('source', 'import', 'in', '--strip-wrappers'), /where to\?/);
});

test('a word for synthetic stays with the source, whatever stands beside it', async (t) => {
  const { run } = workplace(t, {
    'a/README.md': HF('A', 'language_creators: [expert-generated]\ntags: [synthetic]\n'),
    'b/README.md': HF('B', 'language_creators: [expert-generated]\n'),
  });
  assert.equal((await run('source', 'import', 'a', 'b')).code, 0);
  const [a, b] = (await run('source', 'list', '--json')).json();
  const synthetic = (card: { evidence: { supports?: string }[] }) =>
    card.evidence.some(({ supports }) => supports === 'synthetic');
  assert.deepEqual([a.origin, synthetic(a)], ['mixed', true]);
  assert.deepEqual([b.origin, synthetic(b)], ['human', false]);
});
