import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keyId, type SigningKey } from '../../provenance/signing-key.js';
import { findings } from '../ocfl/findings.js';
import { openCheckpoint, signCheckpoint } from './checkpoint.js';
import { appendToLog, logOf, proofOf, readCheckpoint, readEntries, readEntry } from './log.js';
import { leafHash, rootHash, treeOf } from './merkle.js';
import { openNote, signNote, verifierKey } from './note.js';
import { packEntries, parseTilePath, tilePath, tileWidth } from './tiles.js';
import { checkProof } from './tlog-proof.js';
import { verifyLog } from './verify-log.js';

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey, id: keyId(publicKey) };
}

function tempLog(t: TestContext, key = newKey()) {
  const store = mkdtempSync(join(tmpdir(), 'gen0-log-'));
  t.after(() => rmSync(store, { recursive: true, force: true }));
  return { key, log: logOf(store, key) };
}

const entry = (i: number) => Buffer.from(`entry ${i}`);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i));

test('tiles are named and sized as in the examples of the specification', () => {
  assert.equal(tilePath(0, 1_234_067, 256), 'tile/0/x001/x234/067');
  assert.equal(tilePath('entries', 0, 5), 'tile/entries/000.p/5');
  for (const path of ['tile/0/x001/x234/067', 'tile/entries/000.p/5', 'tile/63/999.p/255']) {
    const { kind, index, width } = parseTilePath(path)!;
    assert.equal(tilePath(kind, index, width), path);
  }
  for (const path of [
    'tile/64/000',
    'tile/0/0',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/00/000',
    'tile/0/x000/000',
  ]) {
    assert.equal(parseTilePath(path), null, path);
  }
  // "A tree of size 70,000": 273 full tiles and one of width 112; one full and one of width 17; one of width 1.
  const widths = (level: number) =>
    Array.from({ length: 300 }, (_, i) => tileWidth(level, i, 70_000)).filter((w) => w > 0);
  assert.deepEqual([widths(0).length, widths(0).at(-1)], [274, 112]);
  assert.deepEqual(widths(1), [256, 17]);
  assert.deepEqual(widths(2), [1]);
  assert.deepEqual(widths(3), []);
});

test('a log that grows in steps has at each the root of the plain tree, and proofs of every entry', async (t) => {
  const { key, log } = tempLog(t);
  const leaves = range(0, 700).map(leafHash);
  let size = 0;
  for (const step of [1, 1, 5, 248, 1, 1, 200, 243]) {
    const after = await appendToLog(log, range(size, size + step), key);
    size += step;
    assert.equal(after.size, size);
    assert.deepEqual(after.root, rootHash(size, treeOf(leaves.slice(0, size))));
  }
  assert.equal(size, 700);
  assert.ok(existsSync(join(log.folder, 'tile/0/000')) && existsSync(join(log.folder, 'tile/1/000.p/2')));
  assert.ok(!existsSync(join(log.folder, 'tile/0/000.p')), 'partial tiles go once the full one is there');
  assert.deepEqual([...readEntries(log, 700)], range(0, 700));
  for (const i of [0, 1, 254, 255, 256, 257, 511, 512, 699]) {
    assert.deepEqual(readEntry(log, i, 700), entry(i));
    const checked = checkProof(proofOf(log, i), log.key, 'proof');
    assert.deepEqual([checked.entry, checked.index, checked.checkpoint.size], [entry(i), i, 700]);
  }
  const { found, report } = findings();
  assert.equal(verifyLog(log, report)!.entries.length, 700);
  assert.deepEqual(found, { errors: [], warnings: [] });
});

test('what a crash left beyond the checkpoint is written again', async (t) => {
  const { key, log } = tempLog(t);
  await appendToLog(log, range(0, 3), key);
  const checkpoint = readFileSync(join(log.folder, 'checkpoint'));
  await appendToLog(log, [Buffer.from('lost'), Buffer.from('lost too')], key);
  writeFileSync(join(log.folder, 'checkpoint'), checkpoint);
  writeFileSync(join(log.folder, 'tile/0/000.p/4.tmp-77'), 'half');
  const clean = () => {
    const { found, report } = findings();
    verifyLog(log, report);
    return found.errors;
  };
  assert.deepEqual(clean(), []);
  await appendToLog(log, range(3, 4), key);
  assert.deepEqual([...readEntries(log, 4)], range(0, 4));
  assert.ok(
    !existsSync(join(log.folder, 'tile/0/000.p/5')) && !existsSync(join(log.folder, 'tile/0/000.p/4.tmp-77')),
  );
  await appendToLog(log, range(4, 6), key);
  assert.deepEqual(clean(), []);
});

test('nothing is signed on top of a damaged log, or of one of another key', async (t) => {
  const { key, log } = tempLog(t);
  await appendToLog(log, range(0, 3), key);
  const other = newKey();
  await assert.rejects(
    appendToLog({ ...log, key: { name: log.key.name, publicKey: other.publicKey } }, range(3, 4), other),
    /is not signed by/,
  );
  const tile = join(log.folder, 'tile/0/000.p/3');
  const bytes = readFileSync(tile);
  bytes[40] ^= 1;
  writeFileSync(tile, bytes);
  await assert.rejects(appendToLog(log, range(3, 4), key), /do not have the root/);
});

test('forged checkpoints, notes and proofs are refused with the reason', async (t) => {
  const { key, log } = tempLog(t);
  await appendToLog(log, range(0, 5), key);
  const { note } = readCheckpoint(log)!;
  const fault = (text: string) => {
    try {
      openCheckpoint(text, log.key, 'c');
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  assert.equal(fault(note), 'accepted');
  const forger = newKey();
  const forged = signCheckpoint(
    { size: 9, root: Buffer.alloc(32, 1) },
    { name: log.key.name, publicKey: forger.publicKey },
    forger.privateKey,
  );
  assert.match(fault(forged), /not signed by gen0\.archive/);
  // The forger's signature under the id of the true key.
  const [, trueId] = /— \S+ (\S{5})/.exec(note)!;
  const stolen = forged.replace(/(— \S+ )\S{5}/, `$1${trueId}`);
  assert.match(fault(stolen), /signature|not signed/);
  assert.match(fault(note.replace('\n5\n', '\n6\n')), /is false/);
  assert.match(fault(note.replace('\n5\n', '\n05\n')), /is false/);
  assert.match(fault(`${note}${note.split('\n\n')[1]}`), /stands twice/);
  assert.match(fault(note.slice(0, -1)), /no signed note/);
  assert.match(fault(note.replace('\n', '\r\n')), /characters/);
  assert.match(fault(''), /no signed note/);
  assert.match(fault(`${note}${'— x AAAAAAA=\n'.repeat(200)}`), /more than 100/);
  assert.equal(
    fault(`${note}— witness.example ${Buffer.alloc(68, 3).toString('base64')}\n`),
    'accepted',
    'unknown keys are passed over',
  );
  const wrongText = signNote(`${log.key.name}\n5\nAAAA\n`, log.key, key.privateKey);
  assert.match(fault(wrongText), /no checkpoint/);
  const elsewhere = signNote(
    `other.example\n5\n${Buffer.alloc(32).toString('base64')}\n`,
    log.key,
    key.privateKey,
  );
  assert.match(fault(elsewhere), /is of the log "other\.example"/);
  assert.match(verifierKey(log.key), /^gen0\.archive\/[0-9a-f]{16}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);

  const proof = proofOf(log, 2);
  const proofFault = (text: string) =>
    assert.throws(() => checkProof(text, log.key, 'p'), /^DataError: p: /, text);
  proofFault(proof.replace('index 2', 'index 3'));
  proofFault(proof.replace('index 2', 'index 02'));
  proofFault(proof.replace(/extra \S+/, `extra ${entry(3).toString('base64')}`));
  proofFault(proof.replace('tlog-proof@v1', 'tlog-proof@v2'));
  proofFault(proof.replace(note, forged));
  proofFault(proof.replace(/\n[A-Za-z0-9+/]{43}=\n/, '\n'));
});

test('a note that another program signed is read: the example of golang.org/x/mod/sumdb/note', () => {
  const spki = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1),
  ]);
  const key = {
    name: 'PeterNeumann',
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  };
  assert.equal(verifierKey(key), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  assert.equal(openNote(`${text}\n${line}`, key, 'n'), text);
  assert.throws(() => openNote(`${text.replace('answer', 'Answer')}\n${line}`, key, 'n'), /is false/);
});

test('a note may hold empty lines', () => {
  const key = newKey();
  const name = { name: 'example.com/foo', publicKey: key.publicKey };
  const text = 'A note\n\nwith an empty line, and ü.\n';
  assert.equal(openNote(signNote(text, name, key.privateKey), name, 'n'), text);
});

test('an entry of 64 kB is refused', () => {
  assert.equal(packEntries([Buffer.alloc(65_535)]).length, 65_537);
  assert.throws(() => packEntries([Buffer.alloc(65_536)]), /65,535 are the most/);
});
