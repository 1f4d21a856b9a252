import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullCard } from '../../test/provenance/full-card.js';
import { isOasis, readOasis } from './oasis.js';
import { writeOasis } from './write-oasis.js';

const NOW = '2026-01-02T03:04:05Z';

/** The least that the schema of CSD01 takes. */
function minimal(codes: string[]) {
  return {
    $schema: 'https://docs.oasis-open.org/dps/prov-meta/v1.0/schema/data-provenance.json',
    set: {
      category: 'dp_base',
      'schema-version': '1.0',
      publisher: { name: 'Example', namespace: 'https://example.org' },
      label: 'Numbers',
      tracking: { id: '1', status: 'draft', version: '1' },
    },
    source: { name: 'Found numbers', id: { uuids: ['c0b60d90-c80b-4e04-83f6-3fc7d2551335'] } },
    provenance: {
      'origin-geography': [{ country: 'FR' }],
      date: '2020-01-01',
      'generation-method': codes.map((code) => ({ code })),
    },
    use: { 'intended-purpose': [{ code: 'Pre-Training' }], license: ['CC0-1.0'] },
  };
}

test('codes of methods speak for origins; ways of collecting for none', () => {
  const cases: [codes: string[], origin: string][] = [
    [['Machine generated/MLOps'], 'synthetic'],
    [['Machine generated / MLOps'], 'synthetic'],
    [['Simulations'], 'synthetic'],
    [['Web scraping/Crawling'], 'unknown'],
    [['Social media'], 'unknown'],
    [['User generated content'], 'human'],
    [['Primary user source', 'Simulations'], 'mixed'],
    [['Data augmentation'], 'mixed'],
    [['Other'], 'unknown'],
  ];
  for (const [codes, origin] of cases) {
    const [card] = readOasis(JSON.stringify(minimal(codes)), 'f').cards;
    assert.equal(card.origin, origin, codes.join());
    assert.equal(card.id, 'found-numbers');
    assert.equal(card.licence, 'CC0-1.0');
    assert.equal(card.attestation?.by, 'Example');
    assert.ok(card.evidence.some(({ kind, supports }) => kind === 'date' && supports === 'human'));
    assert.deepEqual(card.unmapped?.['provenance.origin-geography'], [{ country: 'FR' }]);
  }
});

test("the Data & Trust Alliance's form is read too", () => {
  const { set, $schema, ...rest } = minimal(['Machine generated/MLOps']);
  const source = { version: '1.0.0', title: 'T', id: 'x', issuer: [{ name: 'A' }], description: 'd' };
  const data = { ...rest, source };
  assert.ok(isOasis(data) && set && $schema);
  const { cards, errors } = readOasis(JSON.stringify(data), 'f');
  assert.deepEqual(errors, []);
  assert.equal(cards[0].title, 'T');
  assert.equal(cards[0].origin, 'synthetic');
});

test('what the schema demands and is not there is an error', () => {
  const data = minimal(['Other']);
  const without = { ...data, provenance: {}, use: {} };
  assert.deepEqual(
    readOasis(JSON.stringify(without), 'f').errors.map(({ message }) => message),
    [
      'provenance.generation-method is missing',
      'provenance.origin-geography is missing',
      'use.intended-purpose is missing',
    ],
  );
  const { use, ...half } = data;
  assert.match(readOasis(JSON.stringify(half), 'f').errors[0].message, use && /^use is missing$/);
});

test('a card comes back as it was, of every origin', () => {
  for (const origin of ['mixed', 'synthetic', 'human', 'unknown'] as const) {
    const card = fullCard({ origin, evidence: [{ kind: 'declaration', statement: 's', supports: origin }] });
    const text = writeOasis(card, NOW);
    assert.ok(isOasis(JSON.parse(text)));
    assert.deepEqual(readOasis(text, 'f').cards, [card], origin);
  }
});
