/** Place of the first entry above `u` from `from` to `to` of ascending numbers, or `to`. */
export function firstAbove(ascending: Float64Array, u: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
