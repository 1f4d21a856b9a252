/**
 * The derivative of log gamma for x > 0: moved up to x >= 10 by its recurrence, then the asymptotic series (Abramowitz
 * and Stegun 6.3.5, 6.3.18), good to 1e-14.
 */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift -= 1 / y;
    y += 1;
  }
  const z = 1 / (y * y);
  const series =
    z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - z * (691 / 32760))))));
  return shift + Math.log(y) - 0.5 / y - series;
}
