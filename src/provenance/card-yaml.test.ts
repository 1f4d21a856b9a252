import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkCard, parseCard, type SourceCard } from './card.js';
import { cardYaml } from './card-yaml.js';

const word = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom(
    '1851',
    '2019-01-01',
    'null',
    'true',
    '0x1f',
    '- a',
    'a: b',
    '#x',
    '~',
    '1e5',
    '"',
    "'",
    '\n',
  ),
);
const HASH = fc.constantFrom('ab'.repeat(32), '1'.repeat(64), `1e${'0'.repeat(62)}`);

const card: fc.Arbitrary<SourceCard> = fc
  .record(
    {
      id: fc.constantFrom('a', 'a/b', '1851', 'null', 'true/1'),
      title: word,
      origin: fc.constantFrom('mixed' as const, 'unknown' as const),
      humanFraction: fc
        .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as [number, number]),
      generator: fc.record({ model: word, version: word }, { requiredKeys: ['model'] }),
      collectedAt: word,
      licence: word,
      parents: fc.array(word, { maxLength: 3 }),
      evidence: fc.array(fc.record({ kind: fc.constant('document' as const), statement: word }), {
        maxLength: 3,
      }),
      unmapped: fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 }),
      files: fc.array(fc.record({ path: word, sha256: HASH, bytes: fc.nat() }), { maxLength: 3 }),
      sha256: HASH,
    },
    { requiredKeys: ['id', 'origin', 'humanFraction'] },
  )
  .map((data) => checkCard(JSON.parse(JSON.stringify(data)), () => 'card'));

test('a card written as YAML and read again is the same card, whatever its words', () => {
  fc.assert(
    fc.property(card, (each) => {
      assert.deepEqual(parseCard(cardYaml(each), 'c.yaml'), each);
    }),
    { numRuns: 60 },
  );
});

test('a card written over another’s YAML is read as itself', () => {
  fc.assert(
    fc.property(card, card, (before, after) => {
      assert.deepEqual(parseCard(cardYaml(after, cardYaml(before)), 'c.yaml'), after);
    }),
    { numRuns: 60 },
  );
});
