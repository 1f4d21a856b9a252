/** Nonlinearities, element by element: the shape stays. */
import { constant, emit, record, type Tensor } from '../graph.js';
import { emitPair } from './broadcast.js';

/** max(0, x). Its slope is 0 at 0. */
export function relu(x: Tensor): Tensor {
  const y = emit('Relu', [x], x.shape);
  return record(y, [x, (g) => emitPair('Mul', g, step(y))]);
}

/** x for x > 0, else slope · x; 0 < slope < 1. */
export function leakyRelu(x: Tensor, slope = 0.2): Tensor {
  const y = emit('LeakyRelu', [x], x.shape, { alpha: { float: slope } });
  const slopes = () => emitPair('Max', step(x), constant(x.graph, slope));
  return record(y, [x, (g) => emitPair('Mul', g, slopes())]);
}

/**
 * 1 above 0, else 0: min(1, max(0, a · x)) with so large an `a` that no number above 0 (but those below 1e-38) is left in
 * between. The engine is quicker with it than with a sign or a comparison.
 */
function step(x: Tensor): Tensor {
  return emit('HardSigmoid', [x], x.shape, { alpha: { float: 1e38 }, beta: { float: 0 } });
}

/** x · Φ(x), with the normal distribution's Φ (Hendrycks and Gimpel 2016), exact. Its slope is Φ(x) + x · φ(x). */
export function gelu(x: Tensor): Tensor {
  const number = (value: number) => constant(x.graph, value);
  const slopes = () => {
    const erf = emit('Erf', [emitPair('Mul', x, number(Math.SQRT1_2))], x.shape);
    const below = emitPair('Add', emitPair('Mul', erf, number(0.5)), number(0.5));
    const exponent = emitPair('Mul', emitPair('Mul', x, x), number(-0.5));
    const bell = emitPair('Mul', emit('Exp', [exponent], x.shape), number(1 / Math.sqrt(2 * Math.PI)));
    return emitPair('Add', below, emitPair('Mul', x, bell));
  };
  return record(emit('Gelu', [x], x.shape), [x, (g) => emitPair('Mul', g, slopes())]);
}

/** Its slope is 1 - y². */
export function tanh(x: Tensor): Tensor {
  const y = emit('Tanh', [x], x.shape);
  const slopes = () => emitPair('Sub', constant(x.graph, 1), emitPair('Mul', y, y));
  return record(y, [x, (g) => emitPair('Mul', g, slopes())]);
}

/** 1 / (1 + e^-x). Its slope is y · (1 - y). */
export function sigmoid(x: Tensor): Tensor {
  const y = emit('Sigmoid', [x], x.shape);
  const slopes = () => emitPair('Mul', y, emitPair('Sub', constant(x.graph, 1), y));
  return record(y, [x, (g) => emitPair('Mul', g, slopes())]);
}
