/**
 * The plain twin of the counting kernel: builds a profile with maps and BigInt, as directly as the rules read
 * (docs/profile.md). Slow, and the measure of the fast one: tests compare the two bit for bit.
 */
import type { Document } from '../corpus/document.js';
import { capacityOf, thin } from './capacity.js';
import { hashBytes, hashStarts, mix } from './hash.js';
import { textLoops } from './loops.js';
import {
  type CellTable,
  type DocumentTable,
  FLAG_LOOPS,
  GROUPS,
  ORDERS,
  type Profile,
  type SampledDocument,
  type TokeniserName,
  type UnigramTable,
} from './profile.js';
import { cutText, keepSample, sampled } from './sample.js';
import { SIGNATURE_BYTES, signatureOf } from './signature.js';
import { TOKENISERS, tokenise } from './tokenise.js';

export interface BuildOptions {
  /** Default `words`. */
  tokeniser?: TokeniserName;
  /** Default 0. */
  seed?: number;
  /** Budget in bytes; it decides the capacity. Default 1e9. */
  memory?: number;
}

/** Longest stored spelling of a word, in UTF-8 bytes; the hash always covers the whole word. */
export const WORD_BYTES = 256;

/** Largest count a cell can show. */
export const MAX_COUNT = 2 ** 32 - 1;

interface PlainText {
  copies: number;
  tokens: number;
  flags: number;
  signature: Uint8Array;
}

const MASK128 = (1n << 128n) - 1n;
const encoder = new TextEncoder();

export function buildPlain(documents: Iterable<Document>, options: BuildOptions = {}): Profile {
  const { tokeniser = 'words', seed = 0 } = options;
  const capacity = capacityOf(options.memory);
  const starts = hashStarts(seed);
  const counts = Array.from({ length: ORDERS }, () => new Map<bigint, number>());
  const owners = new Map<bigint, number>();
  const spellings = new Map<bigint, string>();
  const texts = new Map<bigint, PlainText>();
  const totals = { documents: zeros(), tokens: zeros(), bytes: zeros() };
  const sample: SampledDocument[] = [];
  let digest = 0n;

  for (const { text, id } of documents) {
    const bytes = encoder.encode(text);
    const hash = hashBytes(bytes, starts.text);
    digest = (digest + ((hashBytes(bytes, starts.digest) << 64n) | hash)) & MASK128;
    const group = hash & 31n;
    const owner = Number(hash & 0xffffffffn) || 1;
    const tokens = tokenise(text, tokeniser);
    const chain: bigint[] = []; // Hash of the n-gram of each order that ends at the present token.
    const fourGrams: bigint[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const word = encoder.encode(tokens[i]);
      const first = hashBytes(word, starts.token);
      for (let n = Math.min(i, ORDERS - 1); n >= 1; n--) chain[n] = mix(chain[n - 1], first);
      chain[0] = first;
      for (let n = 0; n <= Math.min(i, ORDERS - 1); n++) {
        const key = ((chain[n] >> 5n) << 5n) | group;
        counts[n].set(key, Math.min(MAX_COUNT, (counts[n].get(key) ?? 0) + 1));
        if (n > 0) continue;
        owners.set(key, (owners.get(key) ?? owner) === owner ? owner : 0);
        const spelling = cutWord(word);
        const known = spellings.get(key >> 5n);
        if (known === undefined || spelling < known) spellings.set(key >> 5n, spelling);
      }
      fourGrams.push(chain[3] ?? 0n);
    }
    const known = texts.get(hash);
    if (known) known.copies++;
    else {
      texts.set(hash, {
        copies: 1,
        tokens: tokens.length,
        flags: textLoops(fourGrams) ? FLAG_LOOPS : 0,
        signature: signatureOf(fourGrams.slice(ORDERS - 1)),
      });
    }
    totals.documents[Number(group)]++;
    totals.tokens[Number(group)] += tokens.length;
    totals.bytes[Number(group)] += bytes.length;
    const cut = cutText(text);
    sample.push(sampled(hash.toString(16).padStart(16, '0'), id, cut.text, cut.cut));
  }

  const [first, ...longer] = counts.map((map, n) => cellTable(map, capacity.cells[n]));
  return {
    rules: { format: 2, tokeniser: TOKENISERS[tokeniser], seed },
    capacity,
    digest: digest.toString(16).padStart(32, '0'),
    skipped: 0,
    totals,
    documents: documentTable(texts, capacity.documents),
    grams: [unigramTable(first, owners, spellings), longer[0], longer[1], longer[2]],
    sample: keepSample(sample),
  };
}

/** The spelling that is stored: at most 256 bytes, cut at a character. */
export function cutWord(word: Uint8Array): string {
  let end = Math.min(word.length, WORD_BYTES);
  if (end < word.length) while ((word[end] & 0xc0) === 0x80) end--;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(word.subarray(0, end));
}

function zeros(): Float64Array {
  return new Float64Array(GROUPS);
}

/** 64-bit values in ascending order, as pairs of words. */
function sortedWords(values: Iterable<bigint>): BigUint64Array {
  return BigUint64Array.from(values).sort();
}

function cellTable(map: Map<bigint, number>, capacity: number): CellTable {
  const sorted = sortedWords(map.keys());
  const { shift, length } = thin(new Uint32Array(sorted.buffer), sorted.length, capacity, 0);
  const kept = sorted.slice(0, length);
  return {
    length,
    keys: new Uint32Array(kept.buffer),
    counts: Uint32Array.from(kept, (key) => map.get(key)!),
    shift,
  };
}

function unigramTable(
  cells: CellTable,
  owners: Map<bigint, number>,
  spellings: Map<bigint, string>,
): UnigramTable {
  const keys = new BigUint64Array(cells.keys.buffer);
  const words: string[] = [];
  for (let i = 0; i < keys.length; i++) {
    if (i === 0 || keys[i] >> 5n !== keys[i - 1] >> 5n) words.push(spellings.get(keys[i] >> 5n)!);
  }
  return { ...cells, owners: Uint32Array.from(keys, (key) => owners.get(key)!), words };
}

function documentTable(texts: Map<bigint, PlainText>, capacity: number): DocumentTable {
  const sorted = sortedWords(texts.keys());
  const { shift, length } = thin(new Uint32Array(sorted.buffer), sorted.length, capacity, 0);
  const kept = sorted.slice(0, length);
  const signatures = new Uint8Array(length * SIGNATURE_BYTES);
  kept.forEach((hash, i) => {
    signatures.set(texts.get(hash)!.signature, i * SIGNATURE_BYTES);
  });
  return {
    length,
    hashes: new Uint32Array(kept.buffer),
    copies: Uint32Array.from(kept, (hash) => texts.get(hash)!.copies),
    tokens: Uint32Array.from(kept, (hash) => texts.get(hash)!.tokens),
    flags: Uint8Array.from(kept, (hash) => texts.get(hash)!.flags),
    signatures,
    shift,
  };
}

/** The 64-bit text hash, for callers that need a text's place in the tables. */
export function textHash(text: string, seed: number): bigint {
  return hashBytes(encoder.encode(text), hashStarts(seed).text);
}
