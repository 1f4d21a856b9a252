/**
 * The toy of performative prediction whose rate is exact: outcomes z ~ N(1 + eps theta, noise^2) and the loss
 * gamma theta^2 / 2 - beta theta z. The minimiser is beta mean(z) / gamma, so a round multiplies the distance from the
 * stable point beta / (gamma - eps beta) by eps beta / gamma: the condition of Perdomo et al. is sharp here.
 */
import type { Problem } from './performative.js';

export interface QuadraticOptions {
  eps: number;
  beta: number;
  gamma: number;
  noise: number;
}

export function quadraticProblem({ eps, beta, gamma, noise }: QuadraticOptions): Problem {
  const stable = beta / (gamma - eps * beta);
  return {
    dims: 1,
    person: (into, at, random) => {
      into[at] = 1 + noise * random.normal();
    },
    respond: (into, at, theta) => {
      into[at] += eps * theta[0];
    },
    fit: (values) => Float64Array.of((beta * meanOf(values)) / gamma),
    measure: ([theta], before, after) => ({
      distance: Math.abs(theta - stable),
      loss: (gamma * theta * theta) / 2 - beta * theta * meanOf(after),
      moved: Math.abs(meanOf(after) - meanOf(before)) / (noise || 1),
    }),
  };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
