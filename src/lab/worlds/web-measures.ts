/** What a builder's model can still write: the tail of the subjects, all of them in proportion, and old news. */

/** News of one year, equally likely. */
export const NEWS = 20;

export interface Standing {
  /** Share of the rare subjects. */
  tail: number;
  /** Total variation from the truth, among the subjects. */
  tv: number;
  /** Share of the news of the years before this one; NaN before there are any. */
  facts: number;
}

/** `shares` of the subjects, descending; news are numbered behind them, year by year from 1 on. */
export function measureBuilder(shares: Float64Array, rare: number) {
  const types = shares.length;
  const rareFrom = firstRare(shares, rare);
  return (counts: Uint32Array, now: number): Standing => {
    const seen = Math.min(types, counts.length);
    let [sum, alive] = [0, 0];
    for (let i = 0; i < seen; i++) {
      sum += counts[i];
      if (i >= rareFrom && counts[i] > 0) alive++;
    }
    let apart = 0;
    for (let i = 0; i < types; i++) {
      const own = i < seen && sum > 0 ? counts[i] / sum : 0;
      apart += Math.abs(own - shares[i]);
    }
    const news = NEWS * (now - 1);
    let known = 0;
    for (let i = types; i < Math.min(counts.length, types + news); i++) if (counts[i] > 0) known++;
    return { tail: alive / (types - rareFrom), tv: apart / 2, facts: news > 0 ? known / news : Number.NaN };
  };
}

/** The first of the rarest subjects that together hold at most this share; at least the last one is rare. */
function firstRare(shares: Float64Array, rare: number): number {
  let [from, held] = [shares.length, 0];
  while (from > 0 && held + shares[from - 1] <= rare) held += shares[--from];
  return Math.min(from, shares.length - 1);
}
