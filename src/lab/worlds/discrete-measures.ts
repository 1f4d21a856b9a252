/** What is measured of a distribution over categories, at a cost of the symbols that are alive. */
import type { Values } from '../world.js';
import type { Shares } from './discrete.js';

/** Counts in generation 0 whose symbols are followed: the survival of a word depends on its count alone (F10). */
export const SURVIVAL = [1, 2, 5, 20];

/**
 * Of one run. `rareFrom`: the first rare symbol. Without a model the truth itself is measured; survival is NaN where
 * generation 0 had no symbol of that count.
 */
export function measureShares(truth: Float64Array, rareFrom: number) {
  const alive = new Uint8Array(truth.length);
  const everything: Shares = { symbols: new Uint32Array(truth.length), shares: truth };
  for (let i = 0; i < truth.length; i++) everything.symbols[i] = i;
  let counted: { of: Uint32Array; symbols: Uint32Array[] } | undefined;
  return (model: Shares | undefined, first: Uint32Array): Values => {
    const { symbols, shares } = model ?? everything;
    const values = distances(symbols, shares, truth);
    let rare = 0;
    values.first = 0;
    for (let i = 0; i < symbols.length; i++) {
      alive[symbols[i]] = 1;
      if (symbols[i] >= rareFrom) rare++;
      if (symbols[i] === 0) values.first = shares[i];
    }
    values.rare = rare / (truth.length - rareFrom);
    if (counted?.of !== first) counted = { of: first, symbols: byCount(first, truth.length) };
    SURVIVAL.forEach((count, i) => {
      let left = 0;
      const group = counted!.symbols[i];
      for (let s = 0; s < group.length; s++) left += alive[group[s]];
      values[`alive-${count}`] = left / group.length;
    });
    for (let i = 0; i < symbols.length; i++) alive[symbols[i]] = 0;
    return values;
  };
}

function distances(symbols: Uint32Array, shares: Float64Array, truth: Float64Array): Values {
  let held = 0;
  let apart = 0;
  let kl = 0;
  let entropy = 0;
  let repeat = 0;
  for (let i = 0; i < symbols.length; i++) {
    const p = truth[symbols[i]];
    const q = shares[i];
    if (q === 0) continue;
    held += p;
    apart += Math.abs(q - p);
    kl += q * Math.log(q / p);
    entropy -= q * Math.log(q);
    repeat += q * q;
  }
  const missing = Math.max(0, 1 - held);
  const unique = symbols.length;
  return { unique, missing, tv: (apart + missing) / 2, kl, entropy, repeat, absorbed: unique === 1 ? 1 : 0 };
}

/** [i] = the symbols of which `data` has SURVIVAL[i]. */
function byCount(data: Uint32Array, m: number): Uint32Array[] {
  const counts = new Uint32Array(m);
  for (let i = 0; i < data.length; i++) counts[data[i]]++;
  const groups: number[][] = SURVIVAL.map(() => []);
  for (let i = 0; i < m; i++) {
    const group = counts[i] === 0 ? -1 : SURVIVAL.indexOf(counts[i]);
    if (group >= 0) groups[group].push(i);
  }
  return groups.map((group) => Uint32Array.from(group));
}
