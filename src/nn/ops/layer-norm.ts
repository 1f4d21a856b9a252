import { constant, emit, emitMany, record, type Tensor } from '../graph.js';
import { emitPair } from './broadcast.js';

/**
 * Every row less its mean, over its standard deviation, times `gain` plus `shift` (Ba, Kiros and Hinton 2016):
 * x [rows, width], gain and shift [width].
 */
export function layerNorm(x: Tensor, gain: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  const { graph } = x;
  const [rows, width] = x.shape;
  const [y, mean, inverse] = emitMany(
    'LayerNormalization',
    [x, gain, shift],
    [x.shape, [rows, 1], [rows, 1]],
    {
      axis: 1,
      epsilon: { float: epsilon },
    },
  );
  const normalised = () => emitPair('Mul', emitPair('Sub', x, mean), inverse);
  const axis = (i: number) => constant(graph, [i], [1], 'int64');
  const overRows = (t: Tensor) => emit('ReduceSum', [t, axis(0)], [width], { keepdims: 0 });
  const rowMean = (t: Tensor) => emit('ReduceMean', [t, axis(1)], [rows, 1]);
  return record(
    y,
    [
      x,
      // With h = g · gain: (h - mean(h) - n · mean(h · n)) / deviation, n the normalised row.
      (g) => {
        const n = normalised();
        const h = emitPair('Mul', g, gain);
        const along = emitPair('Mul', n, rowMean(emitPair('Mul', h, n)));
        return emitPair('Mul', emitPair('Sub', emitPair('Sub', h, rowMean(h)), along), inverse);
      },
    ],
    [gain, (g) => overRows(emitPair('Mul', g, normalised()))],
    [shift, overRows],
  );
}
