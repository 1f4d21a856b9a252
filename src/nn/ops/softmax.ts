import { constant, emit, record, type Tensor } from '../graph.js';
import { emitPair } from './broadcast.js';

/** Along the last dimension: positive, with sum 1. The gradient is y · (g - Σ g · y). */
export function softmax(x: Tensor): Tensor {
  const last = x.shape.length - 1;
  const y = emit('Softmax', [x], x.shape, { axis: last });
  return record(y, [
    x,
    (g) => {
      const gy = emitPair('Mul', g, y);
      const axis = constant(x.graph, [last], [1], 'int64');
      const sum = emit('ReduceSum', [gy, axis], [...x.shape.slice(0, -1), 1]);
      return emitPair('Sub', gy, emitPair('Mul', y, sum));
    },
  ]);
}
