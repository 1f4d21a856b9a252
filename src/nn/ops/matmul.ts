import { emit, record, type Tensor } from '../graph.js';
import { emitTranspose } from './shape.js';

/** Products of stacks of matrices: a [..., m, k], b [..., k, n], with equal leading dimensions. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const stack = a.shape.slice(0, -2);
  const [m, k] = a.shape.slice(-2);
  const [rows, n] = b.shape.slice(-2);
  if (rows !== k || `${b.shape.slice(0, -2)}` !== `${stack}`) {
    throw new Error(`matmul: [${a.shape}] does not fit [${b.shape}]`);
  }
  return record(
    emit('MatMul', [a, b], [...stack, m, n]),
    [a, (g) => emit('MatMul', [g, emitTranspose(b, lastTwo(b))], a.shape)],
    [b, (g) => emit('MatMul', [emitTranspose(a, lastTwo(a)), g], b.shape)],
  );
}

/** The order of dimensions with the last two exchanged. */
function lastTwo({ shape }: Tensor): number[] {
  const last = shape.length - 1;
  return shape.map((_, i) => (i === last ? last - 1 : i === last - 1 ? last : i));
}
