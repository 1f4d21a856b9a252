import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DataError } from '../util/errors.js';
import { assertComparable } from './comparable.js';
import { encodeProfile } from './encode.js';
import { isProfilePath, loadProfile, saveProfile } from './file.js';
import { buildPlain } from './plain.js';

const folder = mkdtempSync(join(tmpdir(), 'gen0-file-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'a.g0p');
const profile = buildPlain([
  { text: 'one two three two one', id: 'x' },
  { text: 'four 東京 😀' },
  { text: '' },
]);

async function assertRefused(bytes: Uint8Array, message: RegExp): Promise<void> {
  const bad = join(folder, 'bad.g0p');
  writeFileSync(bad, bytes);
  await assert.rejects(loadProfile(bad), (error: unknown) => {
    assert.ok(error instanceof DataError, String(error));
    assert.match(error.message, /bad\.g0p/);
    assert.match(error.message, message);
    return true;
  });
}

test('a saved profile loads back the same, and no other file stays', async () => {
  await saveProfile(profile, path);
  assert.deepEqual(await loadProfile(path), profile);
  assert.deepEqual(readdirSync(folder), ['a.g0p']);
  assert.ok(readFileSync(path).equals(encodeProfile(profile)));
  assert.equal(isProfilePath(path), true);
});

test('a profile that cannot be written is an error without remains', async () => {
  mkdirSync(join(folder, 'taken'));
  await assert.rejects(saveProfile(profile, join(folder, 'taken')), DataError);
  await assert.rejects(saveProfile(profile, join(folder, 'missing', 'a.g0p')), DataError);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('tmp')),
    [],
  );
});

test('what is not a whole profile is refused by name: other files, newer formats, any cut, any flipped byte', async () => {
  const bytes = encodeProfile(profile);
  await assertRefused(new TextEncoder().encode('{"text": "hello"}\n'), /not a gen0 profile/);
  await assertRefused(new Uint8Array(0), /not a gen0 profile/);
  const newer = bytes.slice();
  newer[12] = 3;
  await assertRefused(newer, /format 3/);
  const older = bytes.slice();
  older[12] = 1;
  await assertRefused(older, /format 1.*reads 2.*gen0 profile/);
  for (let end = 12; end < bytes.length; end += 13) await assertRefused(bytes.subarray(0, end), /cut short/);
  for (let i = 16; i < bytes.length; i += 17) {
    const flipped = bytes.slice();
    flipped[i] ^= 32;
    await assertRefused(flipped, /damaged|cut short/);
  }
  await assert.rejects(loadProfile(join(folder, 'none.g0p')), /none\.g0p/);
  await assert.rejects(loadProfile(folder), DataError);
  assert.equal(isProfilePath(folder), false);
  assert.equal(isProfilePath(join(folder, 'none.g0p')), false);
});

test('profiles made by different rules cannot be compared, and the error names rule and remedy', () => {
  const other = buildPlain([{ text: 'a' }], { tokeniser: 'whitespace' });
  assert.throws(
    () => assertComparable(profile, other, 'a.g0p', 'b.g0p'),
    /a\.g0p and b\.g0p .*words-1 and whitespace-1.*--tokeniser words/,
  );
  const seeded = buildPlain([{ text: 'a' }], { seed: 5 });
  assert.throws(() => assertComparable(profile, seeded, 'a', 'b'), /seeds are 0 and 5.*--seed 0/);
  assert.doesNotThrow(() => assertComparable(profile, buildPlain([]), 'a', 'b'));
});
