import type { Picture } from './picture.js';

/** Where images come from, one after the other: what is kept of each is up to whoever reads them. */
export interface ImageSource {
  count: number;
  /** The size of all of them; undefined where they differ. */
  size?: { width: number; height: number };
  /** Of the file, or of all files. */
  bytes: number;
  /** Classes by place, where the source knows them. */
  labels?: Labels;
  /** Remarks on what was passed over. */
  notes: string[];
  /** Throws DataError naming the path, what is wrong and what would do. */
  picture(place: number): Picture;
  close(): void;
}

export interface Labels {
  /** In the order of their code points; numbers in that of their values. */
  names: string[];
  /** [image] = place among the names. */
  codes: Uint16Array;
}

const MOST_CLASSES = 1000;

/** Undefined where there are more classes than could be told apart. */
export function labelsOf(words: readonly string[]): Labels | undefined {
  const names = [...new Set(words)];
  if (names.length > MOST_CLASSES) return undefined;
  const isNumber = names.every((name) => /^\d+$/.test(name));
  names.sort((a, b) => (isNumber ? Number(a) - Number(b) : a < b ? -1 : 1));
  const place = new Map(names.map((name, i) => [name, i]));
  return { names, codes: Uint16Array.from(words, (word) => place.get(word)!) };
}
