/**
 * Convolutions of pictures in the layout [batch, channels, height, width], with square kernels. The gradient of one by its
 * picture is the other with the same kernel; that by the kernel is a convolution too, in which the batch takes the place
 * of the channels, and strides become dilations.
 *
 * Where a kernel learns, the patches that it sees are laid out as the rows of a matrix (Chellapilla, Puri and Simard
 * 2006, called im2col), so that convolution and gradient by the kernel are one large matrix product each and share the
 * patches. The engine's own convolution goes picture by picture, in products too small for several threads.
 */
import { constant, emit, record, type Tensor } from '../graph.js';
import { emitReshape } from './broadcast.js';
import { once } from './once.js';
import { emitTranspose } from './shape.js';

export interface ConvolutionOptions {
  /** @default 1 */
  stride?: number;
  /** Zeros around the picture, on each side. @default 0 */
  padding?: number;
}

/** With fewer channels, to copy patches takes longer than the product. */
const FEWEST_CHANNELS = 8;

const OVER_EXCHANGED = [1, 0, 2, 3];
/** From [batch, channels, h, w] to [batch, h, w, channels], and back. */
const CHANNELS_LAST = [0, 2, 3, 1];
const CHANNELS_SECOND = [0, 3, 1, 2];

/**
 * x [batch, in, h, w], kernel [out, in, k, k] to [batch, out, h', w'] with h' = (h + 2 · padding - k) / stride + 1, which
 * must be whole.
 */
export function convolution(x: Tensor, kernel: Tensor, options: ConvolutionOptions = {}): Tensor {
  const [, , height, width] = x.shape;
  const [, inner, k] = kernel.shape;
  const { stride = 1, padding = 0 } = options;
  const whole = [height, width].every((size) => Number.isInteger((size + 2 * padding - k) / stride + 1));
  if (x.shape[1] !== inner || !whole) {
    throw new Error(`convolution: [${x.shape}] does not fit [${kernel.shape}], ${stride}, ${padding}`);
  }
  const { slid, kernelGradient } = slide(x, kernel, stride, padding);
  return record(
    slid(),
    [x, (g) => emit('ConvTranspose', [g, kernel], x.shape, attributes(stride, padding))],
    [kernel, kernelGradient],
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
  const slideOver = once((g: Tensor) => slide(g, kernel, stride, padding));
  return record(
    emit('ConvTranspose', [x, kernel], [batch, out, side(height), side(width)], attributes(stride, padding)),
    [x, (g) => slideOver(g).slid()],
    [kernel, (g) => slideOver(g).kernelGradient(x)],
  );
}

/** A kernel [small, large, k, k] over a picture [n, large, ...]: what comes of it, and its gradient by the kernel. */
interface Slide {
  /** [n, small, ...]. */
  slid: () => Tensor;
  /** From [n, small, ...] to the kernel's shape. */
  kernelGradient: (small: Tensor) => Tensor;
}

function slide(large: Tensor, kernel: Tensor, stride: number, padding: number): Slide {
  const [batch, , height, width] = large.shape;
  const [few, many, k] = kernel.shape;
  const [h, w] = [height, width].map((size) => (size + 2 * padding - k) / stride + 1);
  if (!kernel.learns || many < FEWEST_CHANNELS) {
    return {
      slid: () => emit('Conv', [large, kernel], [batch, few, h, w], attributes(stride, padding)),
      kernelGradient: (small) => dilated(large, small, stride, padding, kernel.shape),
    };
  }
  const rows = batch * h * w;
  const seen = patches(large, k, stride, padding, h, w);
  return {
    slid: () => {
      const weights = emitReshape(emitTranspose(kernel, CHANNELS_LAST), [few, k * k * many]);
      const product = emit('Gemm', [seen, weights], [rows, few], { transB: 1 });
      return emitTranspose(emitReshape(product, [batch, h, w, few]), CHANNELS_SECOND);
    },
    kernelGradient: (small) => {
      const places = emitReshape(emitTranspose(small, CHANNELS_LAST), [rows, few]);
      const product = emit('Gemm', [places, seen], [few, k * k * many], { transA: 1 });
      return emitTranspose(emitReshape(product, [few, k, k, many]), CHANNELS_SECOND);
    },
  };
}

/** What the kernel sees at each of h · w places, [batch · h · w, k · k · channels]. */
function patches(x: Tensor, k: number, stride: number, padding: number, h: number, w: number): Tensor {
  const { graph } = x;
  const [batch, channels, height, width] = x.shape;
  const pixels = emitReshape(emitTranspose(x, CHANNELS_LAST), [batch, height * width, channels]);
  // One more pixel, of zeros, is what lies around the picture.
  const around = constant(graph, new Float32Array(batch * channels), [batch, 1, channels]);
  const all = emit('Concat', [pixels, around], [batch, height * width + 1, channels], { axis: 1 });
  const seen = Int32Array.from({ length: h * w * k * k }, (_, i) => {
    const [place, offset] = [Math.floor(i / k ** 2), i % k ** 2];
    const row = Math.floor(place / w) * stride + Math.floor(offset / k) - padding;
    const column = (place % w) * stride + (offset % k) - padding;
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? row * width + column : height * width;
  });
  const which = constant(graph, seen, [seen.length], 'int32');
  const gathered = emit('Gather', [all, which], [batch, seen.length, channels], { axis: 1 });
  return emitReshape(gathered, [batch * h * w, k * k * channels]);
}

/** The gradient by the kernel as a convolution, from [n, large, ...] and [n, small, ...] to [small, large, k, k]. */
function dilated(
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
