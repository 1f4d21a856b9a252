import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
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
import { json } from '../report/json.js';
import { resultWith } from '../test/results.js';
import { replaceFile } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import { auditIds, readAudit, readIndex, resolveAudit, saveAudit } from './index.js';
import { contentHash } from './write.js';

function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-store-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function files(seed: number, startedAt = '2026-11-20T10:00:00.000Z') {
  return { result: json({ ...resultWith('early'), seed, startedAt }), report: `<p>${seed}</p>` };
}

test('an audit is a folder of two files and a line of the index; nothing else stays', (t) => {
  const store = tempFolder(t);
  const saved = saveAudit(store, files(1));
  assert.match(saved.id, /^2026-11-20-[0-9a-f]{4}$/);
  assert.deepEqual(readdirSync(join(store, 'audits')).sort(), [saved.id, 'index.jsonl']);
  assert.deepEqual(readdirSync(saved.folder).sort(), ['report.html', 'result.json']);
  assert.equal(readFileSync(join(saved.folder, 'result.json'), 'utf8'), files(1).result);
  const [line] = readIndex(store);
  assert.deepEqual([line.id, line.stage, line.corpus], [saved.id, 'early', 'crawl-2026.jsonl']);
});

test('timing and start do not change the hash, anything else does', () => {
  const late = json({ ...resultWith('early'), startedAt: '2027-01-01T00:00:00.000Z', timing: { total: 99 } });
  assert.equal(contentHash(late), contentHash(json(resultWith('early'))));
  assert.notEqual(contentHash(json({ ...resultWith('early'), seed: 1 })), contentHash(late));
});

test('the same result on the same day is one folder and two lines', (t) => {
  const store = tempFolder(t);
  const [a, b] = [saveAudit(store, files(1)), saveAudit(store, files(1, '2026-11-20T11:00:00.000Z'))];
  assert.equal(a.id, b.id);
  assert.equal(auditIds(store).length, 1);
  assert.equal(readIndex(store).length, 2);
});

test('a name taken by another result gets a longer hash', (t) => {
  const store = tempFolder(t);
  const hash = contentHash(files(1).result);
  const taken = join(store, 'audits', `2026-11-20-${hash.slice(0, 4)}`);
  mkdirSync(taken, { recursive: true });
  writeFileSync(join(taken, 'result.json'), files(2).result);
  const saved = saveAudit(store, files(1));
  assert.equal(saved.id, `2026-11-20-${hash.slice(0, 5)}`);
  assert.equal(readFileSync(join(taken, 'result.json'), 'utf8'), files(2).result);
});

test('names: latest, id, unique beginnings of the id or the hash, folder, file', (t) => {
  const store = tempFolder(t);
  const first = saveAudit(store, files(1));
  const second = saveAudit(store, files(2, '2026-11-21T10:00:00.000Z'));
  const path = (id: string) => join(store, 'audits', id, 'result.json');
  assert.equal(resolveAudit(store, 'latest'), path(second.id));
  assert.equal(resolveAudit(store, first.id), path(first.id));
  assert.equal(resolveAudit(store, '2026-11-20'), path(first.id));
  assert.equal(resolveAudit(store, first.id.slice(11)), path(first.id));
  assert.equal(resolveAudit(store, first.folder), path(first.id));
  assert.equal(resolveAudit(store, path(first.id)), path(first.id));
  assert.equal(readAudit(store, 'latest').content, files(2, '2026-11-21T10:00:00.000Z').result);
});

test('latest is the audit made last, even when an older one was made again', (t) => {
  const store = tempFolder(t);
  const first = saveAudit(store, files(1));
  saveAudit(store, files(2, '2026-11-21T10:00:00.000Z'));
  saveAudit(store, files(1, '2026-11-20T23:00:00.000Z'));
  assert.equal(resolveAudit(store, 'latest'), join(first.folder, 'result.json'));
});

test('a name that fits none or several is an error that says so', (t) => {
  const store = tempFolder(t);
  const dataError = (message: RegExp) => (error: Error) =>
    error instanceof DataError && message.test(error.message);
  assert.throws(() => resolveAudit(store, 'latest'), dataError(/no audit in .* yet\. gen0 audit saves one/));
  assert.throws(() => resolveAudit(store, 'x'), dataError(/the store is empty/));
  saveAudit(store, files(1));
  saveAudit(store, files(2));
  assert.throws(() => resolveAudit(store, '2026'), dataError(/2 audits begin so/));
  assert.throws(() => resolveAudit(store, 'lastest'), dataError(/Did you mean "latest"\?/));
});

test('a line of the index cut short by a crash costs no other line', (t) => {
  const store = tempFolder(t);
  saveAudit(store, files(1));
  appendFileSync(join(store, 'audits', 'index.jsonl'), '{"id":"2026-11');
  const second = saveAudit(store, files(2));
  assert.equal(readIndex(store).length, 2);
  assert.equal(readIndex(store)[1].id, second.id);
});

test('four processes saving at once lose nothing', async (t) => {
  const store = tempFolder(t);
  const code = `
    const { saveAudit } = await import(process.argv[1]);
    const { json } = await import(process.argv[2]);
    const { resultWith } = await import(process.argv[3]);
    for (let i = 0; i < 9; i++) {
      const result = json({ ...resultWith('early'), seed: i % 3 === 0 ? 9999 : Number(process.argv[5]) * 100 + i });
      saveAudit(process.argv[4], { result, report: 'r' });
    }`;
  const modules = ['./write.js', '../report/json.js', '../test/results.js'].map(
    (name) => new URL(name, import.meta.url).href,
  );
  const run = (worker: number) =>
    new Promise<void>((done, fail) => {
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', code, ...modules, store, String(worker)],
        { stdio: 'inherit' },
      );
      child.on('exit', (status) => (status === 0 ? done() : fail(new Error(`exit ${status}`))));
    });
  await Promise.all([0, 1, 2, 3].map(run));
  const lines = readIndex(store);
  assert.equal(lines.length, 36);
  assert.equal(auditIds(store).length, 1 + 4 * 6);
  for (const { id } of lines) JSON.parse(readAudit(store, id).content);
  assert.deepEqual(
    readdirSync(join(store, 'audits')).filter((name) => name.startsWith('.')),
    [],
  );
});

test('replaceFile leaves nothing behind when it fails, and follows links', (t) => {
  const folder = tempFolder(t);
  assert.throws(() => replaceFile(join(folder, 'none', 'x.md'), 'x'));
  assert.deepEqual(readdirSync(folder), []);
  replaceFile(join(folder, 'x.md'), 'one');
  replaceFile(join(folder, 'x.md'), 'two');
  assert.equal(readFileSync(join(folder, 'x.md'), 'utf8'), 'two');
  assert.ok(!existsSync(join(folder, `x.md.tmp-${process.pid}`)));
});
