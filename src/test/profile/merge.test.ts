import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Document } from '../../corpus/document.js';
import {
  buildPlain,
  decodeProfile,
  encodeProfile,
  mergeProfiles,
  type Profile,
} from '../../profile/index.js';
import { anyCorpus, zipfCorpus } from './texts.js';

/** Splits a list at random borders; parts may be empty. */
const splits = fc.tuple(anyCorpus, fc.array(fc.nat(), { maxLength: 4 }), fc.constantFrom(3e3, 2e4, 1e9));

function parts(documents: Document[], cuts: number[]): Document[][] {
  const borders = [0, ...cuts.map((cut) => cut % (documents.length + 1)), documents.length].sort(
    (a, b) => a - b,
  );
  return borders.slice(1).map((end, i) => documents.slice(borders[i], end));
}

function assertSame(a: Profile, b: Profile): void {
  assert.deepEqual(a, b);
  assert.ok(Buffer.from(encodeProfile(a)).equals(encodeProfile(b)));
}

test('merging the profiles of any parts gives the bytes of the whole, at any capacity', () => {
  fc.assert(
    fc.property(splits, fc.constantFrom('words', 'whitespace'), ([documents, cuts, memory], tokeniser) => {
      const options = { memory, tokeniser: tokeniser as 'words' | 'whitespace' };
      const built = parts(documents, cuts).map((part) => buildPlain(part, options));
      assertSame(mergeProfiles(built), buildPlain(documents, options));
    }),
    { numRuns: 150 },
  );
});

test('merging is free of order and nesting', () => {
  fc.assert(
    fc.property(anyCorpus, anyCorpus, anyCorpus, fc.constantFrom(3e3, 1e9), (a, b, c, memory) => {
      const [p, q, r] = [a, b, c].map((documents) => buildPlain(documents, { memory }));
      const whole = mergeProfiles([p, q, r]);
      assertSame(mergeProfiles([mergeProfiles([r, p]), q]), whole);
      assertSame(mergeProfiles([q, mergeProfiles([r, p])]), whole);
    }),
    { numRuns: 60 },
  );
});

test('the order of documents does not matter', () => {
  fc.assert(
    fc.property(anyCorpus, (documents) => {
      assertSame(buildPlain([...documents].reverse()), buildPlain(documents));
    }),
    { numRuns: 50 },
  );
});

test('profiles of different capacities merge to the smaller one, and the threshold is the least that fits', () => {
  const documents = zipfCorpus(40, 100, 1);
  const big = buildPlain(documents.slice(0, 20));
  const small = buildPlain(documents.slice(20), { memory: 3e4 });
  const whole = buildPlain(documents, { memory: 3e4 });
  assertSame(mergeProfiles([big, small]), whole);
  const all = buildPlain(documents);
  for (let n = 0; n < 4; n++) {
    const { shift, length } = whole.grams[n];
    const keys = new BigUint64Array(all.grams[n].keys.slice().buffer);
    const below = (k: number) => keys.filter((key) => key < 1n << BigInt(64 - k)).length;
    assert.equal(length, below(shift));
    assert.ok(length <= whole.capacity.cells[n]);
    if (shift > 0) assert.ok(below(shift - 1) > whole.capacity.cells[n]);
  }
  assert.ok(whole.grams[3].shift > 0);
});

test('a profile read back from its bytes is the same', () => {
  fc.assert(
    fc.property(anyCorpus, fc.constantFrom(3e3, 1e9), (documents, memory) => {
      const profile = buildPlain(documents, { memory });
      assert.deepEqual(decodeProfile(encodeProfile(profile)), profile);
    }),
    { numRuns: 60 },
  );
});
