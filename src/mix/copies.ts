/** Filters that look at all documents together: exact copies, and near-copies as gen0 duplicates finds them. */
import { closeSync, openSync, readSync } from 'node:fs';
import { newTally } from '../corpus/index.js';
import { createSink } from '../corpus/sink.js';
import { newClusters } from '../duplicates/clusters.js';
import { nearPairs } from '../duplicates/near-pairs.js';
import { verifyPairs } from '../duplicates/verify-pairs.js';
import { SIGNATURE_BYTES } from '../profile/signature.js';
import { newSigner } from '../profile/signer.js';
import { fileOf, type MixIndex } from './mix-index.js';

/** Of documents alike, the one that counts most as human stays, then the first. */
export type HumanOf = (document: number) => number;

/** Marks exact copies in `removed`; returns how many were marked. */
export function removeExact(index: MixIndex, human: HumanOf, removed: Uint8Array): number {
  let room = 1024;
  while (room < 2 * index.length) room *= 2;
  const slots = new Uint32Array(room); // Document + 1; 0 = free.
  let marked = 0;
  for (let document = 0; document < index.length; document++) {
    if (removed[document]) continue;
    let slot = index.low[document] & (room - 1);
    for (let held = slots[slot]; held; held = slots[slot]) {
      const other = held - 1;
      if (index.low[other] === index.low[document] && index.high[other] === index.high[document]) break;
      slot = (slot + 1) & (room - 1);
    }
    const held = slots[slot];
    if (held === 0) {
      slots[slot] = document + 1;
      continue;
    }
    const less = human(document) > human(held - 1) ? held - 1 : document;
    if (less !== document) slots[slot] = document + 1;
    removed[less] = 1;
    marked++;
  }
  return marked;
}

/** Bytes of shingles that a second look may hold. */
const HELD = 256e6;
/** Candidates may be estimated so much below the threshold (find-duplicates.ts). */
const SLACK = 0.15;

/** Marks all but one of each cluster of near-copies; returns how many were marked. */
export async function removeNear(
  index: MixIndex,
  human: HumanOf,
  removed: Uint8Array,
  threshold: number,
): Promise<number> {
  const left: number[] = [];
  for (let document = 0; document < index.length; document++) if (!removed[document]) left.push(document);
  const signatures = new Uint8Array(left.length * SIGNATURE_BYTES);
  for (const [i, document] of left.entries()) {
    const at = document * SIGNATURE_BYTES;
    signatures.set(index.signatures.subarray(at, at + SIGNATURE_BYTES), i * SIGNATURE_BYTES);
  }
  const candidates = nearPairs(signatures, threshold, threshold - SLACK);
  const tokens = Uint32Array.from(left, (document) => index.tokens[document]);
  const texts = newTexts(index);
  const signer = newSigner({ tokeniser: 'words', seed: 0 });
  try {
    const pairs = await verifyPairs(candidates, tokens, threshold, HELD, async function* (wanted) {
      for (let i = 0; i < left.length; i++) {
        if (wanted(i)) yield [i, signer.shingles(texts.read(left[i]))];
      }
    });
    const clusters = newClusters(left.length);
    for (let i = 0; i < pairs.length; i++) clusters.join(pairs.first[i], pairs.second[i]);
    const best = new Map<number, number>();
    for (let i = 0; i < left.length; i++) {
      const root = clusters.find(i);
      const held = best.get(root);
      if (held === undefined || human(left[i]) > human(left[held])) best.set(root, i);
    }
    let marked = 0;
    for (let i = 0; i < left.length; i++) {
      if (best.get(clusters.find(i)) === i) continue;
      removed[left[i]] = 1;
      marked++;
    }
    return marked;
  } finally {
    texts.close();
  }
}

/** Texts of documents, read again from where their records lie. */
function newTexts(index: MixIndex) {
  const open = new Map<number, number>();
  return {
    read(document: number): string {
      const file = fileOf(index, document);
      let handle = open.get(file);
      if (handle === undefined) {
        handle = openSync(index.files[file], 'r');
        open.set(file, handle);
      }
      const bytes = Buffer.alloc(index.bytes[document]);
      readSync(handle, bytes, 0, bytes.length, index.offset[document]);
      const { input, read } = index.inputs[file];
      const sink = createSink(input, 0, read, newTally());
      sink.record(JSON.parse(bytes.toString('utf8')), 0);
      return sink.take()[0].text;
    },
    close() {
      for (const handle of open.values()) closeSync(handle);
    },
  };
}
