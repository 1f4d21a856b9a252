/** How evenly images are spread over classes, and which classes are no longer among them. */

/** A class is lost when it is made less than a tenth as often as at first: a classifier errs, so few reach 0. */
const LOST = 0.1;

/** [class] = share of the images; `classes` are the images' classes as places. */
export function classShares(classes: ArrayLike<number>, count: number): Float64Array {
  const shares = new Float64Array(count);
  for (let i = 0; i < classes.length; i++) shares[classes[i]] += 1 / classes.length;
  return shares;
}

/** Entropy of the shares over its most, log of their number: 1 = all classes alike, 0 = one class. */
export function balanceOf(shares: Float64Array): number {
  let entropy = 0;
  for (const p of shares) if (p > 0) entropy -= p * Math.log(p);
  return entropy / Math.log(shares.length);
}

/** Half the sum of the differences: the share that would have to change class. */
export function variationOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += Math.abs(a[c] - b[c]);
  return sum / 2;
}

/** Places of the classes that were there at first and are lost now. */
export function lostClasses(first: Float64Array, now: Float64Array): number[] {
  const lost: number[] = [];
  for (let c = 0; c < first.length; c++) if (first[c] > 0 && now[c] < LOST * first[c]) lost.push(c);
  return lost;
}
