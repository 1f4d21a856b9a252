import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { sharedFolder } from '../../test/shared.js';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodeHash,
  rootHash,
  treeOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.js';

/** The certificate-transparency reference leaves, and published roots of their first 1 to 8. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hex = (list: readonly Uint8Array[]) => list.map((each) => Buffer.from(each).toString('hex'));
const bytes = (list: readonly string[]) => list.map((each) => Buffer.from(each, 'hex'));

test('the reference leaves have their published roots', () => {
  const leaves = bytes(LEAVES).map(leafHash);
  for (const [size, root] of ROOTS.entries()) {
    assert.equal(rootHash(size, treeOf(leaves.slice(0, size))).toString('hex'), root, `size ${size}`);
    assert.equal(rootHash(size, treeOf(leaves)).toString('hex'), root, `first ${size} of 8`);
  }
});

test('all proofs of the vectors beside the checkout', (t) => {
  const shared = sharedFolder(t);
  if (shared === null) return;
  const vectors = JSON.parse(readFileSync(join(shared, 'vectors/merkle_rfc6962.json'), 'utf8'));
  const leaves = bytes(vectors.leaves).map(leafHash);
  assert.deepEqual(hex(leaves), vectors.leaf_hashes);
  const tree = treeOf(leaves);
  for (const [size, root] of Object.entries<string>(vectors.roots)) {
    assert.equal(rootHash(Number(size), tree).toString('hex'), root);
  }
  for (const { index, size, proof } of vectors.inclusion) {
    assert.deepEqual(hex(inclusionProof(index, size, tree)), proof, `leaf ${index} of ${size}`);
    assert.ok(verifyInclusion(leaves[index], index, size, bytes(proof), bytes([vectors.roots[size]])[0]));
  }
  for (const { old, new: size, proof } of vectors.consistency) {
    assert.deepEqual(hex(consistencyProof(old, size, tree)), proof, `${old} in ${size}`);
    const [before, after] = bytes([vectors.roots[old], vectors.roots[size]]);
    assert.ok(verifyConsistency(old, size, before, after, bytes(proof)), `${old} in ${size}`);
  }
  assert.equal(vectors.inclusion.length, 36);
  assert.equal(vectors.consistency.length, 28);
});

/** The definition of RFC 6962, word for word. */
function mth(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

test('proofs hold for every leaf of trees of any size, and for nothing else', () => {
  const leaves = Array.from({ length: 300 }, (_, i) => leafHash(Buffer.from(`${i}`)));
  const tree = treeOf(leaves);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.nat(299),
      fc.nat(299),
      fc.nat(255),
      (size, a, b, bit) => {
        const root = rootHash(size, tree);
        assert.deepEqual(root, mth(leaves.slice(0, size)));
        const index = a % size;
        const proof = inclusionProof(index, size, tree);
        assert.ok(verifyInclusion(leaves[index], index, size, proof, root));
        const other = b % 300;
        if (other !== index) {
          assert.ok(!verifyInclusion(leaves[other], index, size, proof, root), 'another leaf');
          assert.ok(!verifyInclusion(leaves[index], other, size, proof, root), 'another place');
        }
        const old = b % (size + 1);
        const steps = consistencyProof(old, size, tree);
        const oldRoot = rootHash(old, tree);
        assert.ok(verifyConsistency(old, size, oldRoot, root, steps));
        const flip = (hash: Uint8Array) => {
          const copy = Buffer.from(hash);
          copy[bit >> 3] ^= 1 << (bit & 7);
          return copy;
        };
        assert.ok(!verifyConsistency(old, size, flip(oldRoot), root, steps), 'another old root');
        if (old > 0) assert.ok(!verifyConsistency(old, size, oldRoot, flip(root), steps), 'another new root');
        if (proof.length > 0) {
          const damaged = proof.map((hash, i) => (i === b % proof.length ? flip(hash) : hash));
          assert.ok(!verifyInclusion(leaves[index], index, size, damaged, root));
          assert.ok(!verifyInclusion(leaves[index], index, size, proof.slice(1), root));
          assert.ok(!verifyInclusion(leaves[index], index, size, [...proof, root], root));
        }
      },
    ),
    { numRuns: 300 },
  );
});
