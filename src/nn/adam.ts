/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019) as nodes of the training graph, with clipping by the
 * norm of all gradients (Pascanu, Mikolov and Bengio 2013).
 *
 * What changes from step to step is fed: `adam.rate`, `adam.epsilon` and `adam.decay`, from `adamFeeds`, so that the
 * graph counts no steps and a schedule is any function of the step.
 *
 * We keep M = m / (1 - β1) and V = v / (1 - β2), the plain discounted sums of g and g², and put the factors into the
 * rate: two passes over all parameters fewer, the same update.
 */

import { backward } from './backward.js';
import { constant, emit, input, next, output, state, type Tensor } from './graph.js';
import { emitPair } from './ops/broadcast.js';

export interface AdamOptions {
  /** @default 0.9 */
  beta1?: number;
  /** @default 0.999 */
  beta2?: number;
  /** @default 1e-8 */
  epsilon?: number;
  /** AdamW's decay of weights with two dimensions or more, a share of the learning rate. @default 0 */
  decay?: number;
  /** Share of each weight that is added to its gradient, as PyTorch's Adam decays weights. @default 0 */
  penalty?: number;
  /** The greatest norm of all gradients together; above it they are scaled down. @default none */
  clip?: number;
  /** The prefix of what is fed and kept, where one graph has two. @default 'adam' */
  name?: string;
}

/**
 * Makes one run of the graph one step: every parameter of `trained` goes down the gradient of `loss` (shape []). Outputs
 * `loss` and `norm`, the norm of all gradients before clipping.
 */
export function adam(loss: Tensor, trained: readonly Tensor[], options: AdamOptions = {}): void {
  const { beta1 = 0.9, beta2 = 0.999, decay = 0, penalty = 0, clip, name = 'adam' } = options;
  const { graph } = loss;
  const rate = input(graph, `${name}.rate`, []);
  const epsilon = input(graph, `${name}.epsilon`, []);
  const keep = decay > 0 ? input(graph, `${name}.decay`, []) : undefined;
  const [one, two] = [constant(graph, beta1), constant(graph, beta2)];
  const gradients = backward(loss, trained);
  const norm = normOf(gradients);
  const shrink = clip === undefined ? undefined : shrinkTo(norm, clip);
  for (const [i, weight] of trained.entries()) {
    const { shape } = weight;
    const clipped = shrink ? emitPair('Mul', gradients[i], shrink) : gradients[i];
    const g =
      penalty > 0 ? emitPair('Add', clipped, emitPair('Mul', weight, constant(graph, penalty))) : clipped;
    const m = state(graph, `${name}.m.${weight.name}`, shape);
    const v = state(graph, `${name}.v.${weight.name}`, shape);
    const nextM = emitPair('Add', emitPair('Mul', m, one), g);
    const nextV = emitPair('Add', emitPair('Mul', v, two), emitPair('Mul', g, g));
    const deviation = emitPair('Add', emit('Sqrt', [nextV], shape), epsilon);
    const step = emitPair('Mul', emitPair('Div', nextM, deviation), rate);
    const from = keep && shape.length > 1 ? emitPair('Mul', weight, keep) : weight;
    next(m, nextM);
    next(v, nextV);
    next(weight, emitPair('Sub', from, step));
  }
  output('loss', loss);
  output('norm', norm);
}

/** What step `step` (from 1) at a learning rate is fed, for the graph's options. */
export function adamFeeds(step: number, rate: number, options: AdamOptions = {}): Record<string, number> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0, name = 'adam' } = options;
  // m̂ = M (1 - β1) / (1 - β1^t), and the root of v̂ = V (1 - β2) / (1 - β2^t).
  const first = (1 - beta1) / (1 - beta1 ** step);
  const second = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
  return {
    [`${name}.rate`]: (rate * first) / second,
    [`${name}.epsilon`]: epsilon / second,
    ...(decay > 0 && { [`${name}.decay`]: 1 - rate * decay }),
  };
}

/** The parameters of a graph, in the order in which they were made. */
export function parametersOf({ graph }: Tensor): Tensor[] {
  return [...graph.states.values()].map(({ tensor }) => tensor).filter(({ learns }) => learns);
}

function normOf(gradients: readonly Tensor[]): Tensor {
  const squares = gradients.map((g) => emit('ReduceSumSquare', [g], [], { keepdims: 0 }));
  return emit('Sqrt', [emit('Sum', squares, [])], []);
}

/** The factor of PyTorch's clip_grad_norm_: most / (norm + 1e-6), at most 1. */
function shrinkTo(norm: Tensor, most: number): Tensor {
  const factor = emitPair(
    'Div',
    constant(norm.graph, most),
    emitPair('Add', norm, constant(norm.graph, 1e-6)),
  );
  return emit('Min', [factor, constant(norm.graph, 1)], []);
}
