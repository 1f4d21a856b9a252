/**
 * Repeated phrases, in a draft or across drafts. How long a phrase must be follows from the writer: the least number of
 * words, from SHORT to LONG, at which repeats cover at most USUAL of as much text of their own.
 */
import type { Archive } from './archive.js';
import { compare, cutPieces, pieceLength } from './pieces.js';
import type { Prepared } from './prepare.js';
import { coveredBy, findRepeats, repeatedPhrases } from './repeats.js';
import type { Comparison, RepeatedPhrase } from './result.js';

const SHORT = 4;
const LONG = 12;
const USUAL = 0.01;
/** Without own texts, or with too few, to choose by. */
const DEFAULT = 8;
const MOST_PHRASES = 50;

export interface CheckedRepeats {
  length: number;
  /** Undefined where the own texts do not make enough sets of as many pieces. */
  comparison: Comparison | undefined;
  phrases: RepeatedPhrase[];
  /** [i][t] = 1 where token t of draft i is part of a repeated phrase. */
  covered: Uint8Array[];
}

export function checkRepeats(drafts: readonly Prepared[], archive: Archive | undefined): CheckedRepeats {
  const ids = numbered(drafts.map(({ tokens }) => tokens));
  const own = archive && ownSets(archive, drafts);
  const length = own ? usualLength(own.sets) : DEFAULT;
  const { joined, starts } = join(ids);
  const repeats = findRepeats(joined, starts);
  const covered = coveredBy(repeats.longest, length);
  const comparison =
    own &&
    compare(
      draftSets(ids, own.length).map((set) => shareAt(set, length)),
      own.sets.map((set) => shareAt(set, length)),
      own.length,
      'more',
    );
  const draftOf = (place: number) => starts.findLastIndex((start) => start <= place);
  const phrases = repeatedPhrases(repeats, length)
    .slice(0, MOST_PHRASES)
    .map(({ length: words, places }) => {
      const draft = drafts[draftOf(places[0])];
      const first = places[0] - starts[draftOf(places[0])];
      return {
        phrase: draft.text.slice(draft.starts[first], draft.ends[first + words - 1]),
        words,
        count: places.length,
        drafts: new Set(places.map(draftOf)).size,
      };
    });
  return {
    length,
    comparison,
    phrases,
    covered: drafts.map((_, i) => covered.subarray(starts[i], starts[i + 1])),
  };
}

/** [r] = longest repeats of a set of texts. */
type Longest = Int32Array;

/** Sets of own pieces, each of as many as there are drafts, and the pieces' length. */
function ownSets({ texts, ids }: Archive, drafts: readonly Prepared[]) {
  const lengths = texts.map(({ tokens }) => tokens.length);
  const sizes = drafts.map(({ tokens }) => tokens.length).sort((a, b) => a - b);
  const length = pieceLength(lengths, sizes[sizes.length >> 1]);
  if (length === 0) return undefined;
  const pieces = cutPieces(lengths, length).map(({ text, start, end }) => ids[text].subarray(start, end));
  // Dealt out, so that a set has pieces of different texts where there are several.
  const count = Math.floor(pieces.length / drafts.length);
  const sets = Array.from({ length: count }, (_, s) =>
    longestIn(Array.from(drafts, (_draft, i) => pieces[i * count + s])),
  );
  return { sets, length };
}

/** The drafts, each cut to the pieces' length: a set of first pieces, a set of second ones, as long as all have one. */
function draftSets(ids: readonly Int32Array[], length: number): Longest[] {
  const sets: Longest[] = [];
  const shortest = Math.min(...ids.map((draft) => draft.length));
  for (let start = 0; start === 0 || start + length <= shortest; start += length) {
    sets.push(longestIn(ids.map((draft) => draft.subarray(start, start + length))));
  }
  return sets;
}

function usualLength(sets: readonly Longest[]): number {
  if (sets.length === 0) return DEFAULT;
  for (let length = SHORT; length < LONG; length++) {
    const sum = sets.reduce((total, set) => total + shareAt(set, length), 0);
    if (sum <= USUAL * sets.length) return length;
  }
  return LONG;
}

function longestIn(texts: readonly Int32Array[]): Longest {
  const { joined, starts } = join(texts);
  return findRepeats(joined, starts).longest;
}

function shareAt(longest: Longest, length: number): number {
  return coveredBy(longest, length).reduce((sum, flag) => sum + flag, 0) / longest.length;
}

function join(texts: readonly Int32Array[]): { joined: Int32Array; starts: number[] } {
  const starts = [0];
  for (const text of texts) starts.push(starts[starts.length - 1] + text.length);
  const joined = new Int32Array(starts[texts.length]);
  texts.forEach((text, d) => {
    joined.set(text, starts[d]);
  });
  return { joined, starts };
}

function numbered(texts: readonly (readonly string[])[]): Int32Array[] {
  const ids = new Map<string, number>();
  return texts.map((text) =>
    Int32Array.from(text, (token) => {
      if (!ids.has(token)) ids.set(token, ids.size);
      return ids.get(token)!;
    }),
  );
}
