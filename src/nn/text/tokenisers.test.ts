import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DataError, UsageError } from '../../util/errors.js';
import { bytePairTokeniser, trainBytePairs } from './byte-pairs.js';
import { characterTokeniser, trainCharacters } from './characters.js';
import { END } from './tokeniser.js';

test('characters are numbered by code point, and come back', () => {
  const tokeniser = characterTokeniser(trainCharacters(['ba', 'é😀a']));
  assert.equal(tokeniser.size, 5);
  assert.deepEqual(tokeniser.encode('abé😀'), [1, 2, 3, 4]);
  assert.equal(tokeniser.decode([END, 4, 1, END]), '😀a');
  assert.throws(() => tokeniser.encode('x'), DataError);
});

test('the most frequent pair is merged first: the words of Sennrich, Haddow and Birch', () => {
  // low 5 times, lower 2, newest 6, widest 3: "es" comes 9 times, "es" with "t" 9, "lo" 7, "lo" with "w" 7. As in the
  // paper, whose sign for the end of a word is left out here.
  const text = 'low,'.repeat(5) + 'lower,'.repeat(2) + 'newest,'.repeat(6) + 'widest,'.repeat(3);
  const merges = trainBytePairs([text], 257 + 4);
  const tokeniser = bytePairTokeniser(merges);
  const spelled = merges.map((_, i) => tokeniser.decode([257 + i]));
  assert.deepEqual(spelled, ['es', 'est', 'lo', 'low']);
  assert.deepEqual(
    tokeniser.encode('lowest').map((token) => tokeniser.decode([token])),
    ['low', 'est'],
  );
});

test('counts that are kept up are those of counting anew', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
      const merges = trainBytePairs([words.join(' ')], 257 + 6);
      // Each merge by itself: what is encoded with those before it has no pair that is more frequent.
      for (const [i, [left, right]] of merges.entries()) {
        const before = bytePairTokeniser(merges.slice(0, i));
        const counts = new Map<string, number>();
        for (const [piece] of words.join(' ').matchAll(/ ?[a-c]+/g)) {
          const tokens = before.encode(piece);
          for (let at = 1; at < tokens.length; at++) {
            const key = `${tokens[at - 1]} ${tokens[at]}`;
            counts.set(key, (counts.get(key) ?? 0) + 1);
          }
        }
        assert.equal(counts.get(`${left} ${right}`), Math.max(...counts.values()));
      }
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('every text comes back as it was', () => {
  const tokeniser = bytePairTokeniser(trainBytePairs(['the cat sat on the mat, the end'], 270));
  assert.ok(tokeniser.size > 257);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      assert.equal(tokeniser.decode(tokeniser.encode(text)), text);
    }),
    { numRuns: 300, seed: 1 },
  );
  assert.equal(tokeniser.decode(tokeniser.encode('the cat\n\n  sat… ')), 'the cat\n\n  sat… ');
  assert.throws(() => trainBytePairs([''], 256), UsageError);
});
