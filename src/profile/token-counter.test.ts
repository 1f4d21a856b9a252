import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textHash } from './plain.js';
import { newSigner } from './signer.js';
import { newTokenCounter } from './token-counter.js';
import { tokenise } from './tokenise.js';

const pieces = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', minLength: 10, maxLength: 60 }),
  fc.constantFrom("it's ", 'plain words of a text, sixteen bytes and more ', "'", '\u007f', '@[`{/:'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    "don't",
    " '",
    '’',
    'カタカナ',
    'ｶﾞ',
    '漢字',
    '́',
    '👍🏽',
    '\u00ad',
    'é',
    '.',
    ' ',
    "a''b",
    '\0',
  ),
);

test('counts the tokens that the tokeniser finds, and hashes as a profile does', () => {
  const count = newTokenCounter();
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
      const text = list.join('').replace(/\p{Surrogate}/gu, '\ufffd');
      const { tokens, low, high } = count(text);
      assert.equal(tokens, tokenise(text, 'words').length);
      assert.equal((BigInt(high) << 32n) | BigInt(low), textHash(text, 0));
    }),
    { numRuns: 400 },
  );
});

test('a signer that looks for loops finds them, document by document', () => {
  const signer = newSigner({ tokeniser: 'words', seed: 0, loops: true });
  const varied = Array.from({ length: 400 }, (_, i) => `w${i}`).join(' ');
  const stuck = `${varied} ${'the same words over and over again here '.repeat(40)}`;
  assert.equal(signer.sign(varied).loops, false);
  assert.equal(signer.sign(stuck).loops, true);
  assert.equal(signer.sign(varied).loops, false, 'the document before leaves nothing behind');
  assert.equal(newSigner({ tokeniser: 'words', seed: 0 }).sign(stuck).loops, false, 'it was not asked');
});
