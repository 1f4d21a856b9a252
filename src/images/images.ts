/** Grey images of one size, as numbers from 0 to 1. Not rounded to bytes: what a decoder says is what is learnt next. */

export interface Images {
  width: number;
  height: number;
  /** Image after image, row by row, each in [0, 1]. */
  values: Float32Array;
}

/** The mean over the `columns` of rows of the variance over rows, divided by n. */
export function meanVariance(values: ArrayLike<number>, columns: number): number {
  const rows = values.length / columns;
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    let square = 0;
    for (let i = 0; i < rows; i++) {
      const off = values[i * columns + j] - mean;
      mean += off / (i + 1);
      square += off * (values[i * columns + j] - mean);
    }
    sum += square / rows;
  }
  return sum / columns;
}
