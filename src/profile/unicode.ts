/**
 * Character classes and one-to-one lower-casing of Unicode 16.0, as `scripts/build-unicode.js` wrote them:
 * two-stage tables (an index of 256-code-point pages), shared by the kernel and its plain twin.
 */
import { readFileSync } from 'node:fs';

export const SEPARATOR = 0;
export const WORD = 1;
export const SINGLE = 2;
export const MARK = 3;
export const IGNORED = 4;
export const KATAKANA = 5;
export const SYMBOL = 6;
export const MODIFIER = 7;
export const APOSTROPHE = 8;

export interface UnicodeTables {
  /** Page of classes of each 256 code points; length 0x1100. */
  classIndex: Uint8Array;
  /** Page of lower-case distances; length 0x1100. */
  lowerIndex: Uint8Array;
  /** Classes, 256 a page. */
  classPages: Uint8Array;
  /** Lower-case code point minus code point, 256 a page. */
  lowerPages: Int32Array;
}

let tables: UnicodeTables | undefined;

/** Reads the tables once. They lie beside the compiled file. */
export function unicodeTables(): UnicodeTables {
  if (tables) return tables;
  const bytes = new Uint8Array(readFileSync(new URL('./unicode.bin', import.meta.url)));
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const classEnd = 8 + 0x2200 + header.getUint32(0, true) * 256;
  tables = {
    classIndex: bytes.slice(8, 8 + 0x1100),
    lowerIndex: bytes.slice(8 + 0x1100, 8 + 0x2200),
    classPages: bytes.slice(8 + 0x2200, classEnd),
    lowerPages: new Int32Array(bytes.slice(classEnd).buffer),
  };
  return tables;
}

export function classOf(code: number): number {
  const { classIndex, classPages } = tables ?? unicodeTables();
  return classPages[(classIndex[code >> 8] << 8) | (code & 255)];
}

/** Simple lower-case mapping; the right single quotation mark becomes an apostrophe. */
export function lowerOf(code: number): number {
  const { lowerIndex, lowerPages } = tables ?? unicodeTables();
  return code + lowerPages[(lowerIndex[code >> 8] << 8) | (code & 255)];
}
