/**
 * Theory as tests: a check sets a closed form against the lab's own loop. A row agrees when the measured figure lies
 * within four Monte-Carlo standard errors of the theory and within the formula's stated tolerance.
 */
export interface Check {
  /** Of the formula: F1 … F22; several rows of one check are told apart by a suffix, as in F2/variance. */
  id: string;
  title: string;
  source: string;
  /** `runs` scales the number of runs: 1 is the full check, the tests use less. Seeds are the check's own constants. */
  rows(runs: number): Promise<Row[]>;
}

export interface Row {
  id: string;
  title: string;
  /** Exact value, or the nearer bound where theory gives bounds. */
  theory: number;
  measured: number;
  /** Monte-Carlo standard error; 0 where nothing is random. */
  se: number;
  /** (measured - theory) / se; 0 inside bounds, or where nothing is random and both agree to rounding. */
  z: number;
  /** Relative difference allowed beyond 4 se being met; absent where only |z| <= 4 is asked. */
  tolerance?: number;
  agrees: boolean;
}

/**
 * A row of a mean of independent runs that theory holds between two bounds, either of which may be infinite. `theory` is
 * the nearer one; beyond it by more than four standard errors is a fault.
 */
export function boundRow(
  id: string,
  title: string,
  low: number,
  high: number,
  figures: readonly number[],
): Row {
  const { mean, se } = meanOf(figures);
  const theory = mean - low < high - mean ? low : high;
  const beyond = mean < low ? mean - low : mean > high ? mean - high : 0;
  const z = beyond === 0 ? 0 : se > 0 ? beyond / se : Math.sign(beyond) * Number.POSITIVE_INFINITY;
  return { id, title, theory, measured: mean, se, z, agrees: Math.abs(z) <= 4 };
}

/**
 * A row of how often something happened against a chance, or between two. Its standard error is that of the nearer
 * chance itself, which holds where nothing or everything happened.
 */
export function chanceRow(
  id: string,
  title: string,
  low: number,
  high: number,
  happened: readonly number[],
): Row {
  const row = boundRow(id, title, low, high, happened);
  const se = Math.sqrt((row.theory * (1 - row.theory)) / happened.length);
  const beyond = Math.max(row.measured - high, Math.min(row.measured - low, 0));
  const z = beyond === 0 ? 0 : beyond / se;
  return { ...row, se, z, agrees: Math.abs(z) <= 4 };
}

/** A row of a mean against a number that is itself an approximation, good to `tolerance`: that band is its bounds. */
export function nearRow(
  id: string,
  title: string,
  theory: number,
  tolerance: number,
  figures: readonly number[],
): Row {
  const half = tolerance * Math.abs(theory);
  return { ...boundRow(id, title, theory - half, theory + half, figures), theory, tolerance };
}

/** Figures whose mean is the ratio of two means over the same runs, and whose spread is that ratio's (delta method). */
export function ratioFigures(above: readonly number[], below: readonly number[]): number[] {
  const bottom = meanOf(below).mean;
  const ratio = meanOf(above).mean / bottom;
  return above.map((x, i) => ratio + (x - ratio * below[i]) / bottom);
}

/** Mean and its standard error, of independent figures. */
export function meanOf(figures: readonly number[]): { mean: number; se: number } {
  const n = figures.length;
  const mean = figures.reduce((a, b) => a + b, 0) / n;
  return { mean, se: Math.sqrt(figures.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1) / n) };
}

/** A row of a mean of independent runs against a number; Monte-Carlo noise within the tolerance band is forgiven. */
export function meanRow(
  id: string,
  title: string,
  theory: number,
  figures: readonly number[],
  tolerance?: number,
): Row {
  const { mean, se } = meanOf(figures);
  const z = se > 0 ? (mean - theory) / se : mean === theory ? 0 : Number.POSITIVE_INFINITY;
  const near = tolerance === undefined || Math.abs(mean - theory) <= tolerance * Math.abs(theory);
  return { id, title, theory, measured: mean, se, z, tolerance, agrees: Math.abs(z) <= 4 && near };
}
