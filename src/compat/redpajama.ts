/**
 * togethercomputer/RedPajama-Data (6d2cee9): the 24 quality signals of version 2 that need no model and no word list,
 * for one document. Signals of a document are numbers (null where there is nothing to divide by); those of lines are
 * lists of [start, end, score] in code points, the tool's own form. Quirks kept: "words" are word runs *and* mark runs
 * for the raw signals, but normalised words (ASCII marks cut out, lower case, NFD) for the others, so that `don't` is
 * three words in one and one word in the other; a line takes its line break with it; the duplicated share counts each
 * character once, dolma's does not; and 8 decimals.
 */
import { gramCounts, gramSpeller, topGram } from './gram-speller.js';
import {
  isUpper,
  length,
  lengths,
  lstrip,
  PUNCTUATION,
  round,
  rstrip,
  split,
  squeeze,
  wordPunct,
} from './python.js';

export type Span = [start: number, end: number, score: number];
export type RedPajamaSignals = Record<string, number | null | Span[]>;

const DECIMALS = 8;
const ASCII_MARKS = new RegExp(`[${PUNCTUATION.replace(/[\\\]^-]/g, '\\$&')}]`, 'g');
/** Python's `\b[^.!?]+[.!?]*`; its word border is one of Unicode, JavaScript's of ASCII. */
const SENTENCE = /(?:(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_]))[^.!?]+[.!?]*/gu;
const TERMINAL = /[.!?\u201d]$/;
const BULLET = /^[\u2022\u2023\u25b6\u25c0\u25e6\u25a0\u25a1\u25aa\u25ab\u2013]/;

/** All 24, in the order of the tool's groups: natural language, repetitions, lines. */
export function redpajamaSignals(text: string): RedPajamaSignals {
  const raw = wordPunct(text);
  const words = split(normalise(text));
  const lines = linesOf(text);
  const per = (count: number, all: number) => (all === 0 ? null : round(count / all, DECIMALS));
  const symbols = (text.match(/#/g) ?? []).length + (text.match(/\.\.\.|\u2026/g) ?? []).length;
  const ellipses = lines.filter(({ text: line }) => /(?:\.\.\.|\u2026)$/.test(rstrip(line))).length;
  const withLetters = raw.filter((word) => /[a-zA-Z]/.test(word)).length;
  const signals: RedPajamaSignals = {
    RPS_Doc_Num_Sentences: (text.match(SENTENCE) ?? []).length,
    RPS_Doc_Word_Count: words.length,
    RPS_Doc_Mean_Word_Length: per(lengths(words), words.length),
    RPS_Doc_Symbol_To_Word_Ratio: per(symbols, raw.length),
    RPS_Doc_Frac_Lines_End_With_Ellipsis: per(ellipses, lines.length),
    RPS_Doc_Frac_No_Alph_Words: raw.length === 0 ? null : round(1 - withLetters / raw.length, DECIMALS),
    RPS_Doc_Frac_Unique_Words: per(new Set(words).size, words.length),
    RPS_Doc_Unigram_Entropy: entropy(words),
    RPS_Doc_Frac_All_Caps_Words: per(raw.filter(isUpper).length, raw.length),
  };
  const sizes = words.map(length);
  const all = sizes.reduce((a, b) => a + b, 0);
  for (let n = 2; n <= 4; n++) signals[`RPS_Doc_Frac_Chars_Top_${n}gram`] = inTop(words, n, all);
  for (let n = 5; n <= 10; n++)
    signals[`RPS_Doc_Frac_Chars_Dupe_${n}Grams`] = inDuplicates(words, sizes, n, all);
  const spans = (score: (line: Line) => number): Span[] =>
    lines.map((line) => [line.start, line.end, score(line)]);
  const bare = new Map(lines.map((line) => [line, normalise(line.text)]));
  signals.RPS_Lines_Javascript_Counts = spans(
    (line) => split(bare.get(line)!).filter((word) => word === 'javascript').length,
  );
  signals.RPS_Lines_Ending_With_Terminal_Punctution_Mark = spans(({ text: line }) =>
    TERMINAL.test(rstrip(line)) ? 1 : 0,
  );
  signals.RPS_Lines_Num_Words = spans((line) => split(bare.get(line)!).length);
  signals.RPS_Lines_Uppercase_Letter_Fraction = spans((line) => fraction(line.text, /\p{Uppercase}/gu));
  signals.RPS_Lines_Numerical_Chars_Fraction = spans((line) => fraction(bare.get(line)!, /\p{N}/gu));
  signals.RPS_Lines_Start_With_Bulletpoint = spans(({ text: line }) => (BULLET.test(lstrip(line)) ? 1 : 0));
  return signals;
}

interface Line {
  text: string;
  start: number;
  end: number;
}

function linesOf(text: string): Line[] {
  let start = 0;
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
    const end = start + length(line);
    const found = { text: line, start, end };
    start = end;
    return found;
  });
}

function normalise(text: string): string {
  return squeeze(text.replace(ASCII_MARKS, '').toLowerCase()).normalize('NFD');
}

function fraction(text: string, characters: RegExp): number {
  return text === '' ? 0 : round((text.match(characters) ?? []).length / length(text), DECIMALS);
}

function entropy(words: readonly string[]): number | null {
  if (words.length === 0) return null;
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let sum = 0;
  for (const times of counts.values()) sum += (-times / words.length) * Math.log(times / words.length);
  return round(sum, DECIMALS);
}

function inTop(words: readonly string[], n: number, all: number): number {
  const [gram, times] = topGram(gramCounts(words, ' ', n));
  return times < 2 ? 0 : round((lengths(gram.split(' ')) * times) / all, DECIMALS);
}

/** Each character once, however many duplicated n-grams hold it. */
function inDuplicates(words: readonly string[], sizes: readonly number[], n: number, all: number): number {
  if (words.length < n || all === 0) return 0;
  const counts = gramCounts(words, ' ', n);
  const spell = gramSpeller(words, ' ');
  let held = 0;
  let covered = 0;
  for (let i = 0; i + n <= words.length; i++) {
    if (counts.get(spell(i, n))! < 2) continue;
    for (let at = Math.max(covered, i); at < i + n; at++) held += sizes[at];
    covered = i + n;
  }
  return round(held / all, DECIMALS);
}
