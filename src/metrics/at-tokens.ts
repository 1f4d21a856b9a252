import type { Side } from './side.js';

/**
 * A quantity at `m` tokens, given what it is on average in a draw of g whole groups of the side.
 *
 * Drawing g = m / (tokens per group) groups gives m tokens on average but not always, and the quantities of
 * interest bend (twice the tokens hold less than twice the words), so their average over draws lies below their
 * value at exactly m. `most` is the largest draw there is. The bend times half the variance of the drawn tokens
 * corrects for it (second-order delta method); without it the larger of two corpora would look poorer by up to a
 * percent.
 */
export function atTokens(
  average: (g: number) => number,
  side: Side,
  m: number,
  most = side.groups.length,
): number {
  const G = side.groups.length;
  const g = Math.min((m * G) / side.tokens, most);
  const value = average(g);
  const spread = g * (1 - g / G) * side.cv2;
  if (spread <= 0 || G < 3) return value;
  const centre = Math.min(Math.max(g, 1), most - 1);
  const bend = average(centre + 1) - 2 * average(centre) + average(centre - 1);
  return value - (bend * spread) / 2;
}
