import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  addToArchive,
  checkProofFile,
  exportBag,
  getFromArchive,
  listArchive,
  proveVersion,
  validateOcfl,
  verifyArchive,
} from '../../archive/index.js';
import { findings } from '../../archive/ocfl/findings.js';
import { listFolder } from '../../archive/ocfl/list-folder.js';
import { objectPath } from '../../archive/ocfl/storage-layout.js';
import { readLedger, readPublicKey } from '../../provenance/index.js';
import { archiveFixture, now } from './archive-fixture.js';

const read = (path: string) => readFileSync(path, 'utf8');
const objectOf = (store: string, source: string) =>
  join(store, 'archive', objectPath(`urn:gen0:source:${source}`));

test('additions are versions; contents are stored once; the same again changes nothing', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels/old');
  write({ 'in/a.txt': 'one\n', 'in/x/b.txt': 'two\n', 'in/x/copy.txt': 'one\n' });
  const options = { source: 'novels/old', now };
  const first = await addToArchive(store, at('in'), options);
  assert.deepEqual(
    [first.version, first.isNew, first.files, first.stored, first.logSize],
    ['v1', true, 3, 2, 1],
  );
  assert.equal((await addToArchive(store, at('in'), options)).isNew, false);
  write({ 'in/a.txt': 'one, mended\n', 'in/new.txt': 'two\n' });
  const second = await addToArchive(store, at('in'), options);
  assert.deepEqual([second.version, second.files, second.stored, second.logSize], ['v2', 4, 1, 2]);
  const object = objectOf(store, 'novels/old');
  assert.deepEqual(listFolder(object).files, [
    '0=ocfl_object_1.1',
    'inventory.json',
    'inventory.json.sha512',
    'v1/content/data/a.txt',
    'v1/content/data/x/b.txt',
    'v1/content/source-card.json',
    'v1/inventory.json',
    'v1/inventory.json.sha512',
    'v2/content/data/a.txt',
    'v2/inventory.json',
    'v2/inventory.json.sha512',
  ]);
  const { found, report } = findings();
  await validateOcfl(join(store, 'archive'), report);
  assert.deepEqual(found, { errors: [], warnings: [] });
  await getFromArchive(store, 'novels/old', at('out1'), { version: 'v1', now });
  await getFromArchive(store, 'novels/old', at('out2'), { now });
  assert.deepEqual(listFolder(at('out1')).files, ['a.txt', 'x/b.txt', 'x/copy.txt']);
  assert.deepEqual(listFolder(at('out2')).files, ['a.txt', 'new.txt', 'x/b.txt', 'x/copy.txt']);
  assert.equal(read(at('out1/a.txt')), 'one\n');
  assert.equal(read(at('out2/a.txt')), 'one, mended\n');
  await getFromArchive(store, 'novels/old', at('out3'), { only: ['x/'], now });
  assert.deepEqual(listFolder(at('out3')).files, ['x/b.txt', 'x/copy.txt']);
  await assert.rejects(
    getFromArchive(store, 'novels/old', at('out4'), { only: ['y'], now }),
    /y: not in novels\/old v2/,
  );
  await assert.rejects(getFromArchive(store, 'novels/old', at('out1'), { now }), /not an empty folder/);
  await assert.rejects(getFromArchive(store, 'novel/old', at('out4'), { now }), /Did you mean "novels\/old"/);
  await assert.rejects(
    getFromArchive(store, 'novels/old', at('out4'), { version: 'v3', now }),
    /it has v1, v2/,
  );
  assert.ok(!existsSync(at('out4')));
  const archived = [];
  for await (const { kind, entry } of readLedger(store))
    if (kind === 'archive') archived.push(entry.detail?.version);
  assert.deepEqual(archived, ['v1', 'v2']);
});

test('synthetic and unknown sources are refused, or marked for ever', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('model', 'synthetic');
  await card('crawl', 'unknown');
  await card('blend', 'mixed');
  write({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  for (const source of ['model', 'crawl']) {
    await assert.rejects(
      addToArchive(store, at('a.txt'), { source, now }),
      /--as mixed keeps it nonetheless/,
    );
    assert.equal((await addToArchive(store, at('a.txt'), { source, as: 'mixed', now })).kept, 'mixed');
  }
  assert.equal((await addToArchive(store, at('a.txt'), { source: 'blend', now })).kept, 'mixed');
  await assert.rejects(
    addToArchive(store, at('a.txt'), { source: 'modle', now }),
    /no such source. Did you mean "model"/,
  );
  await card('crawl', 'human');
  assert.equal((await addToArchive(store, at('b.txt'), { source: 'crawl', now })).kept, 'human');
  const crawl = (await listArchive(store, { now })).find(({ source }) => source === 'crawl')!;
  assert.equal(crawl.kept, 'mixed', 'the mark stays');
  assert.deepEqual(
    crawl.versions.map(({ kept, declared }) => [kept, declared]),
    [
      ['mixed', 'unknown'],
      ['human', 'human'],
    ],
  );
  assert.match(crawl.versions[0].message, /MIXED.*declared unknown/);
  const object = objectOf(store, 'crawl');
  assert.equal(JSON.parse(read(join(object, 'v1/content/source-card.json'))).kept, 'mixed');
  assert.equal(JSON.parse(read(join(object, 'v2/content/source-card.json'))).kept, 'human');
});

test('an interrupted addition is finished only where the key signed it, and none begins on a log of another key', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  write({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  await addToArchive(store, at('a.txt'), { source: 'novels', now });
  const pending = join(store, 'archive-staging/pending.json');
  const event = { gen0: 1, event: 'add', version: 'v1', kept: 'human' };
  const text = `${JSON.stringify({ gen0: 1, object: objectPath('urn:gen0:source:novels'), entry: JSON.stringify(event) })}\n`;
  for (const forged of [
    text,
    `${text}\n— gen0.archive/0000000000000000 ${Buffer.alloc(68).toString('base64')}\n`,
  ]) {
    writeFileSync(pending, forged);
    await assert.rejects(listArchive(store, { now }), /pending\.json: is (not signed by|no signed note)/);
  }
  rmSync(pending);
  rmSync(join(store, 'keys'), { recursive: true });
  await assert.rejects(
    addToArchive(store, at('b.txt'), { source: 'novels', now }),
    /checkpoint: is not signed by/,
  );
  assert.deepEqual(
    readdirSync(objectOf(store, 'novels')).filter((name) => name.startsWith('v')),
    ['v1'],
  );
  assert.deepEqual(readdirSync(join(store, 'archive-staging')), []);
});

test('what no archive can keep is refused by name, and leaves nothing', async (t) => {
  const { folder, store, at, write, card } = archiveFixture(t);
  await card('novels');
  const refused = (path: string, why: RegExp) =>
    assert.rejects(addToArchive(store, at(path), { source: 'novels', now }), why);
  write({
    'a.txt': 'one\n',
    'links/a.txt': 'one\n',
    'names/CON.txt': 'x',
    'case/A.txt': '1',
    'case/a.txt': '2',
  });
  symlinkSync('/etc/passwd', at('links/evil'));
  symlinkSync(at('a.txt'), at('link.txt'));
  mkdirSync(at('empty'));
  execFileSync('mkfifo', [at('pipe')]);
  await refused('links', /links\/evil: a link/);
  await refused('link.txt', /symbolic link/);
  await refused('names', /CON\.txt: the name has the part CON\.txt, which is a device/);
  await refused('case', /case does not count/);
  await refused('empty', /empty folder/);
  await refused('pipe', /no file and no folder/);
  await refused('nowhere', /no such file/);
  await assert.rejects(addToArchive(store, folder, { source: 'novels', now }), /holds the store/);
  assert.ok(!existsSync(join(store, 'archive')));
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(
    addToArchive(store, at('a.txt'), { source: 'novels', now, signal: controller.signal }),
  );
  assert.deepEqual(readdirSync(join(store, 'archive-staging')), []);
});

test('verify names what is missing, added or set back, by log, ledger and an old checkpoint', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  await card('essays');
  write({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  await addToArchive(store, at('a.txt'), { source: 'novels', now });
  const early = read(join(store, 'archive-log/checkpoint'));
  await addToArchive(store, at('b.txt'), { source: 'essays', now });
  const since = (text: string) => ({ text, shown: 'kept.txt' });
  const faultsOf = async (options = {}) =>
    (await verifyArchive(store, { now, record: false, ...options })).faults.map(
      ({ path, message }) => `${path}: ${message}`,
    );
  assert.deepEqual(await faultsOf({ since: since(early) }), []);
  const essays = objectOf(store, 'essays');

  renameSync(essays, at('gone'));
  assert.match((await faultsOf()).join('\n'), /archive\/\S+\/v1: is missing; log entry 1 has it/);
  renameSync(at('gone'), essays);

  const late = read(join(store, 'archive-log/checkpoint'));
  writeFileSync(join(store, 'archive-log/checkpoint'), early);
  const setBack = (await faultsOf({ since: since(late) })).join('\n');
  assert.match(setBack, /archive-log\/checkpoint: has 1 entries, ledger line 4 notes 2: some are gone/);
  assert.match(setBack, /has 1 entries, kept\.txt has 2/);
  assert.match(setBack, /\/v1: is not in the log/);
  await assert.rejects(
    verifyArchive(store, { now, since: since(early.replace('\n1\n', '\n2\n')) }),
    /kept\.txt: the signature/,
  );
  writeFileSync(join(store, 'archive-log/checkpoint'), late);

  // Another store with the same key and another history.
  rmSync(join(store, 'archive-log'), { recursive: true });
  rmSync(join(store, 'archive'), { recursive: true });
  await addToArchive(store, at('b.txt'), { source: 'novels', now });
  assert.match(
    (await faultsOf({ since: since(early) })).join('\n'),
    /another history than that of kept\.txt/,
  );
});

test('an audit is recorded, with its faults; never on top of a log at fault', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  write({ 'in/a.txt': 'one\n', 'in/b.txt': 'two\n', 'in/c.txt': 'three\n' });
  await addToArchive(store, at('in'), { source: 'novels', now });
  const sampled = await verifyArchive(store, { now, sample: 2 });
  assert.deepEqual([sampled.files, sampled.hashed, sampled.logSize, sampled.recorded], [4, 2, 2, true]);
  const file = join(objectOf(store, 'novels'), 'v1/content/data/a.txt');
  writeFileSync(file, 'one!\n');
  const faulty = await verifyArchive(store, { now });
  assert.deepEqual(
    faulty.faults.map(({ code }) => code),
    ['E092'],
  );
  assert.deepEqual([faulty.recorded, faulty.logSize], [true, 3]);
  const events = [];
  for await (const { kind, entry } of readLedger(store))
    if (kind === 'archive' && entry.event === 'verify') events.push(entry.detail?.faults);
  assert.deepEqual(events, [0, 1]);
  await assert.rejects(
    getFromArchive(store, 'novels', at('out'), { now }),
    /a\.txt: is not what was archived/,
  );
  assert.ok(!existsSync(at('out')));
  writeFileSync(join(store, 'archive-log/tile/entries/000.p/3'), 'x');
  const damaged = await verifyArchive(store, { now });
  assert.deepEqual([damaged.recorded, damaged.logSize], [false, 3]);
});

test('a bag goes out and comes in again, and proves what it holds', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  write({ 'in/a.txt': 'one\n', 'in/100%/b c.txt': 'two\n' });
  await addToArchive(store, at('in'), { source: 'novels', now });
  await exportBag(store, 'novels', at('bag'), { tool: 'test', now });
  for (const manifest of ['manifest-sha512.txt', 'tagmanifest-sha512.txt']) {
    if (manifest.startsWith('tag'))
      execFileSync('sha512sum', ['-c', '--quiet', manifest], { cwd: at('bag') });
    assert.ok(read(at(`bag/${manifest}`)).length > 100);
  }
  assert.match(read(at('bag/manifest-sha512.txt')), / {2}data\/100%25\/b c\.txt\n/);
  assert.match(read(at('bag/bag-info.txt')), /^Payload-Oxum: 8\.2$/m);
  const publicKey = readPublicKey(join(store, 'keys/signing.pub.pem'));
  const proof = at('bag/gen0/archive.tlog-proof');
  const inventory = at('bag/gen0/inventory.json');
  const checked = await checkProofFile(proof, publicKey, { inventory, file: at('bag/data/a.txt') });
  assert.deepEqual([checked.event.event, checked.paths], ['add', ['data/a.txt']]);
  await assert.rejects(
    checkProofFile(proof, publicKey, { inventory, file: at('bag/bagit.txt') }),
    /not among the files/,
  );
  await assert.rejects(
    checkProofFile(proof, publicKey, { inventory: at('bag/bagit.txt') }),
    /not the inventory/,
  );

  const second = archiveFixture(t);
  await second.card('copy');
  const added = await addToArchive(second.store, at('bag'), { source: 'copy', now });
  assert.equal(added.files, 9);
  await getFromArchive(second.store, 'copy', second.at('out'), { now });
  assert.deepEqual(listFolder(second.at('out')).files, ['100%/b c.txt', 'a.txt']);
  await assert.rejects(
    proveVersion(second.store, 'copy', { now, publicKey }),
    /not signed by/,
    "another store's key does not open this log",
  );
});

test('a bag that is not whole, or holds what its manifests do not say, is refused', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  const md5 = 'd3b07384d113edec49eaa6238ad5ff00'; // of "foo\n"
  const bag = (name: string, changes: Record<string, string | null>) => {
    const files: Record<string, string | null> = {
      'bagit.txt': 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n',
      'manifest-md5.txt': `${md5}  data/foo\n`,
      'data/foo': 'foo\n',
      ...changes,
    };
    for (const [path, text] of Object.entries(files)) if (text !== null) write({ [`${name}/${path}`]: text });
    return addToArchive(store, at(name), { source: 'novels', now });
  };
  assert.equal((await bag('good', { 'bag-info.txt': 'Payload-Oxum: 4.1\n' })).files, 4);
  await assert.rejects(
    bag('1', { 'data/foo': 'bar\n' }),
    /foo: does not have the digest of manifest-md5\.txt/,
  );
  await assert.rejects(bag('2', { 'data/more': 'x' }), /data\/more is not in manifest-md5/);
  await assert.rejects(
    bag('3', { 'data/foo': null, 'data/bar': 'x' }),
    /names data\/foo, which is not there/,
  );
  await assert.rejects(bag('4', { 'manifest-md5.txt': null }), /no payload manifest/);
  await assert.rejects(bag('5', { 'fetch.txt': 'http://x/ - data/y\n' }), /fetch\.txt/);
  await assert.rejects(
    bag('6', { 'bag-info.txt': 'Payload-Oxum: 5.1\n' }),
    /says 5 bytes in 1 files, there are 4 in 1/,
  );
  await assert.rejects(
    bag('7', { 'manifest-md5.txt': `${md5}  data/../../../etc/passwd\n` }),
    /part that is empty, \. or \.\.; refused/,
  );
  await assert.rejects(bag('8', { 'manifest-md5.txt': `${md5}  /etc/passwd\n` }), /is absolute; refused/);
  await assert.rejects(
    bag('9', { 'manifest-md5.txt': `${md5}  data/foo\n${md5}  data/foo\n` }),
    /stands twice/,
  );
  await assert.rejects(bag('10', { 'manifest-crc32.txt': 'ab  data/foo\n' }), /crc32 is not read/);
  await assert.rejects(bag('11', { 'bagit.txt': 'BagIt-Version: 2.0\n' }), /must state BagIt-Version/);
  await assert.rejects(
    bag('12', { 'tagmanifest-md5.txt': `${md5}  bagit.txt\n` }),
    /bagit\.txt: does not have the digest/,
  );
  assert.equal((await verifyArchive(store, { now })).versions, 1);
});

test('hostile inventories write nothing outside and pollute nothing', async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  write({ 'a.txt': 'one\n', 'secret.txt': 'one\n' });
  await addToArchive(store, at('a.txt'), { source: 'novels', now });
  const object = objectOf(store, 'novels');
  const honest = read(join(object, 'inventory.json'));
  /** Rewrites the inventory with its sidecar, as whoever owns the disk can. */
  const forge = (text: string) => {
    writeFileSync(join(object, 'inventory.json'), text);
    execFileSync('sh', ['-c', 'sha512sum inventory.json > inventory.json.sha512'], { cwd: object });
  };
  const get = (why: RegExp) => assert.rejects(getFromArchive(store, 'novels', at('out'), { now }), why);
  const outcomes: [string, RegExp][] = [
    [honest.replace('"data/a.txt"', '"../../evil.txt"'), /E052/],
    [honest.replace('"data/a.txt"', '"/etc/evil.txt"'), /E053/],
    [honest.replace('"data/a.txt"', '"data/a\\\\..\\\\b.txt"'), /backslash/],
    [honest.replace('"data/a.txt"', '"data/nul.txt"'), /device/],
    [honest.replace('"data/a.txt"', '"data/C:evil.txt"'), /colon/],
    [honest.replace('"v1/content/data/a.txt"', '"v1/content/../../../../../../../secret.txt"'), /E099/],
    [honest.replace('"v1/content/data/a.txt"', '"/etc/passwd"'), /E100/],
    [honest.replace('"head": "v1"', '"head": "v1", "__proto__": {"polluted": 1}'), /E033/],
    [honest.replace('"head": "v1"', '"head": "v1", "head": "v1"'), /E033/],
    [
      honest.replace('"head": "v1"', `"head": "v1", "fixity": ${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      /nested deeper/,
    ],
    [honest.replace('"head": "v1"', '"head": 1e999'), /E040/],
    [honest.replaceAll('"v1"', '"v99999999999999999999"'), /E0(40|46|08)/],
    ['[]', /E033/],
    ['', /E033/],
  ];
  for (const [text, why] of outcomes) {
    assert.notEqual(text, honest);
    forge(text);
    await get(why);
    const { faults } = await verifyArchive(store, { now, record: false });
    assert.ok(
      faults.some(({ path }) => path.endsWith('/inventory.json')),
      text.slice(0, 200),
    );
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  forge(honest);
  // Content that is a link to what lies elsewhere.
  const content = join(object, 'v1/content/data/a.txt');
  rmSync(content);
  symlinkSync(at('secret.txt'), content);
  await get(/a link leads elsewhere/);
  const { faults } = await verifyArchive(store, { now, record: false });
  assert.ok(faults.some(({ code, path }) => code === 'E090' && path.endsWith('v1/content/data/a.txt')));
  assert.ok(!existsSync(at('out')));
  // A target that is a link.
  symlinkSync(at('elsewhere'), at('target'));
  await assert.rejects(getFromArchive(store, 'novels', at('target'), { now }));
});
