/**
 * A decoder-only transformer (Vaswani et al. 2017; Radford et al. 2019): normalisation before each part, learned
 * positions, GELU, and a head that is the token table itself. Sizes are free; 4 layers of width 128 with 2,048 tokens
 * have about a million parameters.
 *
 * Activations are [batch · time, width], so that every dense layer is one matrix product; only attention looks at time.
 */
import { type AdamOptions, adam, parametersOf } from '../adam.js';
import {
  constant,
  type Graph,
  input,
  type NewWeight,
  newGraph,
  output,
  parameter,
  state,
  type Tensor,
} from '../graph.js';
import { dense, normalised } from '../layers.js';
import { gelu } from '../ops/activations.js';
import { add, scale } from '../ops/arithmetic.js';
import { embedding } from '../ops/embedding.js';
import { scoresOf } from '../ops/linear.js';
import { crossEntropies, crossEntropy } from '../ops/losses.js';
import { matmul } from '../ops/matmul.js';
import { reshape, split, transpose } from '../ops/shape.js';
import { softmax } from '../ops/softmax.js';

export interface TransformerSizes {
  /** Different tokens. */
  vocabulary: number;
  /** Tokens that are seen at most. */
  context: number;
  width: number;
  /** Divide the width. */
  heads: number;
  layers: number;
}

/** From queries, keys and values of layer `layer` to what each place takes from the places before it; [rows, width]. */
export type Attention = (qkv: Tensor, layer: number) => Tensor;

/**
 * Deviation of the first weights: GPT-2's 0.02 at its width of 768, and at others so much that sums over the width are as
 * large as there. With 0.02 itself models of width 64 took about twice the steps to learn as much: they attended to all
 * places alike for longer.
 */
function spreadOf(width: number): number {
  return 0.02 * Math.sqrt(768 / width);
}

/**
 * One run is one step. Inputs `tokens` and `targets`, both [batch · context] (int32), row after row, and those of Adam;
 * outputs `loss` (nats a token) and `norm`.
 */
export function transformerTraining(
  sizes: TransformerSizes,
  batch: number,
  options: AdamOptions = {},
): Graph {
  const graph = newGraph();
  const loss = crossEntropy(
    transformerLogits(graph, sizes, batch, parameter),
    targetsOf(graph, sizes, batch),
  );
  adam(loss, parametersOf(loss), options);
  return graph;
}

/** Inputs `tokens` and `targets` as in training; output `nats` of each target, [batch · context, 1]. */
export function transformerScoring(sizes: TransformerSizes, batch: number): Graph {
  const graph = newGraph();
  const logits = transformerLogits(graph, sizes, batch, state);
  output('nats', crossEntropies(logits, targetsOf(graph, sizes, batch)));
  return graph;
}

/** How well each token would come next after each place of the input `tokens`, [batch · context, vocabulary]. */
export function transformerLogits(
  graph: Graph,
  sizes: TransformerSizes,
  batch: number,
  weight: NewWeight,
): Tensor {
  const { context, width } = sizes;
  const rows = batch * context;
  const tokens = input(graph, 'tokens', [rows], 'int32');
  const table = tokenTable(graph, sizes, weight);
  const words = reshape(embedding(table, tokens), [batch, context, width]);
  const x = reshape(add(words, positionTable(graph, sizes, weight)), [rows, width]);
  return scoresOf(transformerBody(x, sizes, weight, causalAttention(sizes, batch)), table);
}

function targetsOf(graph: Graph, { context }: TransformerSizes, batch: number): Tensor {
  return input(graph, 'targets', [batch * context], 'int32');
}

/** [vocabulary, width]; first what tokens mean, at the end how well each fits. */
export function tokenTable(graph: Graph, { vocabulary, width }: TransformerSizes, weight: NewWeight): Tensor {
  return weight(graph, 'tokens.table', [vocabulary, width], { kind: 'normal', scale: spreadOf(width) });
}

/** [context, width]. */
export function positionTable(graph: Graph, { context, width }: TransformerSizes, weight: NewWeight): Tensor {
  return weight(graph, 'positions.table', [context, width], { kind: 'normal', scale: spreadOf(width) });
}

/** The blocks and the last normalisation, [rows, width] to [rows, width]. */
export function transformerBody(
  x: Tensor,
  { width, layers }: TransformerSizes,
  weight: NewWeight,
  attention: Attention,
): Tensor {
  // What adds to the main stream starts smaller the more there is to add (GPT-2).
  const spread = spreadOf(width);
  const small = spread / Math.sqrt(2 * layers);
  let stream = x;
  for (let layer = 0; layer < layers; layer++) {
    const name = `block${layer}`;
    const qkv = dense(normalised(stream, `${name}.norm1`, weight), `${name}.qkv`, 3 * width, weight, spread);
    stream = add(stream, dense(attention(qkv, layer), `${name}.mix`, width, weight, small));
    const wide = dense(
      normalised(stream, `${name}.norm2`, weight),
      `${name}.wide`,
      4 * width,
      weight,
      spread,
    );
    stream = add(stream, dense(gelu(wide), `${name}.narrow`, width, weight, small));
  }
  return normalised(stream, 'norm', weight);
}

/** Every place attends to itself and to those before it: qkv [batch · context, 3 · width]. */
function causalAttention({ context, width, heads }: TransformerSizes, batch: number): Attention {
  const size = width / heads;
  return (qkv) => {
    const apart = transpose(reshape(qkv, [batch, context, 3 * heads, size]), [0, 2, 1, 3]);
    const [q, k, v] = split(apart, 3, 1);
    const scores = matmul(scale(q, 1 / Math.sqrt(size)), transpose(k, [0, 1, 3, 2]));
    const mixed = matmul(softmax(add(scores, futureMask(qkv.graph, context))), v);
    return reshape(transpose(mixed, [0, 2, 1, 3]), [batch * context, width]);
  };
}

/** 0 at [t, s] where s ≤ t, else so low that softmax makes 0 of it. */
function futureMask(graph: Graph, context: number): Tensor {
  const mask = Float32Array.from({ length: context ** 2 }, (_, i) =>
    i % context <= Math.floor(i / context) ? 0 : -1e9,
  );
  return constant(graph, mask, [context, context]);
}
