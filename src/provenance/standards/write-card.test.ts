import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { EVIDENCE_KINDS, ORIGINS, type SourceCard } from '../card.js';
import { keyId } from '../signing-key.js';
import { readCroissant } from './croissant.js';
import { readHuggingFace } from './hugging-face.js';
import { readOasis } from './oasis.js';
import { makeCard } from './reading.js';
import { IPTC, SOURCE_TYPES, sourceTypeOf } from './source-type.js';
import { type Format, writeCard } from './write-card.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = { privateKey, publicKey, id: keyId(publicKey) };
const options = { key: () => key, now: '2026-01-02T03:04:05Z', version: '0.1.0' };

const words = fc.stringMatching(/^[a-zA-Zé一😀:#'"{}\-&*!|>%@, ]{1,20}$/u).map((text) => `x${text}x`);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const typed = Object.keys(SOURCE_TYPES)
  .filter((code) => !['empty', 'trainedAlgorithmicData'].includes(code))
  .map((code) => `${IPTC}${code}`);

/** Any card, with weights that a document's own word can have. */
const cards: fc.Arbitrary<SourceCard> = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9][a-z0-9._-]{0,8}){0,2}$/),
    title: maybe(words),
    origin: fc.constantFrom(...ORIGINS),
    share: fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })),
    digitalSourceType: maybe(fc.constantFrom(...typed)),
    files: fc.array(
      fc.record({ path: words.map((text) => `d/${text}.txt`), sha256: hash, bytes: fc.nat() }),
      { maxLength: 3 },
    ),
    sha256: maybe(hash),
    generator: maybe(fc.record({ model: words }).map(({ model }) => ({ model }))),
    collectedAt: maybe(fc.constantFrom('2019', '2020-01/2021-02', '2023-05-06')),
    licence: maybe(words),
    parents: fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8})?$/), { maxLength: 3 }),
    evidence: fc.array(
      fc
        .record({
          kind: fc.constantFrom(...EVIDENCE_KINDS),
          statement: words,
          supports: maybe(fc.constantFrom(...ORIGINS)),
          weight: maybe(fc.integer({ min: 0, max: 5 }).map((tenths) => tenths / 10)),
        })
        .map(({ kind, statement, supports, weight }) => ({
          kind,
          statement,
          ...(supports === undefined ? {} : { supports }),
          ...(weight === undefined ? {} : { weight }),
        })),
      { maxLength: 4 },
    ),
    by: maybe(words),
    unmapped: fc.dictionary(fc.stringMatching(/^[a-z]{3,9}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  })
  .filter(({ unmapped }) => !JSON.stringify(unmapped).includes('__proto__'))
  .map(({ share, by, origin, digitalSourceType, generator, ...rest }) => {
    const [low, high] = [...share].sort((a, b) => a - b);
    const mixed = origin === 'mixed' || origin === 'unknown';
    return makeCard(
      {
        ...rest,
        origin,
        // What a generator wrote is not human; Croissant takes one for a word to that effect.
        generator: origin === 'synthetic' || origin === 'mixed' ? generator : undefined,
        humanFraction: mixed ? [low / 100, high / 100] : undefined,
        // Every origin but unknown is written as some type.
        digitalSourceType: digitalSourceType ?? sourceTypeOf(origin),
        attestation: by === undefined ? undefined : { by },
      },
      'any',
    );
  });

test('a card comes back from each format but for what the format is said not to carry', () => {
  fc.assert(
    fc.property(cards, (card) => {
      for (const format of ['croissant', 'oasis', 'in-toto', 'hugging-face'] as Format[]) {
        const { lost } = writeCard(card, format, options);
        // The signer is noted; the tag `synthetic` is added, and is evidence where the card has no other.
        const expected =
          { 'in-toto': ['attestation'], 'hugging-face': ['unmapped', 'evidence'] }[format as string] ?? [];
        const surprising = lost.filter((field) => !expected.includes(field) && !changedByType(field, card));
        assert.deepEqual(surprising, [], `${format}: ${JSON.stringify(card)}`);
      }
    }),
    { numRuns: 60 },
  );
});

/**
 * The standard's own word for the origin, the source type's or the generator's, becomes evidence where the card has none that says it; and a
 * type that says synthetic of a card that does not changes its origin.
 */
function changedByType(
  field: string,
  { origin, digitalSourceType, evidence, generator }: SourceCard,
): boolean {
  const says = SOURCE_TYPES[digitalSourceType?.split('/').at(-1) ?? ''] ?? 'unknown';
  const silent = [says, origin, ...(generator ? ['synthetic'] : [])].filter(
    (word) => !evidence.some(({ supports }) => supports === word),
  );
  if (field === 'evidence') return silent.some((word) => word !== 'unknown');
  return (
    (field === 'origin' || field === 'humanFraction') &&
    (says === 'synthetic' || says === 'mixed') &&
    says !== origin
  );
}

test('no way out and back in makes a source more human, or forgets that it was called synthetic', () => {
  const readers = { croissant: readCroissant, oasis: readOasis, 'hugging-face': readHuggingFace };
  fc.assert(
    fc.property(
      cards,
      fc.constantFrom(...(Object.keys(readers) as (keyof typeof readers)[])),
      (card, format) => {
        const [back] = readers[format](writeCard(card, format, options).text, 'f').cards;
        assert.ok(back.humanFraction[0] <= card.humanFraction[0], JSON.stringify([format, card, back]));
        assert.ok(
          back.humanFraction[1] <= card.humanFraction[1] || back.origin === 'mixed',
          JSON.stringify([card, back]),
        );
        const synthetic = ({ evidence }: SourceCard) =>
          evidence.some(({ supports }) => supports === 'synthetic');
        assert.ok(!synthetic(card) || synthetic(back));
      },
    ),
    { numRuns: 80 },
  );
});

test('weights above a declaration survive only under a signature', () => {
  const card = makeCard(
    {
      id: 'a',
      origin: 'human',
      evidence: [{ kind: 'document', statement: 's', supports: 'human', weight: 0.9 }],
    },
    'x',
  );
  for (const format of ['croissant', 'oasis', 'hugging-face'] as Format[])
    assert.ok(writeCard(card, format, options).lost.includes('evidence'), format);
  assert.deepEqual(writeCard(card, 'in-toto', options).lost, []);
});
