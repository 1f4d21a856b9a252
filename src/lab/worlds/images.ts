/** Grey images of one size, as numbers from 0 to 1. Not rounded to bytes: what a decoder says is what is learnt next. */
import type { Kind } from '../world.js';

export interface Images {
  width: number;
  height: number;
  /** Image after image, row by row, each in [0, 1]. */
  values: Float32Array;
}

export const images: Kind<Images> = {
  size: ({ width, height, values }) => values.length / (width * height),
  take: ({ width, height, values }, which) => {
    const pixels = width * height;
    const taken = new Float32Array(which.length * pixels);
    for (let i = 0; i < which.length; i++) {
      taken.set(values.subarray(which[i] * pixels, (which[i] + 1) * pixels), i * pixels);
    }
    return { width, height, values: taken };
  },
  join: (parts) => {
    const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
    let at = 0;
    for (const part of parts) {
      values.set(part.values, at);
      at += part.values.length;
    }
    return { width: parts[0].width, height: parts[0].height, values };
  },
};

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
