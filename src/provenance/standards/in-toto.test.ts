import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { fullCard } from '../../test/provenance/full-card.js';
import { STATEMENT_TYPE, type Statement, signStatement } from '../dsse.js';
import { keyId, type SigningKey } from '../signing-key.js';
import { CARD_PREDICATE, isInToto, readInToto, writeInToto } from './in-toto.js';

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey, id: keyId(publicKey) };
}

test('a signed card comes back whole, with the key that answers for it', () => {
  const key = newKey();
  for (const more of [{}, { files: [], sha256: undefined }, { files: [] }, { attestation: undefined }]) {
    const card = fullCard(more);
    const text = writeInToto(card, key);
    assert.ok(isInToto(JSON.parse(text)));
    const by = card.attestation?.by ?? 'the holder of the key';
    assert.deepEqual(readInToto(text, 'f', [key.publicKey]).cards, [
      { ...card, attestation: { by, keyId: key.id } },
    ]);
  }
});

test('a signature keeps what evidence weighs', () => {
  const key = newKey();
  const card = fullCard({ evidence: [{ kind: 'document', statement: 's', supports: 'mixed', weight: 1 }] });
  assert.equal(readInToto(writeInToto(card, key), 'f', [key.publicKey]).cards[0].evidence[0].weight, 1);
});

test('forged, unsigned and strangely signed statements are refused with the reason', () => {
  const [key, other] = [newKey(), newKey()];
  const text = writeInToto(fullCard(), key);
  assert.throws(() => readInToto(text, 'f', [other.publicKey]), /not signed by key/);
  assert.throws(() => readInToto(text, 'f', []), /Give the signer's public key/);
  const envelope = JSON.parse(text);
  const payload = Buffer.from(envelope.payload, 'base64').toString();
  const forged = { ...envelope, payload: Buffer.from(payload.replace('mixed', 'human')).toString('base64') };
  assert.throws(() => readInToto(JSON.stringify(forged), 'f', [key.publicKey]), /was changed/);
  assert.throws(() => readInToto(payload, 'f', [key.publicKey]), /nobody signed it/);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  assert.throws(() => readInToto(text, 'f', [rsa]), /not with a public rsa/);
});

test('a signed card of one source does not stand for another', () => {
  const key = newKey();
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject: [{ digest: { sha256: 'cd'.repeat(32) } }],
    predicateType: CARD_PREDICATE,
    predicate: { card: fullCard() },
  };
  const text = JSON.stringify(signStatement(statement, key));
  assert.throws(() => readInToto(text, 'f', [key.publicKey]), /its subject is not the source of its card/);
});

test("others' statements give their subject, and nothing about its origin", () => {
  const key = newKey();
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: 'corpus.tar', digest: { sha256: 'cd'.repeat(32) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: { buildDefinition: { buildType: 'x' } },
  };
  const [card] = readInToto(JSON.stringify(signStatement(statement, key)), 'f', [key.publicKey]).cards;
  assert.equal(card.id, 'corpus.tar');
  assert.equal(card.origin, 'unknown');
  assert.equal(card.sha256, 'cd'.repeat(32));
  assert.deepEqual(card.unmapped?.predicate, statement.predicate);
});
