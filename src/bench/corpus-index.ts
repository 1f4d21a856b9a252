/**
 * A corpus prepared so that the profile of any subset of its documents is made quickly: thousands of random halves
 * are audited to measure the noise, and counting the texts anew each time would take days.
 */
import {
  type CellTable,
  type DocumentTable,
  GROUPS,
  ORDERS,
  type Profile,
  type SampledDocument,
  type UnigramTable,
} from '../profile/profile.js';
import { SIGNATURE_BYTES } from '../profile/signature.js';

/** Every (n-gram, document) of one order, sorted by key and then by document. */
interface Occurrences {
  length: number;
  keys: Uint32Array;
  document: Uint32Array;
  count: Uint32Array;
  /** Order 1 only: spelling by occurrence. */
  words: string[];
}

export interface CorpusIndex {
  size: number;
  profiles: Profile[];
  orders: Occurrences[];
}

/** From the profiles of the single documents. */
export function indexCorpus(profiles: Profile[]): CorpusIndex {
  const orders: Occurrences[] = [];
  for (let n = 0; n < ORDERS; n++) {
    let length = 0;
    for (const p of profiles) length += p.grams[n].length;
    const flat = {
      keys: new Uint32Array(2 * length),
      document: new Uint32Array(length),
      count: new Uint32Array(length),
    };
    const words: string[] = [];
    let at = 0;
    profiles.forEach((p, d) => {
      const table = p.grams[n];
      flat.keys.set(table.keys.subarray(0, 2 * table.length), 2 * at);
      flat.count.set(table.counts.subarray(0, table.length), at);
      flat.document.fill(d, at, at + table.length);
      if (n === 0) for (const word of p.grams[0].words) words.push(word);
      at += table.length;
    });
    const float = new Float64Array(length);
    for (let i = 0; i < length; i++) float[i] = flat.keys[2 * i + 1] * 2 ** 21 + (flat.keys[2 * i] >>> 11);
    const order = Uint32Array.from({ length }, (_, i) => i).sort(
      (a, b) => float[a] - float[b] || flat.keys[2 * a] - flat.keys[2 * b] || a - b,
    );
    const sorted: Occurrences = {
      length,
      keys: new Uint32Array(2 * length),
      document: new Uint32Array(length),
      count: new Uint32Array(length),
      words: n === 0 ? Array.from(order, (i) => words[i]) : [],
    };
    order.forEach((from, i) => {
      sorted.keys[2 * i] = flat.keys[2 * from];
      sorted.keys[2 * i + 1] = flat.keys[2 * from + 1];
      sorted.document[i] = flat.document[from];
      sorted.count[i] = flat.count[from];
    });
    orders.push(sorted);
  }
  return { size: profiles.length, profiles, orders };
}

/**
 * The profile of the documents with `wanted[d] > 0`; the number says how many copies of d there are. It holds until
 * the second next call on the same index.
 */
export function profileOf(index: CorpusIndex, wanted: Uint8Array): Profile {
  const chosen: number[] = [];
  for (let d = 0; d < index.size; d++) if (wanted[d]) chosen.push(d);
  const totals = {
    documents: new Float64Array(GROUPS),
    tokens: new Float64Array(GROUPS),
    bytes: new Float64Array(GROUPS),
  };
  const sample: SampledDocument[] = [];
  for (const d of chosen) {
    const own = index.profiles[d];
    for (let j = 0; j < GROUPS; j++) {
      totals.documents[j] += own.totals.documents[j] * wanted[d];
      totals.tokens[j] += own.totals.tokens[j] * wanted[d];
      totals.bytes[j] += own.totals.bytes[j] * wanted[d];
    }
    sample.push(...own.sample);
  }
  sample.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return {
    ...index.profiles[0],
    digest: '',
    skipped: 0,
    totals,
    documents: documentsOf(index, chosen, wanted),
    grams: [
      unigramsOf(index, wanted),
      cellsOf(index.orders[1], wanted),
      cellsOf(index.orders[2], wanted),
      cellsOf(index.orders[3], wanted),
    ],
    sample: sample.slice(0, 2000),
  };
}

function documentsOf(index: CorpusIndex, chosen: number[], wanted: Uint8Array): DocumentTable {
  const order = [...chosen].sort((a, b) => {
    const x = index.profiles[a].documents.hashes;
    const y = index.profiles[b].documents.hashes;
    return x[1] - y[1] || x[0] - y[0];
  });
  const table: DocumentTable = {
    length: order.length,
    hashes: new Uint32Array(2 * order.length),
    copies: new Uint32Array(order.length),
    tokens: new Uint32Array(order.length),
    flags: new Uint8Array(order.length),
    signatures: new Uint8Array(order.length * SIGNATURE_BYTES),
    shift: 0,
  };
  order.forEach((d, i) => {
    const own = index.profiles[d].documents;
    table.hashes[2 * i] = own.hashes[0];
    table.hashes[2 * i + 1] = own.hashes[1];
    table.copies[i] = wanted[d];
    table.tokens[i] = own.tokens[0];
    table.flags[i] = own.flags[0];
    table.signatures.set(own.signatures, i * SIGNATURE_BYTES);
  });
  return table;
}

/** Two profiles are alive at a time, so their tables take turns in two rooms: allocating anew is half the time. */
const rooms = new WeakMap<Occurrences, { keys: Uint32Array; counts: Uint32Array }[]>();

function roomFor(all: Occurrences) {
  const fresh = () => ({ keys: new Uint32Array(2 * all.length), counts: new Uint32Array(all.length) });
  let pair = rooms.get(all);
  if (pair === undefined) {
    pair = [fresh(), fresh()];
    rooms.set(all, pair);
  }
  pair.reverse();
  return pair[0];
}

function cellsOf(all: Occurrences, wanted: Uint8Array): CellTable {
  const { keys, counts } = roomFor(all);
  let length = 0;
  for (let i = 0; i < all.length; i++) {
    const copies = wanted[all.document[i]];
    if (copies === 0) continue;
    const lo = all.keys[2 * i];
    const hi = all.keys[2 * i + 1];
    if (length > 0 && keys[2 * length - 2] === lo && keys[2 * length - 1] === hi) {
      counts[length - 1] += all.count[i] * copies;
    } else {
      keys[2 * length] = lo;
      keys[2 * length + 1] = hi;
      counts[length++] = all.count[i] * copies;
    }
  }
  return { length, keys: keys.subarray(0, 2 * length), counts: counts.subarray(0, length), shift: 0 };
}

function unigramsOf(index: CorpusIndex, wanted: Uint8Array): UnigramTable {
  const all = index.orders[0];
  const cells = cellsOf(all, wanted);
  const owners = new Uint32Array(cells.length);
  const words: string[] = [];
  let cell = -1;
  for (let i = 0; i < all.length; i++) {
    if (wanted[all.document[i]] === 0) continue;
    const lo = all.keys[2 * i];
    const hi = all.keys[2 * i + 1];
    const owner = index.profiles[all.document[i]].documents.hashes[0] || 1;
    if (cell >= 0 && cells.keys[2 * cell] === lo && cells.keys[2 * cell + 1] === hi) {
      if (owners[cell] !== owner) owners[cell] = 0;
      continue;
    }
    cell++;
    owners[cell] = owner;
    const newWord =
      cell === 0 || cells.keys[2 * cell - 1] !== hi || cells.keys[2 * cell - 2] >>> 5 !== lo >>> 5;
    if (newWord) words.push(all.words[i]);
  }
  return { ...cells, owners, words };
}
