/** Grid, ticks and axis names around a rectangle in which something is drawn. */
import type { Axis } from './axis.js';
import { label } from './figure.js';

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface FrameOptions {
  /** Name of the horizontal axis, below its middle. */
  below?: string;
  /** Class of tick labels. */
  text?: string;
  /** No tick labels at the left: the neighbour has them. */
  bare?: boolean;
}

export function frame(
  { left, right, bottom }: Box,
  x: Axis,
  y: Axis,
  { below, text = 'soft', bare = false }: FrameOptions = {},
): string {
  const rows = y.ticks.map(
    (tick) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${tick.at}" y2="${tick.at}"/>` +
      (bare ? '' : label(tick.label, left - 8, tick.at + 4, text, 'end')),
  );
  const columns = x.ticks.map(
    (tick) =>
      `<line class="grid" x1="${tick.at}" x2="${tick.at}" y1="${bottom}" y2="${bottom + 4}"/>` +
      label(tick.label, tick.at, bottom + 18, text, 'middle'),
  );
  const name = below === undefined ? '' : label(below, (left + right) / 2, bottom + 38, text, 'middle');
  return rows.join('') + columns.join('') + name;
}
