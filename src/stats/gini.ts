/** Gini's coefficient of amounts of at least 0: 0 where all are equal, 1 - 1/n where one has everything, NaN of none. */
export function gini(amounts: ArrayLike<number>): number {
  const sorted = Float64Array.from(amounts).sort();
  const n = sorted.length;
  let [sum, ranked] = [0, 0];
  for (let i = 0; i < n; i++) {
    sum += sorted[i];
    ranked += (i + 1) * sorted[i];
  }
  return (2 * ranked) / (n * sum) - (n + 1) / n;
}
