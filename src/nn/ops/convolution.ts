/**
 * Convolutions of pictures in the layout [batch, channels, height, width], with square kernels. The gradient of one by its
 * picture is the other with the same kernel; that by the kernel is a convolution too, in which the batch takes the place
 * of the channels, and strides become dilations.
 */
import { emit, record, type Tensor } from '../graph.js';
import { emitTranspose } from './shape.js';

export interface ConvolutionOptions {
  /** @default 1 */
  stride?: number;
  /** Zeros around the picture, on each side. @default 0 */
  padding?: number;
}

const OVER_EXCHANGED = [1, 0, 2, 3];

/**
 * x [batch, in, h, w], kernel [out, in, k, k] to [batch, out, h', w'] with h' = (h + 2 · padding - k) / stride + 1, which
 * must be whole.
 */
export function convolution(x: Tensor, kernel: Tensor, options: ConvolutionOptions = {}): Tensor {
  const [batch, , height, width] = x.shape;
  const [out, inner, k] = kernel.shape;
  const { stride = 1, padding = 0 } = options;
  const side = (size: number) => (size + 2 * padding - k) / stride + 1;
  if (x.shape[1] !== inner || !Number.isInteger(side(height)) || !Number.isInteger(side(width))) {
    throw new Error(`convolution: [${x.shape}] does not fit [${kernel.shape}], ${stride}, ${padding}`);
  }
  return record(
    emit('Conv', [x, kernel], [batch, out, side(height), side(width)], attributes(stride, padding)),
    [x, (g) => emit('ConvTranspose', [g, kernel], x.shape, attributes(stride, padding))],
    [kernel, (g) => kernelGradient(x, g, stride, padding, kernel.shape)],
  );
}

/**
 * The reverse, which makes pictures larger: x [batch, in, h, w], kernel [in, out, k, k] to [batch, out, h', w'] with
 * h' = (h - 1) · stride - 2 · padding + k.
 */
export function transposedConvolution(x: Tensor, kernel: Tensor, options: ConvolutionOptions = {}): Tensor {
  const [batch, , height, width] = x.shape;
  const [inner, out, k] = kernel.shape;
  const { stride = 1, padding = 0 } = options;
  if (x.shape[1] !== inner) {
    throw new Error(`transposedConvolution: [${x.shape}] does not fit [${kernel.shape}]`);
  }
  const side = (size: number) => (size - 1) * stride - 2 * padding + k;
  return record(
    emit('ConvTranspose', [x, kernel], [batch, out, side(height), side(width)], attributes(stride, padding)),
    [x, (g) => emit('Conv', [g, kernel], x.shape, attributes(stride, padding))],
    [kernel, (g) => kernelGradient(g, x, stride, padding, kernel.shape)],
  );
}

/** From the larger picture and the smaller one: [n, large, ...] and [n, small, ...] to [small, large, k, k]. */
function kernelGradient(
  large: Tensor,
  small: Tensor,
  stride: number,
  padding: number,
  shape: readonly number[],
): Tensor {
  const [few, many, k] = shape;
  const [a, b] = [emitTranspose(large, OVER_EXCHANGED), emitTranspose(small, OVER_EXCHANGED)];
  const slid = emit('Conv', [a, b], [many, few, k, k], {
    ...attributes(1, padding),
    dilations: [stride, stride],
  });
  return emitTranspose(slid, OVER_EXCHANGED);
}

const attributes = (stride: number, padding: number) => ({
  strides: [stride, stride],
  pads: [padding, padding, padding, padding],
});
