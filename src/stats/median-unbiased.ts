/**
 * The q-quantile of ascending numbers, 0 <= q <= 1, whose median is right whatever the distribution and the size
 * (Hyndman and Fan's type 8, the one they recommend): samples of different sizes can be compared. NaN of none.
 */
export function medianUnbiased(ascending: ArrayLike<number>, q: number): number {
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const place = Math.min(n, Math.max(1, q * (n + 1 / 3) + 1 / 3)) - 1;
  const low = Math.floor(place);
  const part = place - low;
  return part === 0 ? ascending[low] : (1 - part) * ascending[low] + part * ascending[low + 1];
}
