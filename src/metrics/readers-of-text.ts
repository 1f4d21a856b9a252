/**
 * What some metrics need of texts and pure code cannot give: a sentence model, a tagger with its dictionary. The
 * caller of the audit brings them; they read the document sample once, before anything is measured, and metrics find
 * what they made among the pool's features. Without one, a metric falls back to what needs no model, or is skipped.
 */
import { type EqualTexts, equalTexts } from './equal-texts.js';
import type { Pool, PooledText } from './pool.js';

/** Texts to vectors. Results name it, and are never compared across embedders. */
export interface Embedder {
  name: string;
  /**
   * One row of the same length for each text, in order; any scale. `sample` are the same texts as the profiles keep
   * them, for an embedder that knows texts by their hash.
   */
  embed: (texts: string[], sample: PooledText[]) => Promise<Float32Array[]>;
}

/** Texts to part-of-speech tags. */
export interface Tagger {
  name: string;
  /** One list of tags (Universal POS) for each sentence of each text; or why there are none, e.g. the language. */
  tag: (texts: string[]) => Promise<string[][][] | { unavailable: string }>;
}

/** A language model that scores texts. */
export interface Scorer {
  name: string;
  /** Mean bits per token of each text under its own tokens, in order; null where it gave none. */
  score: (texts: string[]) => Promise<(number | null)[]>;
}

export interface ReadersOfText {
  embedder?: Embedder;
  tagger?: Tagger;
  scorer?: Scorer;
}

/** What the readers made: [i] belongs to text i of the pool; null where the text is shorter than the budget. */
export interface Embedded {
  name: string;
  rows: (Float32Array | null)[];
}
export interface Scored {
  name: string;
  bits: (number | null)[];
}
export type Tagged = { name: string; sentences: (string[][] | null)[] } | { unavailable: string };

/** Lets the readers read the equal-length sample of the pool. */
export async function readTexts(pool: Pool, { embedder, tagger, scorer }: ReadersOfText): Promise<void> {
  if (!embedder && !tagger && !scorer) return;
  const { texts } = equalTexts(pool);
  const written = texts.flatMap((text) => (text === null ? [] : [text.written]));
  if (embedder) {
    const sample = pool.texts.filter((_, i) => texts[i] !== null);
    const rows = await embedder.embed(written, sample);
    const embedded: Embedded = { name: embedder.name, rows: spread(texts, rows) };
    pool.features.set('embedded', embedded);
  }
  if (tagger) {
    const made = await tagger.tag(written);
    const tagged: Tagged =
      'unavailable' in made ? made : { name: tagger.name, sentences: spread(texts, made) };
    pool.features.set('tagged', tagged);
  }
  if (scorer) {
    const scored: Scored = { name: scorer.name, bits: spread(texts, await scorer.score(written)) };
    pool.features.set('scored', scored);
  }
}

function spread<T>(texts: EqualTexts['texts'], made: T[]): (T | null)[] {
  let next = 0;
  return texts.map((text) => (text === null ? null : made[next++]));
}
