/**
 * A transformer that reads one token at a time: keys and values of the places before are kept as states, so that a new
 * token costs one row of work and not the whole text's.
 */
import { UsageError } from '../../util/errors.js';
import {
  absent,
  constant,
  emit,
  emitMany,
  type Graph,
  input,
  newGraph,
  nextInPlace,
  output,
  state,
  type Tensor,
} from '../graph.js';
import { add } from '../ops/arithmetic.js';
import { embedding } from '../ops/embedding.js';
import { scoresOf } from '../ops/linear.js';
import { reshape } from '../ops/shape.js';
import { softmax } from '../ops/softmax.js';
import type { Store } from '../store.js';
import {
  type Attention,
  positionTable,
  type TransformerSizes,
  tokenTable,
  transformerBody,
} from './transformer.js';

/**
 * Inputs `token` [batch] (int32), `place` [1] (int32), from 0 to context - 1, and `temperature` [], above 0; outputs
 * `logits` and, at the temperature, `probabilities` of what comes next, [batch, vocabulary]. At place 0 a text begins;
 * what the cache holds of another is not looked at. The width of a head must be a multiple of 8.
 */
export function transformerSampler(sizes: TransformerSizes, batch: number): Graph {
  const graph = newGraph();
  const token = input(graph, 'token', [batch], 'int32');
  const place = input(graph, 'place', [1], 'int32');
  const table = tokenTable(graph, sizes, state);
  const x = add(embedding(table, token), embedding(positionTable(graph, sizes, state), place));
  const top = transformerBody(x, sizes, state, cachedAttention(graph, sizes, batch, place));
  const logits = scoresOf(top, table);
  output('logits', logits);
  output('probabilities', softmax(emit('Div', [logits, input(graph, 'temperature', [])], logits.shape)));
  return graph;
}

/**
 * Row i of the batch goes on from row `parents[i]`: copies the first `filled` places of the caches, where the two rows
 * differ.
 */
export function moveCaches(store: Store, parents: readonly number[], filled: number): void {
  const moved = parents.flatMap((parent, row) => (parent === row ? [] : [[parent, row]]));
  if (moved.length === 0) return;
  for (const [name, { shape, data, spare }] of store) {
    if (!name.startsWith(CACHE)) continue;
    const [, heads, context, size] = shape;
    const copy = (from: Float32Array, source: number, to: Float32Array, target: number) => {
      for (let head = 0; head < heads; head++) {
        const start = (source * heads + head) * context * size;
        to.set(from.subarray(start, start + filled * size), (target * heads + head) * context * size);
      }
    };
    // By way of the second buffer, since a row may be both read and written.
    for (const [parent, row] of moved) copy(data, parent, spare, row);
    for (const [, row] of moved) copy(spare, row, data, row);
  }
}

/** How many texts a store's caches are for. */
export function cacheBatch(store: Store): number {
  return store.get(`${CACHE}0.k`)?.shape[0] ?? 0;
}

const CACHE = 'cache';

/**
 * The one new place attends to itself and to what is kept: qkv [batch, 3 · width]. One operation of ONNX Runtime does
 * it: it writes the new key and value into the caches where they lie, and looks at the filled part of them alone.
 */
function cachedAttention(
  graph: Graph,
  { context, width, heads }: TransformerSizes,
  batch: number,
  place: Tensor,
): Attention {
  const size = width / heads;
  if (size % 8 !== 0) {
    throw new UsageError(
      `heads of width ${width} / ${heads} = ${size}, and sampling needs a multiple of 8; take a width of ${heads * Math.max(8, 8 * Math.round(size / 8))}, say`,
    );
  }
  const past = emit('Expand', [place, constant(graph, [batch], [1], 'int64')], [batch], {}, 'int32');
  const filled = emit('Add', [place, constant(graph, [1], [1], 'int32')], [1], {}, 'int32');
  const none = absent(graph);

  return (qkv, layer) => {
    const caches = ['k', 'v'].map((kind) =>
      state(graph, `${CACHE}${layer}.${kind}`, [batch, heads, context, size]),
    );
    const [mixed, keys, values] = emitMany(
      'com.microsoft.GroupQueryAttention',
      [reshape(qkv, [batch, 1, 3 * width]), none, none, ...caches, past, filled],
      [[batch, 1, width], caches[0].shape, caches[1].shape],
      { num_heads: heads, kv_num_heads: heads, scale: { float: 1 / Math.sqrt(size) } },
    );
    nextInPlace(caches[0], keys);
    nextInPlace(caches[1], values);
    return reshape(mixed, [batch, width]);
  };
}
