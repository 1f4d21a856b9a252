/** Generations as shades: generation 0 in ink, later ones in the accent colour, from pale to full. */
import { label } from './figure.js';

/** Class and opacity of the k-th of n generations. */
export function shade(k: number, n: number): string {
  if (k === 0) return 'class="first outline"';
  const opacity = n <= 2 ? 1 : 0.3 + (0.7 * (k - 1)) / (n - 2);
  return `class="later outline" stroke-opacity="${Math.round(opacity * 100) / 100}"`;
}

/** A line of swatches with the number of each generation. */
export function generationsKey(generations: readonly number[], x: number, y: number): string {
  const parts = [label('generation', x, y, 'soft small')];
  let at = x + 74;
  for (const [k, generation] of generations.entries()) {
    const text = String(generation);
    parts.push(
      `<path ${shade(k, generations.length)} stroke-width="3" d="M${at},${y - 4}h16"/>`,
      label(text, at + 21, y, 'soft small'),
    );
    at += 35 + 7 * text.length;
  }
  return parts.join('');
}
