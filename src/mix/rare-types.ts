/**
 * The vocabulary's tail: the types (pieces of src/lab/text/pieces.ts, so words with their case, and signs) that stand at
 * most `RARE` = 5 times in the human text that a mixture draws on. That is generation 0, which the first model learns
 * from; under `fresh` the supply too, for there the tail is not to be these words for ever but as long a tail of others:
 * types that generation 0 lacks are among them then, and can come in later. A rare type is present at generation g when
 * it stands in the text that the g-th model writes, which is as long as what one generation adds.
 */
import { RARE } from '../lab/text/rarest.js';
import type { Documents } from '../lm/documents.js';
import type { HumanText, Strategy } from './feeding.js';

export { RARE };

export interface RareTypes {
  /** [piece] = number of the rare type, or -1. */
  number: Int32Array;
  /** [number] = occurrences in generation 0, at most RARE. */
  counts: Uint8Array;
}

export function rareTypes({ first, supply, types }: HumanText, strategy: Strategy): RareTypes {
  const own = countsOf(first, types);
  const other = strategy === 'fresh' ? countsOf(supply, types) : undefined;
  const number = new Int32Array(types).fill(-1);
  const counts: number[] = [];
  for (let piece = 0; piece < types; piece++) {
    const all = own[piece] + (other?.[piece] ?? 0);
    if (all === 0 || all > RARE) continue;
    number[piece] = counts.length;
    counts.push(own[piece]);
  }
  return { number, counts: Uint8Array.from(counts) };
}

function countsOf({ pieces }: Documents, types: number): Uint32Array {
  const counts = new Uint32Array(types);
  for (const piece of pieces) counts[piece]++;
  return counts;
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
