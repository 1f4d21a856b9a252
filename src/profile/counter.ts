/**
 * Feeds documents to the counting kernel and collects what it has counted as parts: a *light* profile (all
 * but the 2- to 4-grams) and the runs of the n-grams. Parts merge into the profile of all their documents
 * (`finish.ts`), however the documents were dealt out.
 */
import type { Document } from '../corpus/document.js';
import { thin } from './capacity.js';
import { type Kernel, words32 } from './kernel.js';
import { mergeUnigrams } from './merge-cells.js';
import { mergeDocuments } from './merge-documents.js';
import { openKernel } from './open-kernel.js';
import {
  type Capacity,
  type DocumentTable,
  GROUPS,
  type Profile,
  type SampledDocument,
  type TokeniserName,
  type UnigramTable,
} from './profile.js';
import { PARTITIONS, RUN_ORDERS, type Run } from './run.js';
import { cutText, keepSample, SAMPLE_TEXTS, sampled } from './sample.js';
import { SIGNATURE_BYTES } from './signature.js';
import { TOKENISERS } from './tokenise.js';

export interface CounterOptions {
  tokeniser: TokeniserName;
  seed: number;
  capacity: Capacity;
  /** Bytes for keys that wait to be counted. */
  poolBytes: number;
}

/** A run in memory. */
export interface MemoryRun extends Omit<Run, 'read'> {
  bytes: Uint8Array;
}

export interface Counter {
  add(document: Document): void;
  /** Bytes of runs that are held. */
  held(): number;
  /** Takes the runs that are held; the rest goes on. */
  takeRuns(): MemoryRun[];
  /** Takes all that was counted so far, as a profile without 2- to 4-grams and their runs, and begins anew. */
  take(): { light: Profile; runs: MemoryRun[] };
  /** Thresholds of 2- to 4-grams that the result is known to reach; they hold from the next part on. */
  know(shifts: number[]): void;
}

const POOL_FULL = 1;

export function newCounter({ tokeniser, seed, capacity, poolBytes }: CounterOptions): Counter {
  const { kernel, put, putNormal } = openKernel(tokeniser, seed, poolBytes);
  let runs: MemoryRun[] = [];
  let unigrams: UnigramTable | undefined;
  let documents: DocumentTable | undefined;
  let sample: SampledDocument[] = [];
  let sampleEnd = 2n ** 64n; // Largest hash that can still belong to the sample.
  let shifts = [0, 0, 0];
  let nextShifts = shifts;
  const emptyPool = () => {
    for (const [i, order] of RUN_ORDERS.entries()) runs.push(takeRun(kernel, order, shifts[i]));
    kernel.clearPool();
    shifts = nextShifts;
    kernel.setShifts(shifts[0], shifts[1], shifts[2]);
  };
  const emptyUnigrams = () => {
    const table = takeUnigrams(kernel, capacity.cells[0]);
    unigrams = unigrams ? mergeUnigrams(unigrams, table, capacity.cells[0]) : table;
  };
  const emptyDocuments = () => {
    const table = takeDocuments(kernel, capacity.documents);
    documents = documents ? mergeDocuments(documents, table, capacity.documents) : table;
  };

  return {
    add({ text, id }) {
      let bytes = put(text);
      kernel.begin(bytes);
      const hash = BigInt.asUintN(64, kernel.hashOfText());
      if (hash <= sampleEnd) {
        const cut = cutText(text);
        sample.push(sampled(hash.toString(16).padStart(16, '0'), id, cut.text, cut.cut));
        if (sample.length >= 2 * SAMPLE_TEXTS) {
          const kept = keepSample(sample);
          const last = kept[kept.length - 1].hash;
          if (sample.some((member) => member.hash > last)) sampleEnd = BigInt(`0x${last}`);
          sample = kept;
        }
      }
      bytes = putNormal(text, bytes);
      for (let full = kernel.count(bytes); full; full = kernel.count(bytes)) {
        emptyPool();
        if (full !== POOL_FULL) emptyUnigrams();
      }
      if (kernel.documentRoom() === 0) {
        emptyPool();
        emptyDocuments();
      }
    },
    held: () => runs.reduce((sum, run) => sum + run.bytes.length, 0),
    takeRuns() {
      const taken = runs.filter((run) => run.cells > 0);
      runs = [];
      return taken;
    },
    take() {
      emptyPool();
      emptyUnigrams();
      emptyDocuments();
      const light: Profile = {
        rules: { format: 2, tokeniser: TOKENISERS[tokeniser], seed },
        capacity,
        digest: takeDigest(kernel),
        skipped: 0,
        totals: takeTotals(kernel),
        documents: documents!,
        grams: [unigrams!, emptyTable(), emptyTable(), emptyTable()],
        sample: keepSample(sample),
      };
      kernel.clearTotals();
      const part = { light, runs: runs.filter((run) => run.cells > 0) };
      [runs, unigrams, documents, sample] = [[], undefined, undefined, []];
      return part;
    },
    know(known) {
      nextShifts = known;
    },
  };
}

export function emptyTable() {
  return { length: 0, keys: new Uint32Array(0), counts: new Uint32Array(0), shift: 0 };
}

/** Counts all keys of one order that wait in the pool. */
function takeRun(kernel: Kernel, order: number, shift: number): MemoryRun {
  const index = new Float64Array(PARTITIONS + 1);
  let bytes = new Uint8Array(2 ** 16);
  let used = 0;
  let cells = 0;
  for (let partition = 0; partition < PARTITIONS; partition++) {
    kernel.openPartition(order, partition);
    for (let size = kernel.nextSegment(); size; size = kernel.nextSegment()) {
      if (used + size > bytes.length) {
        // Partitions are alike, so the first ones tell the size; an untouched rest takes no memory.
        const wanted = Math.max(2 * (used + size), (used + size) * (PARTITIONS / (partition + 1)) * 1.1);
        const larger = new Uint8Array(Math.ceil(wanted));
        larger.set(bytes.subarray(0, used));
        bytes = larger;
      }
      const segment = new Uint8Array(kernel.memory.buffer, kernel.segmentAt() >>> 0, size);
      cells += new DataView(segment.buffer, segment.byteOffset).getUint32(0, true);
      bytes.set(segment, used);
      used += size;
    }
    index[partition + 1] = used;
  }
  return { order, shift, cells, index, bytes: bytes.subarray(0, used) };
}

function takeUnigrams(kernel: Kernel, capacity: number): UnigramTable {
  const rows = kernel.sortUnigrams();
  const keys = words32(kernel, kernel.sortedAt(), 2 * rows);
  const counts = words32(kernel, kernel.columnsAt(), rows);
  const owners = words32(kernel, kernel.columnsAt() + 4 * kernel.sortedRoom(), rows);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let spellings = '';
  for (let size = kernel.takeSpellings(rows); size; size = kernel.takeSpellings(rows)) {
    spellings += decoder.decode(new Uint8Array(kernel.memory.buffer, kernel.segmentAt() >>> 0, size));
  }
  kernel.clearUnigrams();
  const words = spellings.split('\n');
  words.pop();
  const table = { length: rows, keys, counts, shift: 0, owners, words };
  return rows > capacity
    ? mergeUnigrams(table, { ...emptyTable(), owners: new Uint32Array(0), words: [] }, capacity)
    : table;
}

/** The documents logged so far, copies joined. */
function takeDocuments(kernel: Kernel, capacity: number): DocumentTable {
  const rows = kernel.sortDocuments();
  const hashes = words32(kernel, kernel.sortedAt(), 2 * rows);
  const tokens = words32(kernel, kernel.columnsAt(), rows);
  const flags = Uint8Array.from(words32(kernel, kernel.columnsAt() + 4 * kernel.sortedRoom(), rows));
  const places = words32(kernel, kernel.columnsAt() + 8 * kernel.sortedRoom(), rows);
  const copies = new Uint32Array(rows);
  let n = 0;
  for (let row = 0; row < rows; row++) {
    if (n && hashes[2 * row] === hashes[2 * n - 2] && hashes[2 * row + 1] === hashes[2 * n - 1]) {
      copies[n - 1]++;
      continue;
    }
    hashes[2 * n] = hashes[2 * row];
    hashes[2 * n + 1] = hashes[2 * row + 1];
    tokens[n] = tokens[row];
    flags[n] = flags[row];
    places[n] = places[row];
    copies[n++] = 1;
  }
  const { shift, length } = thin(hashes, n, capacity, 0);
  const signatures = takeSignatures(kernel, places.subarray(0, length));
  return {
    length,
    hashes: hashes.slice(0, 2 * length),
    copies: copies.slice(0, length),
    tokens: tokens.slice(0, length),
    flags: flags.slice(0, length),
    signatures,
    shift,
  };
}

/** The signatures at these places of the log, one after the other. */
function takeSignatures(kernel: Kernel, places: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(kernel.memory.buffer);
  const first = kernel.signaturesAt() >>> 0;
  const step = kernel.signatureStep();
  const signatures = new Uint8Array(places.length * SIGNATURE_BYTES);
  for (let i = 0; i < places.length; i++) {
    const at = first + places[i] * step;
    signatures.set(bytes.subarray(at, at + SIGNATURE_BYTES), i * SIGNATURE_BYTES);
  }
  return signatures;
}

function takeTotals(kernel: Kernel): Profile['totals'] {
  const sums = (row: number) =>
    new Float64Array(kernel.memory.buffer, kernel.totalsAt() + row * 8 * GROUPS, GROUPS).slice();
  return { documents: sums(0), tokens: sums(1), bytes: sums(2) };
}

function takeDigest(kernel: Kernel): string {
  const [high, low] = [kernel.digestHighOf(), kernel.digestLowOf()];
  const hex = (value: bigint) => BigInt.asUintN(64, value).toString(16).padStart(16, '0');
  return hex(high) + hex(low);
}
