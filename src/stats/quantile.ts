/**
 * The q-quantile of ascending numbers, 0 <= q <= 1, linear between neighbours (Hyndman and Fan's type 7, the default of
 * R and NumPy). NaN of none.
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const place = q * (ascending.length - 1);
  const low = Math.floor(place);
  const part = place - low;
  const below = ascending[low] ?? Number.NaN;
  // Also keeps infinite neighbours apart: 0 times infinity is no number.
  return part === 0 ? below : (1 - part) * below + part * ascending[low + 1];
}
