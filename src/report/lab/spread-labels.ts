/** Labels at the ends of lines, moved apart until none covers another and all lie between two edges. */

/** New places, in the order of `wanted`. `gap`: least distance; smaller where they would not fit at all. */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const least = order.length > 1 ? Math.min(gap, (bottom - top) / (order.length - 1)) : gap;
  const places = [...wanted];
  let free = top;
  for (const i of order) {
    places[i] = Math.max(wanted[i], free);
    free = places[i] + least;
  }
  let limit = bottom;
  for (const i of order.reverse()) {
    places[i] = Math.min(places[i], limit);
    limit = places[i] - least;
  }
  return places;
}
