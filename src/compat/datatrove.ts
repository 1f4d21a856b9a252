/**
 * huggingface/datatrove (a649de79): what `GopherRepetitionFilter` and `GopherQualityFilter` with their defaults say of
 * one document, after the rules of Rae et al. 2021: `keep`, or the first rule that it breaks. Quirks kept: words are
 * spaCy's, so marks are words of their own, which is why 17 % of these novels' pages break the rule that 80 % of words
 * have a letter; the top n-gram counts also where it occurs once; the shares are of the text *with* its spaces; and
 * duplicated n-grams are spelled without spaces and skip their own length, so that overlaps count once.
 */
import { gramCounts, gramSpeller, topGram } from './gram-speller.js';
import { count, hasAlpha, length, lengths, lstrip, PUNCTUATION, rstrip, splitlines } from './python.js';
import { spacyWords } from './spacy-words.js';

const TOP: [n: number, limit: number][] = [
  [2, 0.2],
  [3, 0.18],
  [4, 0.16],
];
const DUPLICATES: [n: number, limit: number][] = [
  [5, 0.15],
  [6, 0.14],
  [7, 0.13],
  [8, 0.12],
  [9, 0.11],
  [10, 0.1],
];
const STOP_WORDS = new Set(['the', 'be', 'to', 'of', 'and', 'that', 'have', 'with']);
const ASCII_MARKS = PUNCTUATION.replace(/[\\\]^-]/g, '\\$&');
/** Their set of marks: ASCII's, the control characters below space and after 126, and marks of other scripts. */
const MARKS_ONLY = new RegExp(`^[${ASCII_MARKS}\\x00-\\x1f\\x7f-\\x9f\\p{P}\uff5e\u00ac\u00b4\u2103]*$`, 'u');

export interface GopherOutcome {
  repetition: string;
  quality: string;
}

/** `keep` or the name of the broken rule, of either filter. */
export function gopherOutcome(text: string): GopherOutcome {
  const words = spacyWords(text);
  return { repetition: repetition(text, words), quality: quality(text, words) };
}

function repetition(text: string, words: readonly string[]): string {
  const all = length(text);
  if (all === 0) return 'empty';
  const paragraphs = duplicates(rstrip(lstrip(text)).split(/\n{2,}/));
  if (paragraphs.share > 0.3) return 'dup_para_frac';
  if (paragraphs.characters / all > 0.2) return 'dup_para_char_frac';
  const lines = duplicates(text.split(/\n+/));
  if (lines.share > 0.3) return 'dup_line_frac';
  if (lines.characters / all > 0.2) return 'dup_line_char_frac';
  for (const [n, limit] of TOP) if (topCharacters(words, n) / all > limit) return `top_${n}_gram`;
  for (const [n, limit] of DUPLICATES) {
    if (duplicateCharacters(words, n) / all > limit) return `duplicated_${n}_n_grams`;
  }
  return 'keep';
}

function duplicates(parts: readonly string[]): { share: number; characters: number } {
  const seen = new Set<string>();
  let again = 0;
  let characters = 0;
  for (const part of parts) {
    if (seen.has(part)) {
      again++;
      characters += length(part);
    } else seen.add(part);
  }
  return { share: again / parts.length, characters };
}

function topCharacters(words: readonly string[], n: number): number {
  const [gram, times] = topGram(gramCounts(words, ' ', n));
  return length(gram) * times;
}

function duplicateCharacters(words: readonly string[], n: number): number {
  const spell = gramSpeller(words, '');
  const seen = new Set<string>();
  let characters = 0;
  for (let i = 0; i + n <= words.length; ) {
    const gram = spell(i, n);
    if (seen.has(gram)) {
      characters += length(gram);
      i += n;
    } else {
      seen.add(gram);
      i++;
    }
  }
  return characters;
}

function quality(text: string, words: readonly string[]): string {
  const real = words.filter((word) => !MARKS_ONLY.test(word));
  if (real.length < 50) return 'gopher_short_doc';
  if (real.length > 100000) return 'gopher_long_doc';
  const mean = lengths(real) / real.length;
  if (mean < 3) return 'gopher_below_avg_threshold';
  if (mean > 10) return 'gopher_above_avg_threshold';
  if (count(text, '#') / words.length > 0.1) return 'gopher_too_many_hashes';
  if ((count(text, '...') + count(text, '\u2026')) / words.length > 0.1) return 'gopher_too_many_ellipsis';
  const lines = splitlines(text);
  const share = (is: (line: string) => boolean) => lines.filter(is).length / lines.length;
  if (share((line) => /^[\u2022-]/.test(lstrip(line))) > 0.9) return 'gopher_too_many_bullets';
  if (share((line) => /(?:\.\.\.|\u2026)$/.test(rstrip(line))) > 0.3) return 'gopher_too_many_end_ellipsis';
  if (words.filter(hasAlpha).length / words.length < 0.8) return 'gopher_below_alpha_threshold';
  const stops = new Set(words.filter((word) => STOP_WORDS.has(word)));
  return stops.size < 2 ? 'gopher_enough_stop_words' : 'keep';
}
