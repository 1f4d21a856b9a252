import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPlain } from '../profile/plain.js';
import { BINS, SIGNATURE_BYTES, signatureOf } from '../profile/signature.js';
import { newSigner } from '../profile/signer.js';
import { rng } from '../stats/rng.js';
import { bandKey, bandsFor, foundShare, hasShingles } from './bands.js';
import { jaccard } from './jaccard.js';
import { nearPairs } from './near-pairs.js';
import { similarity } from './similarity.js';

/** 64-bit numbers from a seeded source. */
function numbers(count: number, seed: number): bigint[] {
  const random = rng(seed);
  return Array.from(
    { length: count },
    () => (BigInt(random(2 ** 31)) << 33n) ^ (BigInt(random(2 ** 31)) << 15n) ^ BigInt(random(2 ** 15)),
  );
}

/** Two sets of `size` numbers that share so many, as signatures one after the other. */
function pairOf(size: number, shared: number, seed: number): Uint8Array {
  const all = numbers(2 * size - shared, seed);
  const both = new Uint8Array(2 * SIGNATURE_BYTES);
  both.set(signatureOf(all.slice(0, size)), 0);
  both.set(signatureOf(all.slice(size - shared)), SIGNATURE_BYTES);
  return both;
}

test('the estimate is unbiased for few and for many shingles, and errs no more than stated', () => {
  for (const [size, shared] of [
    [40, 20],
    [40, 36],
    [300, 265],
    [300, 3],
    [5000, 4000],
  ]) {
    const exact = shared / (2 * size - shared);
    const draws = 800;
    let sum = 0;
    let square = 0;
    for (let seed = 0; seed < draws; seed++) {
      const estimate = similarity(pairOf(size, shared, seed), 0, 1);
      sum += estimate;
      square += (estimate - exact) ** 2;
    }
    const error = Math.sqrt(square / draws);
    assert.ok(
      Math.abs(sum / draws - exact) < (4 * error) / Math.sqrt(draws),
      `${size} ${shared}: mean ${sum / draws}, not ${exact}`,
    );
    const bins = BINS * (1 - (1 - 1 / BINS) ** (2 * size - shared));
    const agree = exact + (1 - exact) / 15;
    const stated = (Math.sqrt((agree * (1 - agree)) / bins) * 15) / 14;
    assert.ok(error < 1.1 * stated, `${size} ${shared}: error ${error}, stated ${stated}`);
  }
});

test('equal sets are 1, disjoint ones about 0, a text without shingles is like nothing', () => {
  assert.equal(similarity(pairOf(100, 100, 1), 0, 1), 1);
  const none = new Uint8Array(2 * SIGNATURE_BYTES);
  assert.equal(similarity(none, 0, 1), 0);
  assert.equal(hasShingles(none, 0), false);
  assert.deepEqual(nearPairs(none, 0.7).length, 0);
});

test('bands find a pair as often as their formula says', () => {
  for (const threshold of [0.5, 0.7, 0.9]) {
    const { rows, count } = bandsFor(threshold);
    assert.ok(foundShare(threshold, rows) >= 0.95 && rows * count <= BINS);
    const [size, draws] = [600, 300];
    const shared = Math.round((2 * size * threshold) / (1 + threshold));
    let found = 0;
    for (let seed = 0; seed < draws; seed++) {
      const both = pairOf(size, shared, seed);
      let met = false;
      for (let band = 0; band < count; band++)
        met ||= bandKey(both, 0, band, rows) === bandKey(both, 1, band, rows);
      if (met) found++;
    }
    const expected = foundShare(threshold, rows);
    const error = Math.sqrt((expected * (1 - expected)) / draws);
    assert.ok(
      Math.abs(found / draws - expected) < 4 * error + 0.005,
      `${threshold}: ${found / draws}, not ${expected}`,
    );
  }
});

test('near pairs are those that a comparison of all texts with all finds, each once', () => {
  const texts = 300;
  const signatures = new Uint8Array(texts * SIGNATURE_BYTES);
  for (let i = 0; i < texts; i += 3) {
    const all = numbers(260, i);
    // Three texts of 200 shingles: the second shares 190 with the first, the third 140 with the first.
    for (const [k, from] of [0, 10, 60].entries())
      signatures.set(signatureOf(all.slice(from, from + 200)), (i + k) * SIGNATURE_BYTES);
  }
  const expected: string[] = [];
  for (let b = 0; b < texts; b++)
    for (let a = 0; a < b; a++) if (similarity(signatures, a, b) >= 0.75) expected.push(`${a} ${b}`);
  const { first, second, length } = nearPairs(signatures, 0.7, 0.75);
  const found = first.map((a, i) => `${a} ${second[i]}`);
  assert.equal(new Set(found).size, length);
  const missed = expected.filter((pair) => !found.includes(pair));
  assert.ok(
    expected.length >= 100 && missed.length <= 0.03 * expected.length,
    `${missed.length} of ${expected.length} missed`,
  );
  assert.deepEqual(
    found.filter((pair) => !expected.includes(pair)),
    [],
  );
});

test('a signer gives the hashes, tokens and signatures of a profile, and shingles whose overlap is the Jaccard similarity', () => {
  const texts = [
    '',
    'one two three',
    'a b c d',
    'Straße cafe\u0301 東京 it’s',
    'x y z '.repeat(400),
    'é'.repeat(9000),
  ];
  for (const tokeniser of ['words', 'whitespace'] as const) {
    const signer = newSigner({ tokeniser, seed: 9 });
    for (const text of texts) {
      const { documents } = buildPlain([{ text }], { tokeniser, seed: 9 });
      const { low, high, tokens, signature } = signer.sign(text);
      assert.deepEqual([low, high, tokens], [documents.hashes[0], documents.hashes[1], documents.tokens[0]]);
      assert.deepEqual([...signature], [...documents.signatures]);
      signer.shingles(text);
    }
    const [a, b] = ['a b c d e f', 'b c d e f g'].map((text) => signer.shingles(text));
    assert.equal(jaccard(a, b), 2 / 4);
    assert.equal(signer.shingles('x y x y x y x y').length, 2);
    assert.equal(jaccard(signer.shingles('a b'), signer.shingles('a b')), 0);
  }
});
