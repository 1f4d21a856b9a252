/**
 * The writer's own texts, ready to hold drafts against: numbered words, folds, and the probabilities of each text's
 * words under a model of the other folds.
 */

import {
  encode,
  fitWithout,
  scoreDocuments,
  type TokenModel,
  type Vocabulary,
  vocabularyOf,
} from '../lm/index.js';
import { DataError } from '../util/errors.js';
import { formatCount, plural } from '../util/format.js';
import { copiedWords, knownRuns } from './copies.js';
import { type NamedText, type Prepared, prepare } from './prepare.js';

/** Least number of texts and of words. */
export const LEAST_TEXTS = 6;
export const LEAST_WORDS = 5_000;

/** Length of the n-grams. */
const ORDER = 2;
/** How many parts the texts are dealt into; fewer from MANY words on, where a model of fewer parts knows enough. */
const FOLDS = 8;
const FOLDS_OF_MANY = 4;
const MANY = 500_000;
/** A text shares so much with a draft, in phrases of so many words, that it is the same text at another time. */
const SAME_SHARE = 0.3;
const SAME_LENGTH = 8;
/** Every how many words a phrase of the reference is looked at. */
const STEP = 4;

export interface Archive {
  texts: Prepared[];
  vocabulary: Vocabulary;
  /** [d] = numbers of the words of text d. */
  ids: Int32Array[];
  /** [d] = log2 of the probability of each word of text d; NaN in copies (see copies.ts). */
  logs: Float64Array[];
  /** [i] = the same of draft i, by a model of as many folds. */
  draftLogs: Float64Array[];
}

/** Throws DataError where there is too little. Says in `warnings` what it left out. */
export function readArchive(
  given: readonly NamedText[],
  drafts: readonly Prepared[],
  warnings: string[],
): Archive {
  const texts = balanced(distinct(given, drafts, warnings));
  const words = texts.reduce((sum, { tokens }) => sum + tokens.length, 0);
  if (texts.length < LEAST_TEXTS || words < LEAST_WORDS) {
    throw new DataError(
      `the reference has ${plural(texts.length, 'text')} of ${formatCount(words)} words together; the check needs at least ${LEAST_TEXTS} texts and ${formatCount(LEAST_WORDS)} words by the same writer. A file is one text unless --unit paragraph is given`,
    );
  }
  const vocabulary = vocabularyOf(texts.map(({ tokens }) => tokens));
  const all = encode(
    vocabulary,
    texts.map(({ tokens }) => tokens),
  );
  const ids = texts.map((_, d) => all.pieces.subarray(all.starts[d], all.starts[d + 1]));
  const runs = knownRuns(ids);
  const logs = new Array<Float64Array>(texts.length);
  const draftLogs = new Array<Float64Array>(drafts.length);
  const folds = words < MANY ? FOLDS : FOLDS_OF_MANY;
  const foldOf = texts.map((_, d) => foldOfText(d, folds));
  for (let fold = 0; fold < folds; fold++) {
    const model = fitWithout(all, foldOf, fold, ORDER, vocabulary);
    texts.forEach((text, d) => {
      if (foldOf[d] === fold) logs[d] = without(copiedWords(ids[d], runs, d), logsOf(model, text));
    });
    drafts.forEach((draft, i) => {
      if (i % folds !== fold) return;
      const words = Int32Array.from(draft.tokens, (token) => vocabulary.ids.get(token) ?? -1);
      draftLogs[i] = without(copiedWords(words, runs), logsOf(model, draft));
    });
  }
  return { texts, vocabulary, ids, logs, draftLogs };
}

function logsOf(model: TokenModel, { tokens }: Prepared): Float64Array {
  return scoreDocuments(model, encode(model.vocabulary, [tokens]));
}

function without(copied: Uint8Array, logs: Float64Array): Float64Array {
  return logs.map((log, t) => (copied[t] === 1 ? Number.NaN : log));
}

/** There and back again, so that folds of texts in the order of their lengths are alike in size. */
function foldOfText(d: number, folds: number): number {
  const place = d % (2 * folds);
  return place < folds ? place : 2 * folds - 1 - place;
}

/** The longest first. */
function balanced(texts: Prepared[]): Prepared[] {
  return texts.sort((a, b) => b.tokens.length - a.tokens.length);
}

/** Each text once, and none that is a draft, or was one. */
function distinct(given: readonly NamedText[], drafts: readonly Prepared[], warnings: string[]): Prepared[] {
  const phrases = new Set(drafts.flatMap((draft) => phrasesOf(draft, 1)));
  const known = new Set<string>();
  const kept: Prepared[] = [];
  let copies = 0;
  for (const named of given) {
    const text = prepare(named);
    if (text.tokens.length === 0) continue;
    const key = text.tokens.join(' ');
    if (known.has(key)) {
      copies++;
      continue;
    }
    known.add(key);
    const own = phrasesOf(text, STEP);
    const shared = own.filter((phrase) => phrases.has(phrase)).length;
    const same = own.length === 0 ? phrases.has(key) : shared > SAME_SHARE * own.length;
    if (same || drafts.some(({ tokens }) => tokens.join(' ') === key)) {
      warnings.push(`${text.name} is a draft, or an earlier state of one: left out of the reference`);
    } else kept.push(text);
  }
  if (copies > 0)
    warnings.push(`${plural(copies, 'text')} of the reference stood there twice: each counts once`);
  return kept;
}

function phrasesOf({ tokens }: Prepared, step: number): string[] {
  const phrases: string[] = [];
  for (let i = 0; i + SAME_LENGTH <= tokens.length; i += step)
    phrases.push(tokens.slice(i, i + SAME_LENGTH).join(' '));
  return phrases;
}
