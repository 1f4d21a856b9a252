/**
 * A detector of machine text, or of whatever a world can describe by a few numbers: logistic regression on traits, fitted
 * to data whose origin is known and calibrated on a half that it has not learnt from (Platt 1999), so that its odds can be
 * used as weights.
 *
 * Drayson, Yilmaz and Lampos (2025) train a language model for it, on other models' text, and calibrate by a temperature.
 */
import { DataError } from '../../util/errors.js';
import type { Points } from '../worlds/points.js';
import { logisticFit } from '../worlds/regression-fits.js';

/** Plain data. */
export interface Detector {
  /** Of the traits over all it learnt from. */
  mean: Float64Array;
  sd: Float64Array;
  /** Of the standardised traits, and of 1. */
  weights: Float64Array;
  /** Log odds = [0] score + [1]. */
  calibration: Float64Array;
}

/** Least observations of each origin: two halves of ten. */
const LEAST = 20;

/** `human`: [i] = 1 where point i is real. Throws DataError where either origin is scarce. */
export function trainDetector({ dims, values }: Points, human: Uint8Array): Detector {
  const real = human.reduce((sum, each) => sum + each, 0);
  if (Math.min(real, human.length - real) < LEAST) {
    throw new DataError(
      `a detector learns from at least ${LEAST} real and ${LEAST} written observations; there are ${real} and ${human.length - real}`,
    );
  }
  const { mean, sd } = momentsOf({ dims, values });
  const rows = standardised({ dims, values }, mean, sd);
  // Alternating within each origin, so that both halves have as many of it.
  const seen = [0, 0];
  const learns = Array.from(human, (each) => seen[each]++ % 2 === 0);
  const weights = logisticFit({ data: labelled(rows, human, learns), human });
  const scores = { dims: 2, values: new Float64Array(2 * human.length) };
  for (let i = 0; i < human.length; i++) {
    scores.values[2 * i] = scoreOf(rows, i, weights);
    scores.values[2 * i + 1] = 1;
  }
  const judged = labelled(
    scores,
    human,
    learns.map((each) => !each),
  );
  return { mean, sd, weights, calibration: logisticFit({ data: judged, human }) };
}

/** Natural log of the odds that each is real, where the two origins are as frequent as in what it learnt from. */
export function logOdds({ mean, sd, weights, calibration }: Detector, points: Points): Float64Array {
  const rows = standardised(points, mean, sd);
  const n = points.values.length / points.dims;
  return Float64Array.from(
    { length: n },
    (_, i) => calibration[0] * scoreOf(rows, i, weights) + calibration[1],
  );
}

function momentsOf({ dims, values }: Points) {
  const n = values.length / dims;
  const [mean, sd] = [new Float64Array(dims), new Float64Array(dims)];
  for (let i = 0; i < values.length; i++) mean[i % dims] += values[i] / n;
  for (let i = 0; i < values.length; i++) sd[i % dims] += (values[i] - mean[i % dims]) ** 2 / n;
  return { mean, sd: sd.map(Math.sqrt) };
}

/** With a column of ones; a trait that never varied tells nothing. */
function standardised({ dims, values }: Points, mean: Float64Array, sd: Float64Array): Points {
  const n = values.length / dims;
  const rows = new Float64Array(n * (dims + 1)).fill(1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dims; j++) {
      rows[i * (dims + 1) + j] = sd[j] > 0 ? (values[i * dims + j] - mean[j]) / sd[j] : 0;
    }
  }
  return { dims: dims + 1, values: rows };
}

function scoreOf({ dims, values }: Points, i: number, weights: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) sum += weights[j] * values[i * dims + j];
  return sum;
}

/** Those that are taken, each with its origin as the label behind it. */
function labelled({ dims, values }: Points, human: Uint8Array, taken: readonly boolean[]): Points {
  const rows: number[] = [];
  for (let i = 0; i < human.length; i++) {
    if (!taken[i]) continue;
    for (let j = 0; j < dims; j++) rows.push(values[i * dims + j]);
    rows.push(human[i]);
  }
  return { dims: dims + 1, values: Float64Array.from(rows) };
}
