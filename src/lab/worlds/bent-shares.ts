/** Shares as a generator bends them: hotter or colder, and without the least likely choices. */

/** Not normalised. `temperature` 0 leaves the likeliest alone; `keep` 1 leaves all. */
export function bentShares(shares: Float64Array, temperature: number, keep: number): Float64Array {
  return nucleus(tempered(shares, temperature), keep);
}

/** Shares to the power of 1 / temperature, not normalised; at 0 the likeliest alone. */
function tempered(shares: Float64Array, temperature: number): Float64Array {
  if (temperature === 1) return shares;
  let most = 0;
  for (const share of shares) most = Math.max(most, share);
  return shares.map((share) => (share === most ? 1 : (share / most) ** (1 / temperature)));
}

/** The likeliest choices that hold at least `keep` of the mass, the others zero (Holtzman et al. 2020). */
function nucleus(shares: Float64Array, keep: number): Float64Array {
  if (keep === 1) return shares;
  const order = Uint32Array.from(shares, (_, i) => i).sort((a, b) => shares[b] - shares[a]);
  const total = shares.reduce((a, b) => a + b, 0);
  const kept = new Float64Array(shares.length);
  let sum = 0;
  for (let i = 0; i < order.length && (i === 0 || sum < keep * total); i++) {
    kept[order[i]] = shares[order[i]];
    sum += shares[order[i]];
  }
  return kept;
}
