import { constant, emit, record, type Tensor } from '../graph.js';
import { emitPair, emitReshape } from './broadcast.js';

/**
 * Every channel less its mean over the batch and all places, over its standard deviation, times `gain` plus `shift` (Ioffe
 * and Szegedy 2015): x [batch, channels, h, w], gain and shift [channels]. Also gives mean and variance (divided by n) of
 * the batch, [channels], without gradient, for running averages.
 */
export function batchNorm(
  x: Tensor,
  gain: Tensor,
  shift: Tensor,
  epsilon = 1e-5,
): { y: Tensor; mean: Tensor; variance: Tensor } {
  const { graph } = x;
  const [, channels] = x.shape;
  const kept = [1, channels, 1, 1];
  const axes = constant(graph, [0, 2, 3], [3], 'int64');
  const meanOf = (t: Tensor) => emit('ReduceMean', [t, axes], kept);
  const sumOf = (t: Tensor) => emit('ReduceSum', [t, axes], [channels], { keepdims: 0 });
  const mean = meanOf(x);
  const centred = emitPair('Sub', x, mean);
  const variance = meanOf(emitPair('Mul', centred, centred));
  const deviation = emit('Sqrt', [emitPair('Add', variance, constant(graph, epsilon))], kept);
  const n = emitPair('Div', centred, deviation);
  const [gains, shifts] = [emitReshape(gain, kept), emitReshape(shift, kept)];
  const y = record(
    emitPair('Add', emitPair('Mul', n, gains), shifts),
    [
      x,
      // With h = g · gain: (h - mean(h) - n · mean(h · n)) / deviation, as in layerNorm.
      (g) => {
        const h = emitPair('Mul', g, gains);
        const along = emitPair('Mul', n, meanOf(emitPair('Mul', h, n)));
        return emitPair('Div', emitPair('Sub', emitPair('Sub', h, meanOf(h)), along), deviation);
      },
    ],
    [gain, (g) => sumOf(emitPair('Mul', g, n))],
    [shift, sumOf],
  );
  return { y, mean: emitReshape(mean, [channels]), variance: emitReshape(variance, [channels]) };
}
