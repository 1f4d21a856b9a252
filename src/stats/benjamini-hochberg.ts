/**
 * Benjamini-Hochberg adjusted p-values (1995), in the order given; null stays null and is not counted as a test.
 * An adjusted value of at most alpha keeps the expected share of false alarms among the alarms below alpha.
 */
export function benjaminiHochberg(p: readonly (number | null)[]): (number | null)[] {
  const order = p.map((value, i) => ({ value, i })).filter((e) => e.value !== null) as {
    value: number;
    i: number;
  }[];
  order.sort((a, b) => b.value - a.value);
  const q: (number | null)[] = p.map(() => null);
  let least = 1;
  order.forEach((e, rank) => {
    least = Math.min(least, (e.value * order.length) / (order.length - rank));
    q[e.i] = least;
  });
  return q;
}
