import { constant, emit, record, type Tensor } from '../graph.js';
import { emitPair, emitReshape } from './broadcast.js';
import { once } from './once.js';

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
  const n = x.shape.reduce((product, size) => product * size, 1) / channels;
  const kept = [1, channels, 1, 1];
  const axes = constant(graph, [0, 2, 3], [3], 'int64');
  const sum = (t: Tensor) => emit('ReduceSum', [t, axes], kept);
  const share = (t: Tensor) => emitPair('Mul', t, constant(graph, 1 / n));
  const mean = emit('ReduceMean', [x, axes], kept);
  const centred = emitPair('Sub', x, mean);
  const variance = share(emit('ReduceSumSquare', [centred, axes], kept));
  const deviation = emit('Sqrt', [emitPair('Add', variance, constant(graph, epsilon))], kept);
  const factor = emitPair('Div', emitReshape(gain, kept), deviation);
  // What the three gradients share: g summed over a channel, and g along the normalised channel.
  const sums = once((g: Tensor) => {
    const along = emitPair('Div', sum(emitPair('Mul', g, centred)), deviation);
    return { along, all: sum(g) };
  });
  const y = record(
    emitPair('Add', emitPair('Mul', centred, factor), emitReshape(shift, kept)),
    [
      x,
      // gain / deviation · (g - mean(g) - n · mean(g · n)), n the normalised channel, as in layerNorm.
      (g) => {
        const { along, all } = sums(g);
        const slope = emitPair('Div', share(along), deviation);
        const rest = emitPair('Sub', emitPair('Sub', g, emitPair('Mul', centred, slope)), share(all));
        return emitPair('Mul', rest, factor);
      },
    ],
    [gain, (g) => emitReshape(sums(g).along, [channels])],
    [shift, (g) => emitReshape(sums(g).all, [channels])],
  );
  return { y, mean: emitReshape(mean, [channels]), variance: emitReshape(variance, [channels]) };
}
