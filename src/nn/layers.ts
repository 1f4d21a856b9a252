/** Layers: operations with weights of their own, named below the layer's name. */
import type { NewWeight, Tensor } from './graph.js';
import { layerNorm } from './ops/layer-norm.js';
import { linear } from './ops/linear.js';

/**
 * x · w + b, [rows, in] to [rows, out]. Weights and offsets start uniform within 1/√in, as in PyTorch, or normal with a
 * deviation `spread` and offsets of 0, as in GPT-2.
 */
export function dense(x: Tensor, name: string, out: number, weight: NewWeight, spread?: number): Tensor {
  const [, inner] = x.shape;
  const uniform = { kind: 'uniform', scale: 1 / Math.sqrt(inner) } as const;
  const normal = spread === undefined ? uniform : ({ kind: 'normal', scale: spread } as const);
  const offset = spread === undefined ? uniform : ({ kind: 'constant', value: 0 } as const);
  const w = weight(x.graph, `${name}.w`, [inner, out], normal);
  return linear(x, w, weight(x.graph, `${name}.b`, [out], offset));
}

/** Layer normalisation that starts as the plain one, [rows, width]. */
export function normalised(x: Tensor, name: string, weight: NewWeight): Tensor {
  const [, width] = x.shape;
  const gain = weight(x.graph, `${name}.gain`, [width], { kind: 'constant', value: 1 });
  const shift = weight(x.graph, `${name}.shift`, [width], { kind: 'constant', value: 0 });
  return layerNorm(x, gain, shift);
}
