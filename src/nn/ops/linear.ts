import { constant, emit, record, type Tensor } from '../graph.js';

/** x · w + b: x [rows, in], w [in, out], b [out]. */
export function linear(x: Tensor, w: Tensor, b: Tensor): Tensor {
  const [rows, inner] = x.shape;
  const [, out] = w.shape;
  if (x.shape.length !== 2 || w.shape[0] !== inner || `${b.shape}` !== `${out}`) {
    throw new Error(`linear: x [${x.shape}], w [${w.shape}] and b [${b.shape}] do not fit`);
  }
  const first = constant(x.graph, [0], [1], 'int64');
  return record(
    emit('Gemm', [x, w, b], [rows, out]),
    [x, (g) => emit('Gemm', [g, w], x.shape, { transB: 1 })],
    [w, (g) => emit('Gemm', [x, g], w.shape, { transA: 1 })],
    [b, (g) => emit('ReduceSum', [g, first], b.shape, { keepdims: 0 })],
  );
}

/** x · tableᵀ, the scores of every row of a table: x [rows, in], table [out, in]. */
export function scoresOf(x: Tensor, table: Tensor): Tensor {
  const [rows, inner] = x.shape;
  const [out] = table.shape;
  if (table.shape[1] !== inner) throw new Error(`scoresOf: x [${x.shape}] does not fit [${table.shape}]`);
  return record(
    emit('Gemm', [x, table], [rows, out], { transB: 1 }),
    [x, (g) => emit('Gemm', [g, table], x.shape)],
    [table, (g) => emit('Gemm', [g, x], table.shape, { transA: 1 })],
  );
}
