/**
 * Which texts of two corpora are near-copies of one another, from the signatures of their profiles: clusters over both
 * together, so that they can be counted on any side to which document groups are dealt.
 */
import { newClusters } from '../duplicates/clusters.js';
import { nearPairs } from '../duplicates/near-pairs.js';
import { GROUPS, type Profile } from '../profile/profile.js';
import { SIGNATURE_BYTES } from '../profile/signature.js';

/** Least similarity of near-copies (Jaccard, of shingles), as estimated. */
export const NEAR = 0.7;

export interface NearCopies {
  /** Clusters of two texts and more: the members of cluster c are start[c] … start[c + 1] - 1. */
  length: number;
  start: Uint32Array;
  /** Group of each member, 0 … 63. */
  group: Uint8Array;
}

export function nearCopiesOf(corpus: Profile, reference: Profile): NearCopies {
  const tables = [corpus.documents, reference.documents];
  const texts = tables[0].length + tables[1].length;
  const signatures = new Uint8Array(texts * SIGNATURE_BYTES);
  signatures.set(tables[0].signatures);
  signatures.set(tables[1].signatures, tables[0].signatures.length);
  const pairs = nearPairs(signatures, NEAR);
  const { join, find } = newClusters(texts);
  const paired = new Set<number>();
  for (let i = 0; i < pairs.length; i++) {
    join(pairs.first[i], pairs.second[i]);
    paired.add(pairs.first[i]).add(pairs.second[i]);
  }
  const clusters = new Map<number, number[]>();
  const groupOf = (text: number) =>
    text < tables[0].length
      ? tables[0].hashes[2 * text] & (GROUPS - 1)
      : GROUPS + (tables[1].hashes[2 * (text - tables[0].length)] & (GROUPS - 1));
  for (const text of paired) {
    const first = find(text);
    const members = clusters.get(first);
    if (members) members.push(groupOf(text));
    else clusters.set(first, [groupOf(text)]);
  }
  const start = new Uint32Array(clusters.size + 1);
  const group = new Uint8Array(paired.size);
  let [c, at] = [0, 0];
  for (const members of clusters.values()) {
    group.set(members, at);
    at += members.length;
    start[++c] = at;
  }
  return { length: clusters.size, start, group };
}
