/**
 * Reverse-mode differentiation: walks the tape from its end, hands every operation the gradients of its outputs, and adds
 * up what meets at one tensor. The gradients are nodes of the same graph.
 *
 * Losses give their gradient in closed form (probability minus target, say), which is shorter than to differentiate
 * their logarithms and exponentials, and does not overflow.
 */
import { constant, emit, type Tensor } from './graph.js';
import { zeros } from './ops/zeros.js';

/** The gradients of `loss` (one number, shape []) by each of `by`, in their shapes. */
export function backward(loss: Tensor, by: readonly Tensor[]): Tensor[] {
  const { graph } = loss;
  if (loss.shape.length > 0) throw new Error(`backward: the loss must be one number, not [${loss.shape}]`);
  const gradients = new Map([[loss.name, constant(graph, 1)]]);
  for (const { outputs, parents } of [...graph.tape].reverse()) {
    if (!outputs.some(({ name }) => gradients.has(name))) continue;
    const above = outputs.map(({ name, shape }) => gradients.get(name) ?? zeros(graph, shape));
    for (const [parent, rule] of parents) {
      const gradient = rule(...above);
      const before = gradients.get(parent.name);
      gradients.set(parent.name, before ? emit('Add', [before, gradient], parent.shape) : gradient);
    }
  }
  return by.map(({ name }) => {
    const gradient = gradients.get(name);
    if (!gradient) throw new Error(`backward: the loss does not depend on ${name}`);
    return gradient;
  });
}
