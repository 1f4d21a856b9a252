/** At most `most` (2 or more) of a list, evenly, with both ends. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
}

/** Indices of at most `most` of `length`, evenly, with both ends. */
export function spreadIndices(length: number, most: number): number[] {
  return spread(
    Array.from({ length }, (_, i) => i),
    most,
  );
}
