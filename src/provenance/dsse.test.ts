import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import {
  type Envelope,
  PAYLOAD_TYPE,
  preAuthEncoding,
  STATEMENT_TYPE,
  type Statement,
  signStatement,
  unverifiedStatement,
  verifyEnvelope,
} from './dsse.js';
import { keyId, type SigningKey } from './signing-key.js';

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey, id: keyId(publicKey) };
}

/** The key pair of RFC 8032, section 7.1, test 1. */
function rfcKey(): SigningKey {
  const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, id: keyId(publicKey) };
}

const STATEMENT: Statement = {
  _type: STATEMENT_TYPE,
  subject: [{ name: 'shard-0.jsonl', digest: { sha256: 'ab'.repeat(32) } }],
  predicateType: 'https://example.org/mixture/v1',
  predicate: { human: 0.3, note: 'é' },
};

test('the bytes that are signed, as in the protocol of DSSE', () => {
  const pae = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
  assert.equal(Buffer.from(pae).toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  assert.equal(Buffer.from(preAuthEncoding('é', Buffer.from('ü'))).toString(), 'DSSEv1 2 é 2 ü');
});

test('what was signed is read back, from text too', () => {
  const key = newKey();
  const envelope = signStatement(STATEMENT, key);
  assert.deepEqual(verifyEnvelope(envelope, [key.publicKey]), STATEMENT);
  assert.deepEqual(
    verifyEnvelope(JSON.stringify(envelope, null, 2), [newKey().publicKey, key.publicKey]),
    STATEMENT,
  );
  assert.deepEqual(unverifiedStatement(envelope), STATEMENT);
  const unnamed = { ...envelope, signatures: [{ sig: envelope.signatures[0].sig }] };
  assert.deepEqual(verifyEnvelope(unnamed, [key.publicKey]), STATEMENT, 'a key id is a hint');
});

test('signatures are those of Ed25519: the same key and statement, the same bytes', () => {
  const [a, b] = [signStatement(STATEMENT, rfcKey()), signStatement(STATEMENT, rfcKey())];
  assert.deepEqual(a, b);
  assert.equal(Buffer.from(a.signatures[0].sig, 'base64').length, 64);
});

test('forgeries are refused with the reason', () => {
  const [key, other] = [newKey(), newKey()];
  const good = signStatement(STATEMENT, key);
  const [signature] = good.signatures;
  const body = (statement: object) => Buffer.from(JSON.stringify(statement)).toString('base64');
  const cases: [why: RegExp, envelope: unknown][] = [
    [/was changed/, { ...good, payload: body({ ...STATEMENT, predicate: { human: 0.9 } }) }],
    [/key id is forged/, { ...good, signatures: [{ ...signature, keyid: other.id }] }],
    [/key id is forged/, { ...good, signatures: [{ ...signature, keyid: 'a'.repeat(64) }] }],
    [/was changed/, { ...good, signatures: [{ ...signOther().signatures[0], keyid: key.id }] }],
    [/not signed by/, signOther()],
    [/two signatures by key/, { ...good, signatures: [signature, signature] }],
    [/payloadType is "text\/plain"/, { ...good, payloadType: 'text/plain' }],
    [/unknown key "extra"/, { ...good, extra: 1 }],
    [/unknown key "cert"/, { ...good, signatures: [{ ...signature, cert: '' }] }],
    [/no signatures/, { ...good, signatures: [] }],
    [/payload: no canonical base64/, { ...good, payload: `${good.payload}\n` }],
    [/signature: no canonical base64/, { ...good, signatures: [{ sig: signature.sig.replaceAll('=', '') }] }],
    [/stands twice/, JSON.stringify(good).replace('{', `{"payloadType":"${PAYLOAD_TYPE}",`)],
    [/not an object/, []],
    [/no valid JSON/, 'payload'],
  ];
  for (const [why, envelope] of cases) assert.throws(() => verifyEnvelope(envelope, [key.publicKey]), why);
  assert.throws(() => verifyEnvelope(good, []), /no public key/);
  assert.throws(() => verifyEnvelope(good, [key.privateKey]), /public/);

  function signOther(): Envelope {
    return signStatement(STATEMENT, other);
  }
});

test('what is no statement is neither signed nor read', () => {
  const key = newKey();
  const bad: [why: RegExp, change: object][] = [
    [/_type is/, { _type: 'https://in-toto.io/Statement/v0.1' }],
    [/no subject/, { subject: [] }],
    [/without digest/, { subject: [{ name: 'x', digest: {} }] }],
    [/lower-case hex/, { subject: [{ digest: { sha256: 'XY' } }] }],
    [/predicateType is no URI/, { predicateType: 'mixture' }],
    [/predicate is no object/, { predicate: [] }],
  ];
  for (const [why, change] of bad)
    assert.throws(() => signStatement({ ...STATEMENT, ...change } as Statement, key), why);
});

test('one flipped bit anywhere in an envelope is found', () => {
  const key = newKey();
  const text = Buffer.from(JSON.stringify(signStatement(STATEMENT, key), null, 1));
  for (let bit = 0; bit < text.length * 8; bit++) {
    const flipped = Buffer.from(text);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    assert.throws(() => verifyEnvelope(flipped.toString(), [key.publicKey]), `bit ${bit}`);
  }
});
