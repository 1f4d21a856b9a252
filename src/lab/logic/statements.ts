/**
 * Statements of logic: an expression in brackets, and the truth value that it is said to have, such as `((0|1)&~1)=0`.
 * They are written symbol by symbol, so that a language model must learn brackets, operators and evaluation, and whether
 * it has can be told exactly.
 */
import type { Random } from '../../stats/random.js';
import { type Documents, documents } from '../text/documents.js';

/** The symbols in the order of their numbers, which begin at 1 (0 is the transformer's end of text). */
export const SYMBOLS = '01~&|()=';
/** Stands behind every whole statement. */
export const STOP = SYMBOLS.length + 1;
/** Different numbers, 0 included. */
export const SYMBOL_TYPES = STOP + 1;

/** Constants have depth 0, an operator one more than its deeper operand. */
export const DEEPEST = 5;
/** Longest statement of all, STOP included; 8 % of those of depth 5 would be longer, and are drawn again. */
export const LONGEST = 48;

/** Longest statement of this depth or less, STOP included: every operand is as deep as it can be. */
export function longestOf(deepest: number): number {
  // 2^d constants, with an operator and two brackets for each but one; then what is stated.
  return Math.min(LONGEST, 4 * 2 ** deepest);
}

const NUMBERS = new Map(Array.from(SYMBOLS, (symbol, i) => [symbol, i + 1]));
const [ZERO, ONE, NOT, AND, OR, OPEN, CLOSE, EQUALS] = Array.from(SYMBOLS, (symbol) => NUMBERS.get(symbol)!);

/** True statements, whose depth is 1 to `deepest` with the same probability each. */
export function drawStatements(n: number, random: Random, deepest = DEEPEST): Documents {
  const starts = new Int32Array(n + 1);
  const all: number[] = [];
  for (let d = 0; d < n; d++) {
    const depth = 1 + random.below(deepest);
    let symbols: number[];
    let value: boolean;
    do {
      symbols = [];
      value = drawExpression(depth, random, symbols);
    } while (symbols.length + 3 > LONGEST);
    for (const symbol of symbols) all.push(symbol);
    all.push(EQUALS, value ? ONE : ZERO, STOP);
    starts[d + 1] = all.length;
  }
  return { pieces: Int32Array.from(all), starts };
}

/** Writes an expression of this depth behind `symbols`, and gives its value. Operators are as frequent as one another. */
function drawExpression(depth: number, random: Random, symbols: number[]): boolean {
  if (depth === 0) {
    const value = random.below(2) === 1;
    symbols.push(value ? ONE : ZERO);
    return value;
  }
  const operator = [NOT, AND, OR][random.below(3)];
  if (operator === NOT) {
    symbols.push(NOT);
    return !drawExpression(depth - 1, random, symbols);
  }
  // One operand has the full depth, the other any.
  const other = random.below(depth);
  const depths = random.below(2) === 0 ? [depth - 1, other] : [other, depth - 1];
  symbols.push(OPEN);
  const left = drawExpression(depths[0], random, symbols);
  symbols.push(operator);
  const right = drawExpression(depths[1], random, symbols);
  symbols.push(CLOSE);
  return operator === AND ? left && right : left || right;
}

export interface Reading {
  /** Of the expression. */
  depth: number;
  /** Whether its value is the one that is stated. */
  true: boolean;
}

/** What a whole statement says, or undefined where it is none. `symbols`: with STOP, as written. */
export function readStatement(symbols: Int32Array): Reading | undefined {
  let at = 0;
  const root = expression();
  if (!root || symbols[at++] !== EQUALS) return undefined;
  const stated = constantAt(at++);
  if (stated === undefined || symbols[at++] !== STOP || at !== symbols.length) return undefined;
  return { depth: root.depth, true: root.value === stated };

  function constantAt(place: number): boolean | undefined {
    if (symbols[place] === ZERO) return false;
    return symbols[place] === ONE ? true : undefined;
  }

  /** Reads on behind the expression that begins here, if one does. */
  function expression(): { value: boolean; depth: number } | undefined {
    const value = constantAt(at);
    if (value !== undefined) {
      at++;
      return { value, depth: 0 };
    }
    const first = symbols[at++];
    if (first !== NOT && first !== OPEN) return undefined;
    const left = expression();
    if (!left) return undefined;
    if (first === NOT) return { value: !left.value, depth: left.depth + 1 };
    const operator = symbols[at++];
    if (operator !== AND && operator !== OR) return undefined;
    const right = expression();
    if (!right || symbols[at++] !== CLOSE) return undefined;
    return {
      value: operator === AND ? left.value && right.value : left.value || right.value,
      depth: 1 + Math.max(left.depth, right.depth),
    };
  }
}

/** True, and of the depth of the real ones. */
export function isCorrect(reading: Reading | undefined, deepest = DEEPEST): boolean {
  if (!reading) return false;
  return reading.true && reading.depth >= 1 && reading.depth <= deepest;
}

export function statementOf({ pieces, starts }: Documents, d: number): Int32Array {
  return pieces.subarray(starts[d], starts[d + 1]);
}

/** As people read it; what has no STOP ends in `…`. */
export function statementText(symbols: Int32Array): string {
  let text = '';
  for (const symbol of symbols) text += SYMBOLS[symbol - 1] ?? '';
  return symbols.at(-1) === STOP ? text : `${text}…`;
}

/** Every document up to its first STOP, that included. */
export function cutAtStop(data: Documents): Documents {
  const starts = new Int32Array(data.starts.length);
  const pieces = new Int32Array(data.pieces.length);
  for (let d = 0; d < documents.size(data); d++) {
    const all = statementOf(data, d);
    const stop = all.indexOf(STOP);
    const kept = stop < 0 ? all : all.subarray(0, stop + 1);
    pieces.set(kept, starts[d]);
    starts[d + 1] = starts[d] + kept.length;
  }
  return { pieces: pieces.slice(0, starts[starts.length - 1]), starts };
}
