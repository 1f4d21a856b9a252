/**
 * Merkle trees of RFC 6962, section 2.1, with SHA-256: roots, inclusion proofs and consistency proofs. A tree is given as
 * a function that returns hashes of its complete subtrees, so that proofs read a handful of tiles, never the log.
 */
import { createHash } from 'node:crypto';

/** Hash of the complete subtree of 2^height leaves that is number `index` from the left. */
export type Subtree = (height: number, index: number) => Buffer;

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export function leafHash(entry: Uint8Array): Buffer {
  return sha256(LEAF, entry);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/** The tree over a list of leaf hashes. */
export function treeOf(leaves: readonly Buffer[]): Subtree {
  const rows = [leaves];
  for (let row = leaves; row.length > 1; ) {
    const above: Buffer[] = [];
    for (let i = 1; i < row.length; i += 2) above.push(nodeHash(row[i - 1], row[i]));
    rows.push(above);
    row = above;
  }
  return (height, index) => rows[height][index];
}

/** Root of the first `size` leaves. */
export function rootHash(size: number, tree: Subtree): Buffer {
  return size === 0 ? sha256() : rangeHash(0, size, tree);
}

/** Hashes from the leaf's sibling up to the root's child. `index` is below `size`. */
export function inclusionProof(index: number, size: number, tree: Subtree): Buffer[] {
  const proof: Buffer[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      proof.push(rangeHash(middle, end, tree));
      end = middle;
    } else {
      proof.push(rangeHash(start, middle, tree));
      start = middle;
    }
  }
  return proof.reverse();
}

/** That the first `old` leaves are the same in the tree of `size` leaves. Empty where old is 0 or size. */
export function consistencyProof(old: number, size: number, tree: Subtree): Buffer[] {
  if (old === 0 || old === size) return [];
  const proof: Buffer[] = [];
  let start = 0;
  let end = size;
  let whole = true; // Whether the range of old leaves is still the whole old tree, whose hash the reader knows.
  while (old < end) {
    const middle = start + split(end - start);
    if (old <= middle) {
      proof.push(rangeHash(middle, end, tree));
      end = middle;
    } else {
      proof.push(rangeHash(start, middle, tree));
      start = middle;
      whole = false;
    }
  }
  if (!whole) proof.push(rangeHash(start, end, tree));
  return proof.reverse();
}

/** Whether the proof leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(index >= 0 && index < size)) return false;
  let hash: Uint8Array = leaf;
  let node = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = node / 2;
        last = Math.floor(last / 2);
      }
    } else hash = nodeHash(hash, sibling);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && Buffer.compare(hash, root) === 0;
}

/** Whether the proof shows that the tree of `size` leaves begins with that of `old` (RFC 9162, section 2.1.4.2). */
export function verifyConsistency(
  old: number,
  size: number,
  oldRoot: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!(old >= 0 && old <= size)) return false;
  if (old === size) return proof.length === 0 && Buffer.compare(oldRoot, root) === 0;
  if (old === 0) return proof.length === 0 && Buffer.compare(oldRoot, sha256()) === 0;
  const path = isPowerOfTwo(old) ? [oldRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let node = old - 1;
  let last = size - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let before = path[0];
  let after = path[0];
  for (const hash of path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = nodeHash(hash, before);
      after = nodeHash(hash, after);
      while (node % 2 === 0 && node !== 0) {
        node = node / 2;
        last = Math.floor(last / 2);
      }
    } else after = nodeHash(after, hash);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && Buffer.compare(before, oldRoot) === 0 && Buffer.compare(after, root) === 0;
}

/** The largest power of two below n. */
function split(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isPowerOfTwo(n: number): boolean {
  return n === split(n + 1);
}

/** Hash over the leaves start to end, a range that occurs in the tree. */
function rangeHash(start: number, end: number, tree: Subtree): Buffer {
  const length = end - start;
  if (isPowerOfTwo(length)) return tree(Math.round(Math.log2(length)), start / length);
  const middle = start + split(length);
  return nodeHash(rangeHash(start, middle, tree), rangeHash(middle, end, tree));
}
