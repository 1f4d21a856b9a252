/**
 * Holm's adjusted p-values (1979), in the order given: at most alpha for any of them means that the chance of one
 * false alarm among all is at most alpha, whatever their dependence.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let most = 0;
  order.forEach((i, rank) => {
    most = Math.max(most, Math.min(1, p[i] * (p.length - rank)));
    adjusted[i] = most;
  });
  return adjusted;
}
