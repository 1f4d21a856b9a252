/**
 * Losses: one number (shape []), a mean over rows, so that a learning rate does not depend on the batch. Each has its
 * gradient in closed form.
 */
import { constant, emit, record, type Tensor } from '../graph.js';
import { emitPair, emitReshape } from './broadcast.js';

/**
 * Cross-entropy in nats of logits x [rows, words] with the true words ids [rows] (int32).
 * Gradient: (probability - 1 at the true word) / rows.
 */
export function crossEntropy(x: Tensor, ids: Tensor): Tensor {
  const { graph } = x;
  const [rows] = x.shape;
  const { logs, places, chosen } = logsAt(x, ids);
  const loss = emit('Neg', [emit('ReduceMean', [chosen], [], { keepdims: 0 })], []);
  return record(loss, [
    x,
    (g) => {
      const each = emitPair('Mul', g, constant(graph, 1 / rows));
      const probabilities = emit('Exp', [logs], x.shape);
      const all = emitPair('Mul', probabilities, each);
      const width = constant(graph, [rows, 1], [2], 'int64');
      const less = emit('Expand', [emit('Neg', [each], []), width], [rows, 1]);
      return emit('ScatterElements', [all, places, less], x.shape, { axis: 1, reduction: 'add' });
    },
  ]);
}

/** What `crossEntropy` is the mean of: nats of each row, [rows, 1]. Without gradient. */
export function crossEntropies(x: Tensor, ids: Tensor): Tensor {
  const { chosen } = logsAt(x, ids);
  return emit('Neg', [chosen], chosen.shape);
}

/** Log probabilities of all words and, [rows, 1], of the true ones. */
function logsAt(x: Tensor, ids: Tensor) {
  const [rows] = x.shape;
  const places = emitReshape(ids, [rows, 1]);
  const logs = emit('LogSoftmax', [x], x.shape, { axis: 1 });
  return { logs, places, chosen: emit('GatherElements', [logs, places], [rows, 1], { axis: 1 }) };
}

/**
 * Binary cross-entropy in nats of logits x [rows, n] with targets in [0, 1] of the same shape: summed over a row, mean
 * over rows. Gradient: (sigmoid(x) - target) / rows.
 */
export function binaryCrossEntropy(x: Tensor, targets: Tensor): Tensor {
  const [rows] = x.shape;
  // log(1 + e^x) = max(0, x) - log sigmoid(|x|): no exponential overflows, and each of these is quicker than Softplus.
  const sigmoid = emit('Sigmoid', [emit('Abs', [x], x.shape)], x.shape);
  const both = emitPair('Sub', emit('Relu', [x], x.shape), emit('Log', [sigmoid], x.shape));
  const each = emitPair('Sub', both, emitPair('Mul', x, targets));
  return record(perRow(each, rows), [
    x,
    (g) => {
      const error = emitPair('Sub', emit('Sigmoid', [x], x.shape), targets);
      return emitPair('Mul', error, emitPair('Mul', g, constant(x.graph, 1 / rows)));
    },
  ]);
}

/**
 * Divergence in nats of normals with means mu and log variances, both [rows, n], from the standard normal:
 * -½ Σ (1 + logvar - mu² - e^logvar) over a row, mean over rows (Kingma and Welling 2014, appendix B).
 * Gradients: mu / rows and ½ (e^logvar - 1) / rows.
 */
export function gaussianDivergence(mu: Tensor, logVariance: Tensor): Tensor {
  const { graph } = mu;
  const [rows] = mu.shape;
  const number = (value: number) => constant(graph, value);
  const variance = emit('Exp', [logVariance], mu.shape);
  const excess = emitPair('Sub', variance, number(1));
  const twice = emitPair('Add', emitPair('Mul', mu, mu), emitPair('Sub', excess, logVariance));
  const share = (g: Tensor, of: number) => emitPair('Mul', g, number(of / rows));
  return record(
    perRow(emitPair('Mul', twice, number(0.5)), rows),
    [mu, (g) => emitPair('Mul', mu, share(g, 1))],
    [logVariance, (g) => emitPair('Mul', excess, share(g, 0.5))],
  );
}

/** The sum of all elements over the number of rows. */
function perRow(x: Tensor, rows: number): Tensor {
  return emitPair('Mul', emit('ReduceSum', [x], [], { keepdims: 0 }), constant(x.graph, 1 / rows));
}
