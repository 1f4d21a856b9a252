/**
 * Text that fits a terminal: how many columns a string takes, cutting it in the middle, padding, wrapping.
 * Corpora bring hostile strings, so what is shown is first made printable: escape sequences must not reach
 * the terminal, nor direction overrides.
 */

/** Wide (two columns): the East Asian Wide and Fullwidth blocks and emoji, by block: coarse, and never too small. */
const WIDE: readonly [number, number][] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23f3],
  [0x25fd, 0x25fe],
  [0x2600, 0x27bf],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d37f],
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
];

const ZERO_WIDTH = /^[\p{Mn}\p{Me}\u200c\u200d]$/u;

/** The marks of the grades take one column in every terminal we know, although U+2717 lies in a block of dingbats. */
const NARROW = new Set([0x2713, 0x2717]);

/** White space becomes one space; control and format characters and lone surrogates become U+FFFD. */
export function printable(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd');
}

/** Columns a printable string takes. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += width(character);
  return sum;
}

function width(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (ZERO_WIDTH.test(character)) return 0;
  if (NARROW.has(code)) return 1;
  for (const [low, high] of WIDE) if (code >= low && code <= high) return 2;
  return 1;
}

/** Cuts in the middle with an ellipsis, as names differ at both ends; the result takes at most `room` columns. */
export function cut(text: string, room: number): string {
  if (columns(text) <= room) return text;
  if (room <= 1) return room === 1 ? '…' : '';
  const characters = [...text];
  const half = Math.floor((room - 1) / 2);
  const head = take(characters, room - 1 - half);
  const tail = take([...characters].reverse(), half).reverse();
  return `${head.join('')}…${tail.join('')}`;
}

function take(characters: string[], room: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += width(character);
    if (used > room) break;
    kept.push(character);
  }
  return kept;
}

/** Pads on the right to `room` columns, cutting what is longer. */
export function fit(text: string, room: number): string {
  const short = cut(text, room);
  return short + ' '.repeat(room - columns(short));
}

/** Breaks at spaces into lines of at most `room` columns; a word longer than a line is cut. */
export function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const short = cut(word, room);
    if (line !== '' && columns(line) + 1 + columns(short) > room) {
      lines.push(line);
      line = short;
    } else {
      line = line === '' ? short : `${line} ${short}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
