import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Document } from '../../corpus/document.js';
import {
  buildPlain,
  encodeProfile,
  mergeProfiles,
  type Profile,
  type ProfileOptions,
  profileCorpus,
} from '../../profile/index.js';
import { DataError } from '../../util/errors.js';
import { zipfCorpus } from './texts.js';

const folder = mkdtempSync(join(tmpdir(), 'gen0-profile-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const workFolder = join(folder, 'work');

function write(name: string, documents: Document[]): string {
  const path = join(folder, name);
  writeFileSync(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return path;
}

async function profile(paths: string[], options: ProfileOptions = {}): Promise<Profile> {
  return (await profileCorpus(paths, { workFolder, ...options })).profile;
}

function assertSame(a: Profile, b: Profile): void {
  assert.ok(Buffer.from(encodeProfile(a)).equals(encodeProfile(b)));
}

test('a small corpus profiles to what the plain builder gives', async () => {
  const documents = zipfCorpus(60, 300, 21);
  assertSame(await profile([write('small.jsonl', documents)]), buildPlain(documents));
});

test('jobs, files and their order never change a byte, nor does a memory so small that parts are spilled', async () => {
  const documents = [...zipfCorpus(1700, 400, 22), ...zipfCorpus(200, 400, 22)];
  const whole = write('whole.jsonl', documents);
  assert.ok(statSync(whole).size > 2e6, 'large enough for threads');
  const pieces = [documents.slice(1000), documents.slice(0, 600), documents.slice(600, 1000)];
  const split = pieces.map((piece, i) => write(`piece-${i}.jsonl`, piece));
  for (const memory of [1e9, 3e6]) {
    const one = await profile([whole], { jobs: 1, memory });
    if (memory < 1e9) assert.ok(one.grams[3].shift > 0);
    for (const jobs of [2, 3]) assertSame(await profile([whole], { jobs, memory }), one);
    assertSame(await profile([whole], { jobs: 2, memory, partSeconds: 0 }), one);
    assertSame(await profile(split, { jobs: 2, memory, partSeconds: 0 }), one);
    const parts = [];
    for (const piece of split) parts.push(await profile([piece], { jobs: 1, memory }));
    assertSame(mergeProfiles(parts), one);
    assert.ok(!existsSync(workFolder));
  }
});

test('a bad record stops with the reader’s error, from a thread too; skipped ones are counted in order', async () => {
  const documents = zipfCorpus(2000, 400, 23);
  const lines = documents.map((document) => JSON.stringify(document));
  lines[1200] = '{"text": 5}';
  lines[1900] = '{"text"';
  const path = join(folder, 'bad.jsonl');
  writeFileSync(path, `${lines.join('\n')}\n`);
  for (const jobs of [1, 2]) {
    await assert.rejects(profile([path], { jobs }), (error: unknown) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, /bad\.jsonl line (1201|1901)/);
      return true;
    });
    assert.ok(!existsSync(workFolder));
  }
  const { tally, profile: skipped } = await profileCorpus([path], {
    jobs: 2,
    workFolder,
    read: { onBadRecord: 'skip' },
  });
  assert.equal(tally.badCount, 2);
  assert.equal(skipped.skipped, 2);
  assert.equal(tally.documents, 1998);
  assert.deepEqual(
    tally.bad.map(({ line }) => line),
    [1201, 1901],
  );
});

test('an abort ends promptly with the signal’s reason and leaves only finished parts', async () => {
  const path = write('abort.jsonl', zipfCorpus(2000, 400, 24));
  const abort = new AbortController();
  const reason = new Error('enough');
  const run = profile([path], {
    jobs: 2,
    signal: abort.signal,
    partSeconds: 0,
    onProgress: () => abort.abort(reason),
  });
  await assert.rejects(run, reason);
  const left = existsSync(workFolder) ? readdirSync(workFolder) : [];
  assert.ok(
    left.every((name) => /\.(part|runs)$/.test(name)),
    left.join(),
  );
  assert.ok(!existsSync(workFolder) || left.length > 0);
  assertSame(
    await profile([path], { resume: true }),
    await profile([path], { workFolder: `${workFolder}-2` }),
  );
});

test('progress ends at the whole', async () => {
  const documents = zipfCorpus(2000, 400, 25);
  const path = write('progress.jsonl', documents);
  let last = { bytes: 0, totalBytes: 0, documents: 0 };
  await profile([path], {
    jobs: 2,
    onProgress: (done) => {
      assert.ok(done.documents >= last.documents && done.bytes >= last.bytes);
      last = done;
    },
  });
  assert.equal(last.documents, 2000);
  assert.equal(last.bytes, last.totalBytes);
});
