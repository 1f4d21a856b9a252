/**
 * Which kinds of thing (n-grams of words or tags, …) the texts of the sample hold, and in how many texts of each
 * document group: what is needed to ask, of any side, how many kinds a smaller number of its texts would show.
 */
import { POOLED } from './pool.js';
import type { Side } from './side.js';

export interface SampleTypes {
  /** Kinds; the cells of kind k are start[k] … start[k + 1] - 1. */
  length: number;
  start: Uint32Array;
  /** 0 … 63. */
  group: Uint8Array;
  /** Texts of the group that hold the kind. */
  texts: Uint32Array;
  /** [g] = texts of group g, and the kinds they hold, summed over texts. */
  textsOf: Uint32Array;
  kindsOf: Float64Array;
}

/**
 * `kindsOf(i)`: what text i holds, repeats allowed; null for a text that does not count. Kinds held by fewer than
 * `least` texts of all are counted in `kindsOf`, but have no cells.
 */
export function sampleTypes(
  groups: ArrayLike<number>,
  kindsOf: (i: number) => Iterable<string> | null,
  least = 1,
): SampleTypes {
  const numbers = new Map<string, number>();
  const held: number[][] = [];
  const textsOf = new Uint32Array(POOLED);
  const sums = new Float64Array(POOLED);
  for (let i = 0; i < groups.length; i++) {
    const kinds = kindsOf(i);
    if (kinds === null) continue;
    textsOf[groups[i]]++;
    const own = new Set(kinds);
    sums[groups[i]] += own.size;
    for (const kind of own) {
      let number = numbers.get(kind);
      if (number === undefined) {
        number = held.length;
        numbers.set(kind, number);
        held.push([]);
      }
      held[number].push(groups[i]);
    }
  }
  const kept = held.filter((texts) => texts.length >= least);
  const start = new Uint32Array(kept.length + 1);
  const group: number[] = [];
  const texts: number[] = [];
  kept.forEach((list, k) => {
    list.sort((a, b) => a - b);
    for (let at = 0; at < list.length; ) {
      let end = at;
      while (end < list.length && list[end] === list[at]) end++;
      group.push(list[at]);
      texts.push(end - at);
      at = end;
    }
    start[k + 1] = group.length;
  });
  return {
    length: kept.length,
    start,
    group: Uint8Array.from(group),
    texts: Uint32Array.from(texts),
    textsOf,
    kindsOf: sums,
  };
}

/** [d] = kinds that d of the side's texts hold; [0] stays 0. */
export function spectrumOf(types: SampleTypes, side: Side): Float64Array {
  const spectrum = new Float64Array(countTexts(types, side) + 1);
  for (let k = 0, i = 0; k < types.length; k++) {
    let held = 0;
    for (const end = types.start[k + 1]; i < end; i++)
      if (side.member[types.group[i]]) held += types.texts[i];
    if (held > 0) spectrum[held]++;
  }
  return spectrum;
}

/** Texts of the side that count. */
export function countTexts({ textsOf }: SampleTypes, side: Side): number {
  let n = 0;
  for (let g = 0; g < POOLED; g++) if (side.member[g]) n += textsOf[g];
  return n;
}

/** Kinds summed over the side's texts. */
export function sumKinds({ kindsOf }: SampleTypes, side: Side): number {
  let sum = 0;
  for (let g = 0; g < POOLED; g++) if (side.member[g]) sum += kindsOf[g];
  return sum;
}
