import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tokenise } from '../../profile/tokenise.js';
import { joinPieces, pieces } from './pieces.js';

test('words keep their case and the space before them, signs stand alone', () => {
  assert.deepEqual(pieces(' I can\'t pay $1,200 (now).\n\n"The States\' own?" '), [
    ...['I', " can't", ' pay', ' $', '1', ',', '200', ' (', 'now', ')', '.'],
    ...[' "', 'The', ' States', "'", ' own', '?', '"'],
  ]);
  assert.deepEqual(pieces('  \n'), []);
});

test('joining the pieces of any text gives it back, but for white space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.equal(joinPieces(pieces(text)), text.trim().replace(/\s+/gu, ' '));
    }),
    { numRuns: 500 },
  );
});

const latin = fc.string({ unit: fc.constantFrom(...'aZé7’\' .,-"') });

test('pieces in any order never grow together to a word that none of them holds', () => {
  assert.equal(joinPieces(['the', 'nation', "'", 's', "'", ' x']), "the nation' s' x");
  fc.assert(
    fc.property(fc.array(latin), fc.infiniteStream(fc.nat()), (texts, order) => {
      const sorted = texts
        .flatMap(pieces)
        .map((piece) => ({ piece, at: order.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ piece }) => piece);
      const apart = sorted.flatMap((piece) => tokenise(piece, 'words'));
      assert.deepEqual(tokenise(joinPieces(sorted), 'words'), apart);
    }),
    { numRuns: 1000 },
  );
});
