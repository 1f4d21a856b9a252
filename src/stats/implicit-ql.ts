/**
 * QL steps with implicit shifts on a symmetric matrix of three diagonals, until place l holds an eigenvalue (Dubrulle,
 * Martin and Wilkinson 1968; Golub and Van Loan, algorithm 8.3.3). `beside[i]` stands between rows i and i + 1. `turn` is
 * told of every rotation of rows i and i + 1. False where 60 steps do not suffice: the matrix holds no finite numbers.
 */
export function settle(
  diagonal: Float64Array,
  beside: Float64Array,
  l: number,
  turn?: (i: number, c: number, s: number) => void,
): boolean {
  const n = diagonal.length;
  for (let step = 0; step < 60; step++) {
    let m = l;
    for (; m < n - 1; m++) {
      const near = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
      if (Math.abs(beside[m]) <= Number.EPSILON * near) break;
    }
    if (m === l) return true;
    let g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
    let r = Math.sqrt(g * g + 1);
    g = diagonal[m] - diagonal[l] + beside[l] / (g + (g >= 0 ? r : -r));
    let s = 1;
    let c = 1;
    let shift = 0;
    let i = m - 1;
    for (; i >= l; i--) {
      const f = s * beside[i];
      const b = c * beside[i];
      r = Math.sqrt(f * f + g * g);
      beside[i + 1] = r;
      if (r === 0) {
        diagonal[i + 1] -= shift;
        beside[m] = 0;
        break;
      }
      s = f / r;
      c = g / r;
      g = diagonal[i + 1] - shift;
      r = (diagonal[i] - g) * s + 2 * c * b;
      shift = s * r;
      diagonal[i + 1] = g + shift;
      g = c * r - b;
      turn?.(i, c, s);
    }
    if (r === 0 && i >= l) continue;
    diagonal[l] -= shift;
    beside[l] = g;
    beside[m] = 0;
  }
  return false;
}
