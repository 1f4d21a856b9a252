/**
 * Every text of the document sample as a point, for the metrics of meaning: texts at equal length (`equal-texts.ts`),
 * their embeddings, and a few directions of these (`principal-space.ts`). Without an embedder the embedding is latent
 * semantic analysis (Deerwester et al. 1990): weighted words in the space of their leading singular vectors, for any
 * language, with no model.
 *
 * All that is learnt is learnt from the reference alone, and never from a text that it is used on: texts it was learnt
 * from would look more alike, and better covered, than fresh ones. So texts are parted in two folds; what is learnt from
 * the reference's texts of one fold is used on both sides' texts of the other, and a metric puts the two together. A
 * text's fold is a bit of its hash that has no part in its document group: groups dealt anew hold both folds alike.
 */
import { GROUPS } from '../profile/profile.js';
import { normalise, principalSpace, project, type SparseRows } from '../stats/principal-space.js';
import { permutation, rng } from '../stats/rng.js';
import { equalTexts } from './equal-texts.js';
import type { Pool, PooledText } from './pool.js';
import type { Embedded } from './readers-of-text.js';
import type { Side } from './side.js';
import { textFeature } from './text-feature.js';
import { type CountedTexts, countWords, weighted, wordWeights } from './tf-idf.js';

/** Directions at most: more bring little but noise at these numbers of texts. */
const MOST_DIMS = 64;
/** Texts learnt from for each direction. */
const PER_DIM = 4;
/** Texts that a fold learns from, at least. */
const LEAST_TEXTS = 20;
const SEED = 0x7e87;

/** Name of the embedding that needs no model; its number grows when the same texts would give other figures. */
export const BUILT_IN = 'tf-idf-svd-1';

export interface TextSpace {
  /** What made the embeddings. */
  embedder: string;
  words: CountedTexts;
  folds: Fold[];
}

/** Points are unit vectors of `dims` numbers, row after row. */
export interface Fold {
  dims: number;
  /** Texts of both corpora to measure, by their index in the pool, in random order; and their points. */
  texts: number[];
  points: Float64Array;
  /** [i] = group of text i of `texts`. */
  group: Uint8Array;
  /** The reference's texts that the space was learnt from, and their points in it. */
  learnt: { texts: number[]; points: Float64Array };
}

/** The pool's texts as points, or why there are none. */
export function textSpace(pool: Pool): TextSpace | { insufficient: string } {
  return textFeature(pool, 'text-space', (texts) => {
    const { budget, texts: equal } = equalTexts(pool);
    if (budget === 0) return { insufficient: 'the texts are too short' };
    const embedded = pool.features.get('embedded') as Embedded | undefined;
    const words = countWords(equal);
    const folds: Fold[] = [];
    for (let fold = 0; fold < 2; fold++) {
      const measured: number[] = [];
      const learnt: number[] = [];
      for (let i = 0; i < texts.length; i++) {
        if (equal[i] === null || (embedded && embedded.rows[i] === null)) continue;
        if (foldOf(texts[i]) === fold) measured.push(i);
        else if (texts[i].group >= GROUPS) learnt.push(i);
      }
      if (learnt.length < LEAST_TEXTS) {
        return {
          insufficient: `half of the reference has ${learnt.length} texts of ${budget} tokens, needs ${LEAST_TEXTS}`,
        };
      }
      const order = permutation(measured.length, rng(SEED + fold)).map((at) => measured[at]);
      folds.push(makeFold(order, learnt, texts, embedded ? denseRows(embedded) : wordRows(words, learnt)));
    }
    return { embedder: embedded?.name ?? BUILT_IN, words, folds };
  });
}

/** 0 or 1. */
function foldOf({ hash }: PooledText): number {
  return (Number.parseInt(hash.slice(-2), 16) >>> 5) & 1;
}

type RowsOf = (texts: number[]) => SparseRows;

function makeFold(texts: number[], learnt: number[], all: readonly PooledText[], rowsOf: RowsOf): Fold {
  const from = rowsOf(learnt);
  const dims = Math.min(MOST_DIMS, Math.max(4, Math.floor(learnt.length / PER_DIM)), from.columns);
  const basis = principalSpace(from, dims, SEED);
  return {
    dims,
    texts,
    points: normalise(project(rowsOf(texts), basis, dims), dims),
    group: Uint8Array.from(texts, (i) => all[i].group),
    learnt: { texts: learnt, points: normalise(project(from, basis, dims), dims) },
  };
}

function wordRows(words: CountedTexts, learnt: number[]): RowsOf {
  const weights = wordWeights(words, learnt);
  return (texts) => weighted(words, texts, weights);
}

/** Embeddings, brought to length 1. */
function denseRows({ rows }: Embedded): RowsOf {
  const columns = rows.find((row) => row !== null)?.length ?? 0;
  return (texts) => {
    const value = new Float64Array(texts.length * columns);
    texts.forEach((i, at) => {
      value.set(rows[i] as Float32Array, at * columns);
    });
    return {
      rows: texts.length,
      columns,
      start: Uint32Array.from({ length: texts.length + 1 }, (_, i) => i * columns),
      column: Uint32Array.from(value, (_, k) => k % columns),
      value: normalise(value, columns),
    };
  };
}

/** The places in the fold's `texts` that belong to a side, in random order. */
export function textsOf({ group }: Fold, { member }: Side): number[] {
  const places: number[] = [];
  for (let at = 0; at < group.length; at++) if (member[group[at]]) places.push(at);
  return places;
}
