/** The same elements, laid out anew. */
import { constant, emit, emitMany, record, recordMany, sizeOf, type Tensor } from '../graph.js';
import { emitReshape } from './broadcast.js';

/** The same elements, in order, in another shape. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  if (sizeOf(shape) !== sizeOf(x.shape)) throw new Error(`reshape: [${x.shape}] does not fill [${shape}]`);
  return record(emitReshape(x, shape), [x, (g) => emitReshape(g, x.shape)]);
}

/** Dimension i of the result is dimension order[i] of x. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const back = order.map((_, i) => order.indexOf(i));
  return record(emitTranspose(x, order), [x, (g) => emitTranspose(g, back)]);
}

/** Equal parts along a dimension. */
export function split(x: Tensor, parts: number, axis: number): Tensor[] {
  if (x.shape[axis] % parts !== 0) throw new Error(`split: [${x.shape}] has no ${parts} equal parts`);
  const size = x.shape[axis] / parts;
  const shape = x.shape.map((each, i) => (i === axis ? size : each));
  const sizes = constant(x.graph, new Array(parts).fill(size), [parts], 'int64');
  const results = emitMany('Split', [x, sizes], new Array(parts).fill(shape), { axis });
  return recordMany(results, [x, (...gs) => emit('Concat', gs, x.shape, { axis })]);
}

/** `transpose` without gradient. */
export function emitTranspose(x: Tensor, order: readonly number[]): Tensor {
  return emit(
    'Transpose',
    [x],
    order.map((i) => x.shape[i]),
    { perm: order },
  );
}
