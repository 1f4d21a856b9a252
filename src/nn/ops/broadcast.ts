/** Shapes that are stretched to each other as in NumPy, and back: the gradient of stretching is a sum. */
import { constant, emit, type Tensor } from '../graph.js';

/** The shape of `a + b`: from the last dimension on, sizes are equal or one of them is 1 or missing. */
export function broadcastShape(op: string, a: readonly number[], b: readonly number[]): number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, i) => {
    const m = a[a.length - length + i] ?? 1;
    const n = b[b.length - length + i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw new Error(`${op}: [${a}] does not fit [${b}]`);
    return m === 1 ? n : m;
  });
}

/** An element-by-element node of two tensors, without gradient. */
export function emitPair(op: string, a: Tensor, b: Tensor): Tensor {
  return emit(op, [a, b], broadcastShape(op, a.shape, b.shape));
}

/** Sums `g` over the dimensions along which `shape` was stretched: the gradient by what had that shape. */
export function sumTo(g: Tensor, shape: readonly number[]): Tensor {
  const missing = g.shape.length - shape.length;
  const axes = g.shape.flatMap((size, i) =>
    i < missing || (shape[i - missing] === 1 && size > 1) ? [i] : [],
  );
  if (axes.length === 0) return g;
  const kept = g.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const summed = emit('ReduceSum', [g, constant(g.graph, axes, [axes.length], 'int64')], kept);
  return missing === 0 ? summed : emitReshape(summed, shape);
}

/** The same elements in another shape, without gradient. */
export function emitReshape(x: Tensor, shape: readonly number[]): Tensor {
  return emit('Reshape', [x, constant(x.graph, shape, [shape.length], 'int64')], shape, {}, x.type);
}
