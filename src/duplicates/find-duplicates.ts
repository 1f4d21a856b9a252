/**
 * Exact and near copies over a whole corpus. A first look signs every text; bands of the signatures give candidate
 * pairs; a second look at the texts of the candidates alone gives their exact similarity; pairs above the threshold
 * are joined to clusters. Copies with words replaced are planted beside the corpus to tell how many are found.
 *
 * Memory: about 100 bytes a distinct text and 4 a document, names of the documents that may have copies, and a quarter
 * of the budget for shingles. A stream cannot be read again: there the signatures' estimate decides.
 */

import type { Document } from '../corpus/document.js';
import {
  assertNotEmpty,
  expandInputs,
  newTally,
  type ReadOptions,
  type ReadTally,
  readInputs,
} from '../corpus/index.js';
import { DEFAULT_MEMORY } from '../profile/capacity.js';
import type { TokeniserName } from '../profile/profile.js';
import { SHINGLE, SIGNATURE_BYTES } from '../profile/signature.js';
import { newSigner, type Signer } from '../profile/signer.js';
import { rng } from '../stats/rng.js';
import { DataError } from '../util/errors.js';
import { newClusters } from './clusters.js';
import { jaccard } from './jaccard.js';
import { type NearPairs, nearPairs } from './near-pairs.js';
import { nearCopy, REPLACED, wordsOf } from './plant.js';
import { newPlantSample, type PlantSample } from './plant-sample.js';
import { newTextTable, type TextTable } from './text-table.js';
import { verifyPairs } from './verify-pairs.js';

/** Least similarity (Jaccard, of shingles) of near-copies. */
export const THRESHOLD = 0.7;
/** Candidates may be estimated so much below the threshold: three and a half standard errors. */
const SLACK = 0.15;

export interface DuplicatesOptions {
  /** 0.5 to 1. Default 0.7. */
  threshold?: number;
  /** Default `words`. */
  tokeniser?: TokeniserName;
  /** Of hashes and planted copies. Default 0. */
  seed?: number;
  /** Budget in bytes; a quarter of it is for the second look. Default 1e9. */
  memory?: number;
  read?: ReadOptions;
  onProgress?: (done: { bytes: number; totalBytes: number; documents: number }) => void;
  signal?: AbortSignal;
}

/** A document of a cluster. */
export interface Member {
  /** From 1, in the order of the clusters' first documents. */
  cluster: number;
  /** The document's id, or its `file:line` where it has none. */
  id: string;
  /** `exact` where another document has the very same text. */
  kind: 'exact' | 'near';
  /** To the most similar of the members that it was compared with; 1 for an exact copy. */
  similarity: number;
}

export interface Duplicates {
  documents: number;
  /** Different texts. */
  distinct: number;
  /** Documents that repeat the text of an earlier one. */
  exactCopies: number;
  /** Different texts that are near-copies of an earlier one. */
  nearCopies: number;
  clusters: number;
  /** (exactCopies + nearCopies) / documents: what taking all but the first of each cluster out would remove. */
  share: number;
  threshold: number;
  /** What a shingle is, e.g. `4 words`. */
  shingle: string;
  tokeniser: TokeniserName;
  seed: number;
  /** False where the corpus could not be read again, so that similarities are estimates. */
  verified: boolean;
  /** How many of the copies that were planted, each with 3 % of its words replaced, were found. */
  recall: { planted: number; found: number; share: number | null; replaced: number };
}

export interface FoundDuplicates {
  summary: Duplicates;
  /** In the order of clusters, then of documents. */
  members: Member[];
  tally: ReadTally;
}

export async function findDuplicates(
  paths: string[],
  options: DuplicatesOptions = {},
): Promise<FoundDuplicates> {
  const { threshold = THRESHOLD, tokeniser = 'words', seed = 0, memory = DEFAULT_MEMORY } = options;
  const corpus = await openCorpus(paths, options);
  const signer = newSigner({ tokeniser, seed });
  const table = newTextTable();
  const textOf: number[] = []; // By document.
  const names: (string | undefined)[] = []; // By document.
  const sample = newPlantSample();
  for await (const document of corpus.read()) {
    const signed = signer.sign(document.text);
    const text = table.add(signed);
    if (table.copies[text] === 1) sample.offer(text, document.text, signed);
    if (!corpus.again) names.push(document.id ?? document.place);
    textOf.push(text);
  }
  assertNotEmpty(corpus.tally, paths);
  const distinct = table.length;
  const planted = plantCopies(sample, table, signer, seed);
  const signatures = table.signatures.subarray(0, table.length * SIGNATURE_BYTES);
  const found = nearPairs(signatures, threshold, corpus.again ? threshold - SLACK : threshold);
  const [candidates, toPlanted] = parted(found, distinct);
  let pairs = candidates;
  if (corpus.again) {
    const perhaps = new Uint8Array(distinct);
    for (let text = 0; text < distinct; text++) if (table.copies[text] > 1) perhaps[text] = 1;
    for (let i = 0; i < candidates.length; i++)
      perhaps[candidates.first[i]] = perhaps[candidates.second[i]] = 1;
    const second = secondLook(corpus, signer, textOf, (text) => perhaps[text] === 1, names);
    pairs = await verifyPairs(candidates, table.tokens, threshold, memory / 4, second.shinglesOf);
    if (names.length === 0 && perhaps.includes(1)) for await (const _ of second.shinglesOf(() => false));
  }
  const { members, clusters, nearCopies } = membersOf(pairs, textOf, names, table, distinct);
  const foundPlanted = countPlanted(planted, toPlanted, corpus.again ? threshold : undefined, signer);
  const documents = textOf.length;
  const exactCopies = documents - distinct;
  return {
    summary: {
      documents,
      distinct,
      exactCopies,
      nearCopies,
      clusters,
      share: (exactCopies + nearCopies) / documents,
      threshold,
      shingle: `${SHINGLE} words`,
      tokeniser,
      seed,
      verified: corpus.again,
      recall: {
        planted: planted.length,
        found: foundPlanted,
        share: planted.length ? foundPlanted / planted.length : null,
        replaced: REPLACED,
      },
    },
    members,
    tally: corpus.tally,
  };
}

interface Corpus {
  /** True where it can be read more than once. */
  again: boolean;
  /** Of the first look. */
  tally: ReadTally;
  read(): AsyncGenerator<Document>;
}

async function openCorpus(paths: string[], options: DuplicatesOptions): Promise<Corpus> {
  const { onProgress, signal } = options;
  const read = { ...options.read, places: true };
  const inputs = await expandInputs(paths, read);
  const totalBytes = inputs.reduce((sum, input) => sum + input.bytes, 0);
  const corpus: Corpus = {
    again: !inputs.some((input) => input.stream),
    tally: newTally(),
    async *read() {
      const tally = corpus.tally.documents ? newTally() : corpus.tally;
      for await (const batch of readInputs(inputs, read, tally)) {
        signal?.throwIfAborted();
        yield* batch;
        onProgress?.({ bytes: tally.bytesRead, totalBytes, documents: tally.documents });
      }
    },
  };
  return corpus;
}

interface Planted {
  /** The text that was copied, and the copy's number in the table. */
  original: number;
  number: number;
  texts: [string, string];
}

function plantCopies(sample: PlantSample, table: TextTable, signer: Signer, seed: number): Planted[] {
  const chosen = sample.take();
  const words = wordsOf(chosen.map(({ content }) => content));
  const random = rng(seed);
  return chosen.map(({ text, content }) => {
    const copy = nearCopy(content, words, random);
    return {
      original: text,
      number: table.addSignature(signer.sign(copy).signature),
      texts: [content, copy],
    };
  });
}

/** Pairs of texts, and pairs with a planted copy. */
function parted(pairs: NearPairs, distinct: number): [NearPairs, NearPairs] {
  const parts: [NearPairs, NearPairs] = [
    { length: 0, first: [], second: [], similarity: [] },
    { length: 0, first: [], second: [], similarity: [] },
  ];
  for (let i = 0; i < pairs.length; i++) {
    const part = parts[pairs.second[i] < distinct ? 0 : 1];
    part.first.push(pairs.first[i]);
    part.second.push(pairs.second[i]);
    part.similarity.push(pairs.similarity[i]);
    part.length++;
  }
  return parts;
}

function countPlanted(
  planted: Planted[],
  pairs: NearPairs,
  exact: number | undefined,
  signer: Signer,
): number {
  const together = new Set<string>();
  for (let i = 0; i < pairs.length; i++) together.add(`${pairs.first[i]} ${pairs.second[i]}`);
  let found = 0;
  for (const { original, number, texts } of planted) {
    if (!together.has(`${original} ${number}`)) continue;
    const [a, b] = texts.map((text) => signer.shingles(text));
    if (exact === undefined || jaccard(a, b) >= exact) found++;
  }
  return found;
}

/** Reads the corpus again: names of the documents that may have copies, and shingles of wanted texts. */
function secondLook(
  corpus: Corpus,
  signer: Signer,
  textOf: number[],
  named: (text: number) => boolean,
  names: (string | undefined)[],
) {
  return {
    async *shinglesOf(wanted: (text: number) => boolean): AsyncGenerator<[number, BigUint64Array]> {
      const seen = new Set<number>();
      const first = names.length === 0;
      let number = 0;
      for await (const document of corpus.read()) {
        const text = textOf[number++];
        if (text === undefined) break;
        if (first) names.push(named(text) ? (document.id ?? document.place) : undefined);
        if (!wanted(text) || seen.has(text)) continue;
        seen.add(text);
        yield [text, signer.shingles(document.text)];
      }
      if (number !== textOf.length) {
        throw new DataError('the corpus changed while it was read. Read it again when nothing writes to it');
      }
    },
  };
}

function membersOf(
  pairs: NearPairs,
  textOf: number[],
  names: (string | undefined)[],
  { copies }: TextTable,
  distinct: number,
) {
  const { join, find } = newClusters(distinct);
  const nearest = new Float64Array(distinct);
  for (let i = 0; i < pairs.length; i++) {
    const [a, b] = [pairs.first[i], pairs.second[i]];
    join(a, b);
    nearest[a] = Math.max(nearest[a], pairs.similarity[i]);
    nearest[b] = Math.max(nearest[b], pairs.similarity[i]);
  }
  let nearCopies = 0;
  for (let text = 0; text < distinct; text++) if (find(text) !== text) nearCopies++;
  const clusters = new Map<number, Member[]>(); // By the first text, in the order of first documents.
  for (let document = 0; document < textOf.length; document++) {
    const text = textOf[document];
    if (copies[text] === 1 && nearest[text] === 0) continue;
    const first = find(text);
    let cluster = clusters.get(first);
    if (!cluster) {
      cluster = [];
      clusters.set(first, cluster);
    }
    const exact = copies[text] > 1;
    cluster.push({
      cluster: clusters.size,
      id: names[document] ?? '',
      kind: exact ? 'exact' : 'near',
      similarity: exact ? 1 : nearest[text],
    });
  }
  let number = 0;
  for (const cluster of clusters.values()) {
    number++;
    for (const member of cluster) member.cluster = number;
  }
  return { members: [...clusters.values()].flat(), clusters: clusters.size, nearCopies };
}
