/**
 * The document sample at one length: every text's first `budget` tokens, so that what a metric says of texts is not
 * said of their lengths. Originals that were cut to another length than their continuations otherwise look less, or
 * more, diverse by that alone.
 *
 * The budget is the lower quartile of the lengths on the side with the shorter texts, at most 200 tokens and at least
 * 16. Shorter texts are left out on both sides alike; where 16 leave out more than three quarters, nothing is compared, as the
 * rest would not stand for the whole.
 */
import { GROUPS, type TokeniserName } from '../profile/profile.js';
import { tokenise } from '../profile/tokenise.js';
import type { Insufficient } from './metric.js';
import type { Pool } from './pool.js';
import { textFeature } from './text-feature.js';

export const MOST_TOKENS = 200;
/** Below this a text says too little of how it is written. */
export const LEAST_TOKENS = 16;

export interface EqualTexts {
  /** Tokens of every text; 0 where the texts are shorter than LEAST_TOKENS. */
  budget: number;
  /** [i] = text i of the pool, cut; null where it is shorter than the budget. */
  texts: (EqualText | null)[];
}

export interface EqualText {
  /** `budget` tokens, normalised. */
  tokens: string[];
  /** As it was written, with capitals and punctuation. */
  written: string;
  /** 0 … 63, as in the pool. */
  group: number;
}

export function equalTexts(pool: Pool): EqualTexts {
  return textFeature(pool, 'equal-texts', () => {
    const starts = pool.texts.map(({ text, group }) => ({
      group,
      ...firstTokens(text, MOST_TOKENS, pool.tokeniser),
    }));
    const lengthsOf = (first: number) =>
      starts
        .filter(({ group }) => group >= first && group < first + GROUPS)
        .map(({ tokens }) => tokens.length)
        .sort((a, b) => a - b);
    const sides = [lengthsOf(0), lengthsOf(GROUPS)];
    const shortest = (share: number) =>
      Math.min(...sides.map((lengths) => lengths[Math.floor(share * lengths.length)] ?? 0));
    if (shortest(0.75) < LEAST_TOKENS) return { budget: 0, texts: starts.map(() => null) };
    const budget = Math.min(Math.max(shortest(0.25), LEAST_TOKENS), MOST_TOKENS);
    const texts = starts.map(({ tokens, written, group }) => {
      if (tokens.length < budget) return null;
      if (tokens.length === budget) return { tokens, written, group };
      return { ...firstTokens(written, budget, pool.tokeniser), group };
    });
    return { budget, texts };
  });
}

/** Texts on either side below which a metric of texts says nothing. */
export const LEAST_TEXTS = 30;

/** Nothing where there are enough. A replicate may hold half of what the audit has. */
export function tooFewTexts(least: number): Insufficient | undefined {
  if (least >= LEAST_TEXTS / 2) return undefined;
  return { insufficient: `only ${least} texts of one length, needs ${LEAST_TEXTS}` };
}

/** The first tokens of a text, and the text up to there. Reads no further than it needs. */
export function firstTokens(
  text: string,
  most: number,
  tokeniser: TokeniserName,
): { tokens: string[]; written: string } {
  const tokens: string[] = [];
  // Tokens never reach over white space, so pieces between it can be read one by one.
  for (const piece of text.matchAll(/[^\S\ufeff]*(?:\S|\ufeff)+/g)) {
    const read = tokenise(piece[0], tokeniser);
    const left = most - tokens.length;
    if (read.length <= left) {
      tokens.push(...read);
      if (read.length === left) return { tokens, written: text.slice(0, piece.index + piece[0].length) };
      continue;
    }
    // Where words are not parted by white space: the shortest start of the piece that holds what is left.
    let few = 0;
    let enough = piece[0].length;
    while (enough - few > 1) {
      const middle = (few + enough) >> 1;
      if (tokenise(piece[0].slice(0, middle), tokeniser).length >= left) enough = middle;
      else few = middle;
    }
    tokens.push(...read.slice(0, left));
    return { tokens, written: text.slice(0, piece.index + enough) };
  }
  return { tokens, written: text };
}
