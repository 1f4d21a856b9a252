/**
 * JSON from strangers. `JSON.parse` keeps the last of two equal keys, so that two programs can read two things in one
 * file; it nests as deep as it is told to; and `__proto__` becomes a key that later copies may act on. All three are
 * refused here, with the line (RFC 8259 leaves them to the reader; I-JSON, RFC 7493, forbids equal keys).
 */
import { DataError } from './errors.js';

/** Deeper than any standard nests. */
export const MAX_DEPTH = 50;

/** Parses JSON. `shown` names it in errors. Throws DataError for what is no JSON, nests too deep or repeats a key. */
export function parseJson(text: string, shown: string): unknown {
  checkStructure(text, shown);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`${shown}: no valid JSON: ${(error as Error).message}`);
  }
}

/** Looks at brackets and keys only; what else is wrong JSON.parse finds. */
function checkStructure(text: string, shown: string): void {
  // Of each open bracket the keys seen, or null for an array.
  const open: (Set<string> | null)[] = [];
  // Whether the next string is a key: after `{`, and after `,` in an object.
  let key = false;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
        if (open.length === MAX_DEPTH) {
          throw new DataError(`${line(text, at, shown)}: nested deeper than ${MAX_DEPTH}; refused`);
        }
        key = text[at] === '{';
        open.push(key ? new Set() : null);
        break;
      case '}':
      case ']':
        open.pop();
        key = false;
        break;
      case ',':
        key = (open.at(-1) ?? null) !== null;
        break;
      case '"': {
        const start = at;
        for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
        if (key) addKey(open.at(-1)!, text.slice(start, at + 1), () => line(text, start, shown));
        key = false;
      }
    }
  }
}

function addKey(keys: Set<string>, quoted: string, where: () => string): void {
  let name: string;
  try {
    name = JSON.parse(quoted);
  } catch {
    return; // JSON.parse of the whole says what is wrong.
  }
  if (name === '__proto__') throw new DataError(`${where()}: key "__proto__": refused`);
  if (keys.has(name)) {
    throw new DataError(
      `${where()}: key ${JSON.stringify(name)} stands twice; which one counts cannot be said`,
    );
  }
  keys.add(name);
}

function line(text: string, at: number, shown: string): string {
  let number = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) number++;
  return `${shown} line ${number}`;
}
