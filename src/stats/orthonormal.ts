/** Gram and Schmidt's way from rows to directions at right angles, each row cleared twice so that rounding stays small. */

/** A row whose rest is shorter than this share of it brings no new direction. */
const TINY = 1e-8;

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/**
 * Rows of `columns` numbers each, made orthonormal in their first `dims` (default: all); the further columns take part
 * in the same combinations, as right-hand sides of equations do. Rows that bring nothing new are left out.
 */
export function orthonormal(rows: Float64Array, columns: number, dims = columns): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let at = 0; at < rows.length && basis.length < dims; at += columns) {
    const row = rows.slice(at, at + columns);
    const length = Math.sqrt(square(row, dims));
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        let along = 0;
        for (let j = 0; j < dims; j++) along += row[j] * direction[j];
        for (let j = 0; j < columns; j++) row[j] -= along * direction[j];
      }
    }
    const left = Math.sqrt(square(row, dims));
    if (!(left > TINY * length)) continue;
    for (let j = 0; j < columns; j++) row[j] /= left;
    basis.push(row);
  }
  return basis;
}

function square(row: Float64Array, dims: number): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) sum += row[j] ** 2;
  return sum;
}
