/**
 * A picture's middle square, brought to another side by area averaging: each new pixel is the mean of the part of the
 * old picture that it covers, parts of pixels by their share. Nothing is sharpened and nothing aliases; a picture that
 * is smaller than the side is enlarged by the same rule, which only repeats its pixels.
 */
import type { Picture } from './picture.js';

/** side x side bytes, row by row. */
export function toSquare({ width, height, grey }: Picture, side: number): Uint8Array {
  const square = Math.min(width, height);
  const left = (width - square) >> 1;
  const top = (height - square) >> 1;
  const covers = coversOf(square, side);
  const narrow = new Float64Array(square * side);
  for (let y = 0; y < square; y++) {
    const row = (top + y) * width + left;
    for (let x = 0; x < side; x++) {
      const { from, weights } = covers[x];
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * grey[row + from + k];
      narrow[y * side + x] = sum;
    }
  }
  const small = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const { from, weights } = covers[y];
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * narrow[(from + k) * side + x];
      small[y * side + x] = Math.round(sum);
    }
  }
  return small;
}

/** [new pixel] = the first old pixel that it covers, and the share of it that each one from there on makes. */
function coversOf(old: number, side: number): { from: number; weights: number[] }[] {
  return Array.from({ length: side }, (_, i) => {
    const [start, end] = [(i * old) / side, ((i + 1) * old) / side];
    const from = Math.floor(start);
    const weights: number[] = [];
    for (let k = from; k < Math.min(old, Math.ceil(end)); k++) {
      weights.push(((Math.min(end, k + 1) - Math.max(start, k)) * side) / old);
    }
    return { from, weights };
  });
}
