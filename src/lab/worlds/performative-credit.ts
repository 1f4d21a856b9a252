/**
 * Strategic credit applicants, after the experiment of Perdomo et al. (2020) on real credit scores: the score is a
 * penalised logistic regression of default, and an applicant moves the features that can be changed by -eps theta to
 * lower it. Default itself does not change. Our applicants are normal features with a logistic truth.
 */
import type { Random } from '../../stats/random.js';
import type { Problem } from './performative.js';
import { logistic, solve } from './regression-fits.js';

export interface CreditOptions {
  eps: number;
  features: number;
  strategic: number;
  penalty: number;
}

/** Length of the true coefficients: about a fifth of the decisions are wrong at best. */
const SIGNAL = 2;

/** A row is the features, a 1 for the intercept, and the outcome (1 = default). */
export function creditProblem(options: CreditOptions, random: Random): Problem {
  const { eps, features, strategic, penalty } = options;
  const dims = features + 2;
  const truth = Float64Array.from({ length: features }, () => random.normal());
  const scale = SIGNAL / Math.hypot(...truth);
  return {
    dims,
    person(into, at, own) {
      let sum = 0;
      for (let j = 0; j < features; j++) {
        into[at + j] = own.normal();
        sum += scale * truth[j] * into[at + j];
      }
      into[at + features] = 1;
      into[at + features + 1] = own.uniform() < logistic(sum) ? 1 : 0;
    },
    respond(into, at, theta) {
      for (let j = 0; j < Math.min(strategic, features); j++) into[at + j] -= eps * theta[j];
    },
    fit: (values) => penalised(values, dims, penalty),
    measure(theta, before, after) {
      let [loss, wrong, moved] = [0, 0, 0];
      for (let row = 0; row < after.length; row += dims) {
        const score = scoreOf(theta, after, row, dims);
        const outcome = after[row + dims - 1];
        loss += softplus(score) - outcome * score;
        if (score > 0 !== outcome > 0) wrong++;
      }
      for (let j = 0; j < features; j++) moved += (column(after, dims, j) - column(before, dims, j)) ** 2;
      const n = after.length / dims;
      return { loss: loss / n, wrong: wrong / n, moved: Math.sqrt(moved) };
    },
  };
}

const softplus = (x: number) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

function scoreOf(theta: Float64Array, values: Float64Array, row: number, dims: number): number {
  let sum = 0;
  for (let j = 0; j < dims - 1; j++) sum += theta[j] * values[row + j];
  return sum;
}

function column(values: Float64Array, dims: number, j: number): number {
  let sum = 0;
  for (let at = j; at < values.length; at += dims) sum += values[at];
  return sum / (values.length / dims);
}

const MOST_STEPS = 100;
const STILL = 1e-10;

/** Mean logistic loss + penalty |theta|^2 / 2, by Newton's method with halved steps; the intercept is penalised too. */
function penalised(values: Float64Array, dims: number, penalty: number): Float64Array {
  const n = values.length / dims;
  const size = dims - 1;
  const ridge = Math.max(penalty, 1e-9);
  let theta: Float64Array<ArrayBufferLike> = new Float64Array(dims);
  const lossOf = (at: Float64Array) => {
    let loss = 0;
    for (let row = 0; row < values.length; row += dims) {
      const score = scoreOf(at, values, row, dims);
      loss += softplus(score) - values[row + size] * score;
    }
    return loss / n + (ridge / 2) * at.reduce((sum, w) => sum + w * w, 0);
  };
  let loss = lossOf(theta);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(values, dims, theta, ridge);
    let reach = 1;
    let next = theta.map((w, j) => w + (j < size ? move[j] : 0));
    let nextLoss = lossOf(next);
    while (nextLoss > loss && reach > 1e-6) {
      reach /= 2;
      next = theta.map((w, j) => w + (j < size ? reach * move[j] : 0));
      nextLoss = lossOf(next);
    }
    if (!(nextLoss <= loss)) break;
    const still = Math.max(...move.map(Math.abs)) * reach < STILL;
    [theta, loss] = [next, nextLoss];
    if (still) break;
  }
  return theta;
}

function newtonStep(values: Float64Array, dims: number, theta: Float64Array, ridge: number): Float64Array {
  const size = dims - 1;
  const n = values.length / dims;
  const gram = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    gram[j * size + j] = ridge;
    gradient[j] = -ridge * theta[j];
  }
  for (let row = 0; row < values.length; row += dims) {
    const p = logistic(scoreOf(theta, values, row, dims));
    const off = (values[row + size] - p) / n;
    const curve = (p * (1 - p)) / n;
    for (let j = 0; j < size; j++) {
      gradient[j] += off * values[row + j];
      const scaled = curve * values[row + j];
      for (let k = 0; k <= j; k++) gram[j * size + k] += scaled * values[row + k];
    }
  }
  return solve(gram, gradient);
}
