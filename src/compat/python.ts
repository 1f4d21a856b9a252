/**
 * What Python means by a space, a letter, a length and a rounded number: other tools' numbers hang on it. Lengths are
 * in code points, not in UTF-16 units; white space has U+001C to U+001F and U+0085, and lacks U+FEFF.
 */

const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACES = new RegExp(`[${SPACE}]+`, 'g');
const START = new RegExp(`^[${SPACE}]+`);
const END = new RegExp(`[${SPACE}]+$`);
const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]/g;
const BREAKS = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/** `string.punctuation`. */
export const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** `text.split()`. */
export function split(text: string): string[] {
  const words = text.split(SPACES);
  if (words[0] === '') words.shift();
  if (words.at(-1) === '') words.pop();
  return words;
}

/** `text.lstrip()`. */
export function lstrip(text: string): string {
  return text.replace(START, '');
}

/** `text.rstrip()`. */
export function rstrip(text: string): string {
  return text.replace(END, '');
}

/** `re.sub(r'\s+', ' ', text.strip())`. */
export function squeeze(text: string): string {
  return rstrip(lstrip(text)).replace(SPACES, ' ');
}

/** `text.splitlines()`: no empty last line. */
export function splitlines(text: string): string[] {
  const lines = text.split(BREAKS);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `len(text)`: code points. */
export function length(text: string): number {
  SURROGATES.lastIndex = 0;
  return SURROGATES.test(text) ? [...text].length : text.length;
}

/** Sum of `len` over words. */
export function lengths(words: readonly string[]): number {
  let sum = 0;
  for (const word of words) sum += length(word);
  return sum;
}

/** `any(c.isalpha() for c in text)`. */
export function hasAlpha(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** `text.isupper()`: has cased characters, and all of them are upper case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

/** `text.count(part)`: occurrences that do not overlap. */
export function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

/** `round(x, digits)`: correctly rounded, and ties go to the even digit where `toFixed` takes the larger. */
export function round(x: number, digits: number): number {
  if (!Number.isFinite(x)) return x;
  if (x < 0) return -round(-x, digits);
  const rounded = Number(x.toFixed(digits));
  const exact = x.toFixed(digits + 25);
  if (!/50{24}$/.test(exact)) return rounded;
  const down = exact.slice(0, -25).replace(/\.$/, '');
  return '02468'.includes(down.at(-1)!) ? Number(down) : rounded;
}

/** Runs of word characters or of other visible ones: nltk's `WordPunctTokenizer`. */
export function wordPunct(text: string): string[] {
  return text.match(WORD_PUNCT) ?? [];
}

const WORD_PUNCT = new RegExp(`[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_${SPACE}]+`, 'gu');

/** `numpy.sum` of up to some thousand numbers: eight running sums, halves above 128. */
export function numpySum(values: ArrayLike<number>, start = 0, end = values.length): number {
  const n = end - start;
  if (n > 128) {
    const half = (n >> 1) - ((n >> 1) % 8);
    return numpySum(values, start, start + half) + numpySum(values, start + half, end);
  }
  let sum = 0;
  let at = start;
  if (n >= 8) {
    const r = Array.from({ length: 8 }, (_, k) => values[start + k]);
    for (at += 8; at + 8 <= end; at += 8) for (let k = 0; k < 8; k++) r[k] += values[at + k];
    sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
  }
  for (; at < end; at++) sum += values[at];
  return sum;
}
