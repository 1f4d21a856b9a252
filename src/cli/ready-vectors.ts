/**
 * Embeddings that the user made elsewhere: one row a document, in the order in which the corpus is read. The sampled
 * texts are found again by reading the corpora a second time.
 */
import { createHash } from 'node:crypto';
import type { NpyMatrix } from '../corpus/read-npy.js';
import type { Embedder } from '../metrics/readers-of-text.js';
import { GROUPS } from '../profile/profile.js';
import { DataError } from '../util/errors.js';
import { formatCount } from '../util/format.js';

export interface ReadyVectors {
  /** The file as the user named it. */
  file: string;
  vectors: NpyMatrix;
  /** The corpus as the user named it, and its texts. */
  corpus: string;
  texts: () => AsyncIterable<string>;
}

export interface TextKeys {
  /** A text as the document sample keeps it. */
  cutText: (text: string) => { text: string; cut: boolean };
  textHash: (text: string, seed: number) => bigint;
  seed: number;
}

export function readyEmbedder(corpus: ReadyVectors, reference: ReadyVectors, keys: TextKeys): Embedder {
  const widths = [corpus, reference].map(({ vectors }) => vectors.columns);
  if (widths[0] !== widths[1]) {
    throw new DataError(
      `${corpus.file} has rows of ${widths[0]} numbers, ${reference.file} of ${widths[1]}: use one model for both`,
    );
  }
  return {
    name: `vectors of ${widths[0]} numbers, reference ${digestOf(reference.vectors)}`,
    embed: async (_, sample) => {
      const found = new Map<string, Float32Array>();
      for (const [side, ready] of [corpus, reference].entries()) {
        const own = sample.filter(({ group }) => group < GROUPS === (side === 0));
        await findRows(ready, side, own, keys, found);
      }
      return sample.map(({ hash, group }) => found.get(`${group < GROUPS ? 0 : 1} ${hash}`) as Float32Array);
    },
  };
}

type Sampled = { hash: string; text: string };

async function findRows(
  { file, vectors, corpus, texts }: ReadyVectors,
  side: number,
  sample: Sampled[],
  { cutText, textHash, seed }: TextKeys,
  found: Map<string, Float32Array>,
): Promise<void> {
  const wanted = new Set(sample.map(({ text }) => text));
  const { rows, columns, data } = vectors;
  let row = 0;
  for await (const text of texts()) {
    // Hashing is slow, so only those that begin like a member of the sample are hashed.
    if (row < rows && wanted.has(cutText(text).text)) {
      const key = `${side} ${textHash(text, seed).toString(16).padStart(16, '0')}`;
      if (!found.has(key))
        found.set(key, Float32Array.from(data.subarray(row * columns, (row + 1) * columns)));
    }
    row++;
  }
  if (row !== rows) {
    throw new DataError(
      `${file} has ${formatCount(rows)} rows, ${corpus} has ${formatCount(row)} documents: write one row a document, in their order (records without text are none)`,
    );
  }
  const missing = sample.find(({ hash }) => !found.has(`${side} ${hash}`));
  if (missing) throw new DataError(`${corpus} has changed while it was read: run again`);
}

function digestOf({ data }: NpyMatrix): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
    .slice(0, 12);
}
