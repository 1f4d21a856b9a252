/** Insertions, deletions and replacements that make one row of symbols the other (Levenshtein 1966). */
export function editDistance(a: Int32Array, b: Int32Array): number {
  // [j] = distance of what was read of a from the first j of b.
  const row = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let corner = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = corner + (a[i - 1] === b[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = Math.min(replaced, row[j] + 1, row[j - 1] + 1);
    }
  }
  return row[b.length];
}
