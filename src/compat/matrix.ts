/** Rows of numbers, as embeddings come: `rows` rows of `columns` in one array. */
export interface Matrix {
  rows: number;
  columns: number;
  data: Float64Array;
}

/** Every row divided by its length; a row of zeros stays. */
export function unitRows({ rows, columns, data }: Matrix): Matrix {
  const unit = data.slice();
  for (let at = 0; at < unit.length; at += columns) {
    let square = 0;
    for (let j = at; j < at + columns; j++) square += unit[j] * unit[j];
    const length = Math.sqrt(square);
    if (length > 0) for (let j = at; j < at + columns; j++) unit[j] /= length;
  }
  return { rows, columns, data: unit };
}

/** XX', of which the lower half is filled. */
export function gramOfRows({ rows, columns, data }: Matrix): Float64Array {
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += data[i * columns + k] * data[j * columns + k];
      out[i * rows + j] = sum;
    }
  }
  return out;
}
