/** Places of the `count` highest values, in ascending order of place; of equal values the first ones. */
export function highest(values: Float64Array, count: number): Uint32Array {
  const n = values.length;
  if (count >= n) return Uint32Array.from({ length: n }, (_, i) => i);
  // Sorting numbers alone is several times faster than sorting places by them.
  const least = values.slice().sort()[n - count];
  let above = 0;
  for (let i = 0; i < n; i++) if (values[i] > least) above++;
  const places = new Uint32Array(count);
  let equals = count - above;
  let at = 0;
  for (let i = 0; i < n; i++) {
    if (values[i] > least || (values[i] === least && equals-- > 0)) places[at++] = i;
  }
  return places;
}
