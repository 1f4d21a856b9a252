/**
 * allenai/dolma (669f534): the attributes of its Gopher tagger (`gopher_v1`) for one document, after the rules of Rae et
 * al. 2021, table A1. Quirks kept: the most common n-gram counts its characters over those of all words, also where it
 * occurs once, and of equals the first is taken; `required_word_count` counts words, not kinds of words;
 * `character_count` has spaces, the shares do not; and "#" or an ellipsis counts once a word.
 */
import { gramCounts, topGram } from './gram-speller.js';
import { hasAlpha, length, lengths, split } from './python.js';

/** Stands in no word. */
const GLUE = '\n';
const REQUIRED = new Set(['the', 'be', 'to', 'of', 'and', 'that', 'have', 'with']);

export interface DolmaAttributes {
  fraction_of_characters_in_most_common_ngram: [number, number][];
  fraction_of_characters_in_duplicate_ngrams: [number, number][];
  character_count: number;
  word_count: number;
  median_word_length: number;
  symbol_to_word_ratio: number;
  fraction_of_words_with_alpha_character: number;
  required_word_count: number;
  fraction_of_lines_starting_with_bullet_point: number;
  fraction_of_lines_ending_with_ellipsis: number;
  fraction_of_duplicate_lines: number;
  fraction_of_characters_in_duplicate_lines: number;
}

/** `get_attributes(text)`. */
export function dolmaAttributes(text: string): DolmaAttributes {
  const words = text === '' ? [] : split(text);
  const lines = text === '' ? [] : text.split('\n');
  const perWord = Math.max(words.length, 1);
  const perLine = Math.max(lines.length, 1);
  const perCharacter = Math.max(lengths(words), 1);
  const share = (list: string[], per: number, is: (each: string) => boolean) => list.filter(is).length / per;
  const most: [number, number][] = [];
  const duplicates: [number, number][] = [];
  for (let n = 2; n <= 10; n++) {
    const counts = gramCounts(words, GLUE, n);
    if (counts.size === 0) continue;
    if (n <= 4) most.push([n, mostCommon(counts) / perCharacter]);
    else duplicates.push([n, inDuplicates(counts)]);
  }
  const lineCounts = new Map<string, number>();
  for (const line of lines) lineCounts.set(line, (lineCounts.get(line) ?? 0) + 1);
  let duplicateLines = 0;
  let duplicateCharacters = 0;
  for (const [line, times] of lineCounts) {
    if (times === 1) continue;
    duplicateLines += times;
    duplicateCharacters += times * length(line);
  }
  return {
    fraction_of_characters_in_most_common_ngram: most,
    fraction_of_characters_in_duplicate_ngrams: duplicates,
    character_count: length(text),
    word_count: words.length,
    median_word_length: median(words.map(length)),
    symbol_to_word_ratio: share(words, perWord, (word) => /[#\u2026]/.test(word)),
    fraction_of_words_with_alpha_character: share(words, perWord, hasAlpha),
    required_word_count: words.filter((word) => REQUIRED.has(word)).length,
    fraction_of_lines_starting_with_bullet_point: share(lines, perLine, (line) => /^[*-]/.test(line)),
    fraction_of_lines_ending_with_ellipsis: share(lines, perLine, (line) => line.endsWith('\u2026')),
    fraction_of_duplicate_lines: duplicateLines / perLine,
    fraction_of_characters_in_duplicate_lines: duplicateCharacters / perCharacter,
  };
}

function characters(gram: string): number {
  return lengths(gram.split(GLUE));
}

function mostCommon(counts: Map<string, number>): number {
  const [gram, times] = topGram(counts);
  return times * characters(gram);
}

function inDuplicates(counts: Map<string, number>): number {
  let all = 0;
  let twice = 0;
  for (const [gram, times] of counts) {
    const held = times * characters(gram);
    all += held;
    if (times > 1) twice += held;
  }
  return twice / Math.max(all, 1);
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
