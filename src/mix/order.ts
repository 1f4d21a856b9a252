/**
 * In which order the documents of a source are taken. The order is that of a hash of the text and the seed: it does not
 * depend on files, threads or their order, and any prefix is a random sample of the source.
 *
 * `anchor` leaves the seed out for sources with human text, so that every mixture replays the same documents; `fresh`
 * does too, and begins behind the last one that an earlier mixture of the store took.
 *
 * Boosting deals the tokens of a source out to its strata in proportion to q^power instead of q, the share of the stratum
 * (exponential smoothing, as Devlin et al. 2019 and Conneau et al. 2020 sample languages); no stratum gives more than it
 * has.
 */
import { largestRemainder } from '../stats/largest-remainder.js';
import type { MixIndex } from './mix-index.js';

export interface Taking {
  /** Documents `from` … `to` - 1 of the index. */
  from: number;
  to: number;
  /** [document] = 1 where a filter left it out. */
  removed: Uint8Array;
  /** null: without the seed. */
  seed: number | null;
  /** Only documents with a higher key; -1 for all. */
  after: number;
}

export interface Ordered {
  /** Documents, each once. */
  documents: Uint32Array;
  /** Their keys, ascending. */
  keys: Uint32Array;
  tokens: number;
}

/** All that may be taken, in order. */
export function orderOf(index: MixIndex, { from, to, removed, seed, after }: Taking): Ordered {
  const salt = seed === null ? 0 : fmix(seed ^ 0x9e3779b9);
  const rows = new BigUint64Array(to - from);
  const words = new Uint32Array(rows.buffer); // Little-endian: the key is the upper word.
  let length = 0;
  let tokens = 0;
  for (let document = from; document < to; document++) {
    if (removed[document]) continue;
    const key = seed === null ? index.high[document] : fmix(index.high[document] ^ salt);
    if (key <= after) continue;
    words[2 * length] = document;
    words[2 * length + 1] = key;
    tokens += index.tokens[document];
    length++;
  }
  rows.subarray(0, length).sort();
  const documents = new Uint32Array(length);
  const keys = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    documents[i] = words[2 * i];
    keys[i] = words[2 * i + 1];
  }
  return { documents, keys, tokens };
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit of `value`. */
function fmix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The documents of the longest beginning with at most `tokens` tokens. */
export function prefixOf(documents: Uint32Array, index: MixIndex, tokens: number): Uint32Array {
  let sum = 0;
  let length = 0;
  while (length < documents.length && sum + index.tokens[documents[length]] <= tokens) {
    sum += index.tokens[documents[length++]];
  }
  return documents.subarray(0, length);
}

export function tokensOf(documents: Uint32Array, index: MixIndex): number {
  let sum = 0;
  for (let i = 0; i < documents.length; i++) sum += index.tokens[documents[i]];
  return sum;
}

/** `documents` again and again, until `quota` tokens are there. */
export function repeated(documents: Uint32Array, index: MixIndex, quota: number): Uint32Array {
  const taken: number[] = [];
  for (let sum = 0, i = 0; documents.length > 0 && sum < quota; i++) {
    const document = documents[i % documents.length];
    taken.push(document);
    sum += index.tokens[document];
  }
  return Uint32Array.from(taken);
}

/** `quota` tokens of the documents, rare strata favoured: `power` 1 keeps their shares, 0 makes them equal. */
export function boosted(
  documents: Uint32Array,
  index: MixIndex,
  quota: number,
  power: number,
  maxRepetition: number,
): Uint32Array {
  const strata = new Map<number, number[]>();
  for (const document of documents) {
    const list = strata.get(index.strata[document]);
    if (list) list.push(document);
    else strata.set(index.strata[document], [document]);
  }
  const lists = [...strata.keys()].sort((a, b) => a - b).map((key) => Uint32Array.from(strata.get(key)!));
  const sizes = lists.map((list) => tokensOf(list, index));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shares = filledUp(
    sizes.map((size) => (size / total) ** power),
    sizes.map((size) => size * maxRepetition),
    quota,
  );
  const parts = lists.map((list, i) => repeated(list, index, shares[i]));
  // By how far each stratum is, so that every beginning is mixed like the whole.
  const next = parts.map(() => 0);
  const done = parts.map(() => 0);
  const order: number[] = [];
  for (;;) {
    let first = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, part] of parts.entries()) {
      if (next[i] === part.length) continue;
      const place = (done[i] + index.tokens[part[next[i]]] / 2) / shares[i];
      if (place < least) [first, least] = [i, place];
    }
    if (first < 0) return Uint32Array.from(order);
    const document = parts[first][next[first]++];
    done[first] += index.tokens[document];
    order.push(document);
  }
}

/** `total` in proportion to the weights, none above its limit; what a limit cuts off goes to the others. */
function filledUp(weights: number[], limits: number[], total: number): number[] {
  const shares = weights.map(() => 0);
  let left = total;
  for (let round = 0; round <= weights.length && left > 0; round++) {
    const open = weights.map((weight, i) => (shares[i] < limits[i] ? weight : 0));
    if (open.every((weight) => weight === 0)) break;
    const more = largestRemainder(open, Math.floor(left));
    if (more.every((each) => each === 0)) break;
    for (const [i, each] of more.entries()) {
      const given = Math.min(each, limits[i] - shares[i]);
      shares[i] += given;
      left -= given;
    }
  }
  return shares;
}
