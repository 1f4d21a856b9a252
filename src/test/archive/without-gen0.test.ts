/** An archive is listed, checked and unpacked by other programs, by the steps of docs/archive.md as they stand there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addToArchive, listArchive } from '../../archive/index.js';
import { objectPath } from '../../archive/ocfl/storage-layout.js';
import { archiveFixture, now } from './archive-fixture.js';

const MANUAL = fileURLToPath(new URL('../../../docs/archive.md', import.meta.url));

function steps(): string[] {
  const section = /\n## Read it without gen0\n([\s\S]*?)\n## /.exec(readFileSync(MANUAL, 'utf8'))![1];
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, step]) => step);
}

test('sha512sum, jq, tar, perl and openssl read an archive by the steps of docs/archive.md', async (t) => {
  for (const tool of ['jq', 'sha512sum', 'sha256sum', 'tar', 'perl', 'openssl']) {
    assert.equal(
      spawnSync('sh', ['-c', `command -v ${tool}`]).status,
      0,
      `${tool} is needed; .ci/run installs it`,
    );
  }
  const { folder, store, at, write, card } = archiveFixture(t);
  await card('novels');
  await card('forum', 'unknown');
  write({
    'in/a.txt': 'one\n',
    'in/part two/b ü.txt': 'two\n',
    'in/part two/again.txt': 'one\n',
    'c.txt': 'three\n',
  });
  await addToArchive(store, at('in'), { source: 'novels', now });
  await addToArchive(store, at('c.txt'), { source: 'novels', now });
  await addToArchive(store, at('c.txt'), { source: 'forum', as: 'mixed', now });
  const run = (step: string) =>
    spawnSync('bash', ['-euo', 'pipefail', '-c', step], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
  const all = steps();
  assert.equal(all.length, 5);
  const results = all.map(run);
  for (const [i, { status, stderr }] of results.entries()) assert.equal(status, 0, `${all[i]}\n${stderr}`);
  const [listed, checked, unpacked, logged, signed] = results.map(({ stdout }) => stdout);
  assert.deepEqual(
    listed
      .trim()
      .split('\n')
      .map((line) => line.split('\t').slice(0, 2)),
    (await listArchive(store, { now }))
      .map(({ object, head, path }) => ({ object, head, path }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ object, head }) => [object, head]),
  );
  assert.match(listed, /forum\tv1\t.*Kept as MIXED.*declared unknown/);
  assert.equal(checked, '');
  assert.match(unpacked, /novels-v1\/data\/part two\/b ü\.txt/);
  assert.ok(!unpacked.includes('c.txt'), 'v1 has only its own files');
  const tar = (path: string) =>
    execFileSync('tar', ['-xOf', 'novels-v1.tar', path], { cwd: folder, encoding: 'utf8' });
  assert.equal(tar('novels-v1/data/part two/again.txt'), 'one\n');
  assert.deepEqual(
    logged
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).slice(1, 5)),
    [
      ['add', 'novels', 'v1', 'human'],
      ['add', 'novels', 'v2', 'human'],
      ['add', 'forum', 'v1', 'mixed'],
    ],
  );
  assert.match(signed, /Signature Verified Successfully/);

  appendFileSync(join(store, 'archive', objectPath('urn:gen0:source:novels'), 'v1/content/data/a.txt'), '!');
  const damaged = run(all[1]);
  assert.notEqual(damaged.status, 0);
  assert.match(damaged.stdout, /v1\/content\/data\/a\.txt: FAILED/);
});
