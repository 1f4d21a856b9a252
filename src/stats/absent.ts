/**
 * Probability that a draw of `g` of `G` groups, without replacement, holds none of `k` given groups:
 * C(G-k, g) / C(G, g). This is classical rarefaction (Hurlbert 1971) with groups of documents as the units that
 * are drawn: tokens of one document are not independent, so drawing tokens would make any corpus look richer.
 *
 * We differ in letting `g` be any real number in [0, G]: the product form is continuous and exact at integers.
 */
export function absent(G: number, k: number, g: number): number {
  let p = 1;
  for (let i = 0; i < k; i++) {
    const left = G - g - i;
    if (left <= 0) return 0;
    p *= left / (G - i);
  }
  return p;
}
