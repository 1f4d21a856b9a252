/** One bit flipped anywhere in the archive, its log or a proof is found, and the file is named. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addToArchive, checkProofFile, proveVersion, verifyArchive } from '../../archive/index.js';
import { listFolder } from '../../archive/ocfl/list-folder.js';
import { readPublicKey } from '../../provenance/index.js';
import { rng } from '../../stats/rng.js';
import { archiveFixture, now } from './archive-fixture.js';

/** More of them: `GEN0_FLIPS=1000 GEN0_SEED=7 node scripts/test.js flips`. */
const FLIPS = Number(process.env.GEN0_FLIPS ?? 120);

test(`${FLIPS} random bits flipped in files, inventories, sidecars, tiles, checkpoint and proofs: each is found and named`, async (t) => {
  const { store, at, write, card } = archiveFixture(t);
  await card('novels');
  await card('forum', 'unknown');
  write({
    'a/one.txt': 'It was a dark and stormy night.\n',
    'a/two.txt': 'Call me Ishmael.\n',
    'b/two.txt': 'Call.\n',
  });
  await addToArchive(store, at('a'), { source: 'novels', now });
  await addToArchive(store, at('b'), { source: 'novels', now });
  await addToArchive(store, at('a/one.txt'), { source: 'forum', as: 'mixed', now });
  const { proof } = await proveVersion(store, 'novels', { version: 'v1', now });
  writeFileSync(join(store, 'novels.tlog-proof'), proof);
  assert.deepEqual((await verifyArchive(store, { now, record: false })).faults, []);
  const publicKey = readPublicKey(join(store, 'keys/signing.pub.pem'));
  const files = ['archive', 'archive-log'].flatMap((folder) =>
    listFolder(join(store, folder)).files.map((path) => `${folder}/${path}`),
  );
  assert.ok(files.length > 25, `${files.length} files`);
  // Proofs and the checkpoint are single small files: as likely as a fifth of all others.
  const targets = [
    ...files,
    ...Array(Math.ceil(files.length / 10))
      .fill(['novels.tlog-proof', 'archive-log/checkpoint'])
      .flat(),
  ];
  const random = rng(Number(process.env.GEN0_SEED ?? 5));
  const hit = new Set<string>();
  for (let flip = 0; flip < FLIPS; flip++) {
    const target = targets[flip < files.length ? flip : random(targets.length)];
    const path = join(store, target);
    const bytes = readFileSync(path);
    const bit = random(bytes.length * 8);
    const damaged = Buffer.from(bytes);
    damaged[bit >> 3] ^= 1 << (bit & 7);
    writeFileSync(path, damaged);
    hit.add(target);
    const shown = `${target}, bit ${bit}`;
    if (target.endsWith('.tlog-proof')) {
      await assert.rejects(checkProofFile(path, publicKey), /novels\.tlog-proof/, shown);
    } else {
      const { faults } = await verifyArchive(store, { now, record: false });
      const named = faults.some((fault) => fault.path === target);
      assert.ok(named, `${shown}: ${JSON.stringify(faults)}`);
    }
    writeFileSync(path, bytes);
  }
  assert.ok(hit.size >= Math.min(FLIPS, files.length), `${hit.size} files were hit`);
  assert.deepEqual((await verifyArchive(store, { now })).faults, []);
});
