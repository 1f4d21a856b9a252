/**
 * The vocabulary's tail: the types (pieces of src/lab/text/pieces.ts, so words with their case, and signs) that stand at
 * most `RARE` = 5 times in generation 0, the human text that the first model learns from. A rare type survives at
 * generation g when it stands in the text that the g-th model writes, which is as long as one generation's training text.
 */
import { RARE } from '../lab/text/rarest.js';
import type { Documents } from '../lm/documents.js';

export { RARE };

export interface RareTypes {
  /** [piece] = number of the rare type, or -1. */
  number: Int32Array;
  /** [number] = occurrences in generation 0, from 1 to RARE. */
  counts: Uint8Array;
}

/** `types`: number of spellings. */
export function rareTypes({ pieces }: Documents, types: number): RareTypes {
  const all = new Uint32Array(types);
  for (const piece of pieces) all[piece]++;
  const number = new Int32Array(types).fill(-1);
  const counts: number[] = [];
  for (let piece = 0; piece < types; piece++) {
    if (all[piece] === 0 || all[piece] > RARE) continue;
    number[piece] = counts.length;
    counts.push(all[piece]);
  }
  return { number, counts: Uint8Array.from(counts) };
}

/** Share of the rare types that the text holds; NaN where none is rare. */
export function shareAlive({ number, counts }: RareTypes, { pieces }: Documents): number {
  const seen = new Uint8Array(counts.length);
  let alive = 0;
  for (const piece of pieces) {
    const rare = number[piece];
    if (rare < 0 || seen[rare]) continue;
    seen[rare] = 1;
    alive++;
  }
  return alive / counts.length;
}

/** Where the rare types stand: in the documents `documents[from[i]]` to `documents[from[i + 1] - 1]`, so often each. */
export interface Places {
  from: Int32Array;
  documents: Int32Array;
  times: Int32Array;
}

export function placesOf({ number, counts }: RareTypes, { pieces, starts }: Documents): Places {
  const size = counts.length;
  const found: [rare: number, document: number, times: number][] = [];
  for (let d = 0; d + 1 < starts.length; d++) {
    const times = new Map<number, number>();
    for (let i = starts[d]; i < starts[d + 1]; i++) {
      const rare = number[pieces[i]];
      if (rare >= 0) times.set(rare, (times.get(rare) ?? 0) + 1);
    }
    for (const [rare, often] of times) found.push([rare, d, often]);
  }
  const from = new Int32Array(size + 1);
  for (const [rare] of found) from[rare + 1]++;
  for (let i = 0; i < size; i++) from[i + 1] += from[i];
  const next = from.slice();
  const documents = new Int32Array(found.length);
  const times = new Int32Array(found.length);
  for (const [rare, document, often] of found) {
    documents[next[rare]] = document;
    times[next[rare]++] = often;
  }
  return { from, documents, times };
}
