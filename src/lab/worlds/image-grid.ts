/** The first images of a sample side by side, as one PNG. */
import type { Images } from '../../images/images.js';
import { greyPng } from '../../util/png.js';
import type { Picture } from '../world.js';

/** Images in a row and rows, at the most. */
const SIDE = 6;
/** Pixels of a grid, so that a report can hold many. */
const MOST_PIXELS = 2 ** 16;

/** Undefined where a single image is larger than a grid may be. */
export function imageGrid({ width, height, values }: Images): Picture | undefined {
  const pixels = width * height;
  const side = Math.min(SIDE, Math.floor(Math.sqrt(MOST_PIXELS / pixels)), values.length / pixels);
  const columns = Math.floor(side);
  if (columns < 1) return undefined;
  const rows = Math.min(columns, Math.floor(values.length / pixels / columns));
  const grid = new Uint8Array(columns * rows * pixels);
  for (let i = 0; i < columns * rows; i++) {
    const corner = Math.floor(i / columns) * columns * pixels + (i % columns) * width;
    for (let j = 0; j < pixels; j++) {
      grid[corner + Math.floor(j / width) * columns * width + (j % width)] = Math.round(
        255 * values[i * pixels + j],
      );
    }
  }
  const png = greyPng(grid, columns * width, rows * height);
  return { form: 'images', x: [], y: [], png: Buffer.from(png).toString('base64') };
}
