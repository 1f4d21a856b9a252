/**
 * Drafts held against the writer's own texts: where they are more predictable, where they repeat themselves, what is
 * missing, how even the sentences are. Every figure stands beside the same figure of the own texts at the same length.
 */
import { DataError, UsageError } from '../util/errors.js';
import { type Archive, readArchive } from './archive.js';
import { assertSameLanguage } from './language.js';
import { type OwnWords, ownShare } from './own-share.js';
import { compare, cutPieces, type Piece, pieceLength } from './pieces.js';
import { predictableRuns, runRule } from './predictable.js';
import { type NamedText, type Prepared, prepare } from './prepare.js';
import { type CheckedRepeats, checkRepeats } from './repeated.js';
import type { CheckResult, DraftCheck, Mark, MarkKind } from './result.js';
import { lengthSpread } from './rhythm.js';
import { vanishedWords, type WordRates, wordRates } from './vanished.js';

export interface CheckOptions {
  /** The writer's own texts. */
  reference?: readonly NamedText[];
  /** Machine drafts that the texts were made from. */
  machine?: readonly NamedText[];
  /** Share of the writer's own words that would be marked, above 0 and below 1; 0.05 by default. */
  share?: number;
}

/**
 * Throws UsageError where there is neither a reference nor a machine draft, and DataError where a draft has no words,
 * the reference is too small, or a draft is in another language.
 */
export function checkDrafts(
  given: readonly NamedText[],
  { reference, machine, share = 0.05 }: CheckOptions,
): CheckResult {
  if (!reference && !machine) {
    throw new UsageError('nothing to hold the drafts against: give own texts, or a machine draft');
  }
  const drafts = given.map(prepare);
  for (const { name, tokens } of drafts) {
    if (tokens.length === 0) throw new DataError(`${name}: no words in it; there is nothing to check`);
  }
  const warnings: string[] = [];
  const archive = reference && readArchive(reference, drafts, warnings);
  if (archive) assertSameLanguage(drafts, archive);
  const repeats = checkRepeats(drafts, archive);
  const machineTokens = machine?.map((text) => prepare(text).tokens);
  if (machineTokens?.some((tokens) => tokens.length === 0)) {
    throw new DataError('the machine draft has no words; there is nothing to compare with');
  }
  const rule = archive && runRule(archive.logs, share);
  const rates = archive && wordRates(archive.ids, archive.vocabulary.tokens.length);
  const ownRuns = archive?.logs.map((logs) => flags(logs.length, predictableRuns(logs, rule!)));
  const checked = drafts.map((draft, i): DraftCheck => {
    const own = machineTokens && ownShare(draft.tokens, machineTokens);
    const runs =
      archive && rule ? flags(draft.tokens.length, predictableRuns(archive.draftLogs[i], rule)) : undefined;
    return {
      name: draft.name,
      text: draft.text,
      words: draft.tokens.length,
      sentences: draft.sentences.length - 1,
      marks: marksOf(draft, runs, repeats.covered[i], own),
      ...(archive && rates && runs && ownRuns ? against(archive, rates, draft, runs, ownRuns) : {}),
      ...(own ? { own: { share: own.share, words: own.words } } : {}),
    };
  });
  return resultOf(checked, archive, repeats, share, warnings);
}

function resultOf(
  drafts: DraftCheck[],
  archive: Archive | undefined,
  { length, comparison, phrases }: CheckedRepeats,
  share: number,
  warnings: string[],
): CheckResult {
  const words = archive?.texts.reduce((sum, { tokens }) => sum + tokens.length, 0) ?? 0;
  return {
    schema: 1,
    ...(archive ? { reference: { texts: archive.texts.length, words } } : {}),
    share,
    repeatLength: length,
    ...(comparison ? { repeated: comparison } : {}),
    phrases,
    drafts,
    warnings,
  };
}

/** The figures of one draft; none where the own texts are too short for it. */
function against(
  { texts, ids, vocabulary }: Archive,
  rates: WordRates,
  draft: Prepared,
  runs: Uint8Array,
  ownRuns: readonly Uint8Array[],
): Partial<DraftCheck> {
  const lengths = texts.map(({ tokens }) => tokens.length);
  const size = draft.tokens.length;
  const length = pieceLength(lengths, size);
  if (length === 0) return {};
  const pieces = cutPieces(lengths, length);
  const draftPieces = cutPieces([size], length);
  const draftIds = Int32Array.from(draft.tokens, (token) => vocabulary.ids.get(token) ?? -1);
  const presence = presenceOf(pieces, ids, vocabulary.tokens.length);
  const lacking = presence.all.map((count) => 1 - count / pieces.length);
  return {
    predictable: compare(
      draftPieces.map((piece) => shareOf(runs, piece)),
      pieces.map((piece) => shareOf(ownRuns[piece.text], piece)),
      length,
      'more',
    ),
    missing: compare(
      draftPieces.map((piece) => missingShare(draftIds, piece, presence.all, pieces.length)),
      pieces.map((piece) => {
        const rest = presence.without(piece.text);
        return missingShare(ids[piece.text], piece, rest.counts, rest.pieces);
      }),
      length,
      'more',
    ),
    rhythm: compare(
      draftPieces.map((piece) => lengthSpread(draft.sentences, piece)),
      pieces.map((piece) => lengthSpread(texts[piece.text].sentences, piece)),
      length,
      'less',
    ),
    vanished: vanishedWords(rates, vocabulary.tokens, new Set(draftIds), size, lacking),
  };
}

/** In how many pieces each word stands: of all, and of those that are of other texts than one. */
function presenceOf(pieces: readonly Piece[], ids: readonly Int32Array[], words: number) {
  const all = new Float64Array(words);
  const byText = new Map<number, { pieces: number; counts: Map<number, number> }>();
  for (const { text, start, end } of pieces) {
    if (!byText.has(text)) byText.set(text, { pieces: 0, counts: new Map() });
    const own = byText.get(text)!;
    own.pieces++;
    for (const word of new Set(ids[text].subarray(start, end))) {
      all[word]++;
      own.counts.set(word, (own.counts.get(word) ?? 0) + 1);
    }
  }
  let last = { text: -1, counts: all, pieces: pieces.length };
  const without = (text: number) => {
    if (last.text !== text) {
      const counts = all.slice();
      for (const [word, count] of byText.get(text)!.counts) counts[word] -= count;
      last = { text, counts, pieces: pieces.length - byText.get(text)!.pieces };
    }
    return last;
  };
  return { all, without };
}

/** Share of the words that stand in at least half of `of` pieces that this piece lacks; NaN where there are none. */
function missingShare(ids: Int32Array, { start, end }: Piece, counts: Float64Array, of: number): number {
  const has = new Set(ids.subarray(start, end));
  let common = 0;
  let missing = 0;
  counts.forEach((count, word) => {
    if (2 * count < of) return;
    common++;
    if (!has.has(word)) missing++;
  });
  return missing / common;
}

function shareOf(marked: Uint8Array, { start, end }: Piece): number {
  let sum = 0;
  for (let t = start; t < end; t++) sum += marked[t];
  return sum / (end - start);
}

function flags(size: number, runs: readonly { start: number; end: number }[]): Uint8Array {
  const marked = new Uint8Array(size);
  for (const { start, end } of runs) marked.fill(1, start, end);
  return marked;
}

function marksOf(
  draft: Prepared,
  runs: Uint8Array | undefined,
  covered: Uint8Array,
  own: OwnWords | undefined,
): Mark[] {
  return [
    ...(runs ? runsOf(draft, runs, 'predictable') : []),
    ...runsOf(draft, covered, 'repeated'),
    ...(own ? runsOf(draft, own.machine, 'machine') : []),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
}

function runsOf({ starts, ends }: Prepared, flagged: Uint8Array, kind: MarkKind): Mark[] {
  const marks: Mark[] = [];
  for (let t = 0; t < flagged.length; t++) {
    if (flagged[t] === 0) continue;
    const first = t;
    while (flagged[t + 1] === 1) t++;
    marks.push({ kind, start: starts[first], end: ends[t], words: t - first + 1 });
  }
  return marks;
}
