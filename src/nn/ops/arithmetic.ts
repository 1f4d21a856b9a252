/** Sums and products, element by element, with NumPy's broadcasting. */
import { constant, emit, record, type Tensor } from '../graph.js';
import { emitPair, sumTo } from './broadcast.js';

/** a + b. */
export function add(a: Tensor, b: Tensor): Tensor {
  return record(emitPair('Add', a, b), [a, (g) => sumTo(g, a.shape)], [b, (g) => sumTo(g, b.shape)]);
}

/** a - b. */
export function sub(a: Tensor, b: Tensor): Tensor {
  return record(
    emitPair('Sub', a, b),
    [a, (g) => sumTo(g, a.shape)],
    [b, (g) => sumTo(emit('Neg', [g], g.shape), b.shape)],
  );
}

/** a · b. */
export function mul(a: Tensor, b: Tensor): Tensor {
  return record(
    emitPair('Mul', a, b),
    [a, (g) => sumTo(emitPair('Mul', g, b), a.shape)],
    [b, (g) => sumTo(emitPair('Mul', g, a), b.shape)],
  );
}

/** factor · x. */
export function scale(x: Tensor, factor: number): Tensor {
  return mul(x, constant(x.graph, factor));
}

/** e^x. */
export function exp(x: Tensor): Tensor {
  const y = emit('Exp', [x], x.shape);
  return record(y, [x, (g) => emitPair('Mul', g, y)]);
}

/** The mean of all elements, shape []. */
export function mean(x: Tensor): Tensor {
  const size = x.shape.reduce((product, each) => product * each, 1);
  const y = emit('ReduceMean', [x], [], { keepdims: 0 });
  const shape = constant(x.graph, x.shape, [x.shape.length], 'int64');
  return record(y, [
    x,
    (g) => emit('Expand', [emitPair('Mul', g, constant(x.graph, 1 / size)), shape], x.shape),
  ]);
}
