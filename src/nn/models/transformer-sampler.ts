/**
 * A transformer that reads one token at a time: keys and values of the places before are kept as states, so that a new
 * token costs one row of work and not the whole text's.
 */
import { constant, emit, type Graph, input, newGraph, next, output, state, type Tensor } from '../graph.js';
import { add, scale } from '../ops/arithmetic.js';
import { embedding } from '../ops/embedding.js';
import { scoresOf } from '../ops/linear.js';
import { matmul } from '../ops/matmul.js';
import { reshape, split, transpose } from '../ops/shape.js';
import { softmax } from '../ops/softmax.js';
import {
  type Attention,
  positionTable,
  type TransformerSizes,
  tokenTable,
  transformerBody,
} from './transformer.js';

/**
 * Inputs `token` [batch] (int32) and `place` [1] (int32), from 0 to context - 1; output `logits` [batch, vocabulary] of
 * what comes next. At place 0 a text begins; what the cache holds of another is not looked at.
 */
export function transformerSampler(sizes: TransformerSizes, batch: number): Graph {
  const graph = newGraph();
  const token = input(graph, 'token', [batch], 'int32');
  const place = input(graph, 'place', [1], 'int32');
  const table = tokenTable(graph, sizes, state);
  const x = add(embedding(table, token), embedding(positionTable(graph, sizes, state), place));
  const top = transformerBody(x, sizes, state, cachedAttention(graph, sizes, batch, place));
  output('logits', scoresOf(top, table));
  return graph;
}

/** The one new place attends to itself and to what is kept: qkv [batch, 3 · width]. */
function cachedAttention(
  graph: Graph,
  { context, width, heads }: TransformerSizes,
  batch: number,
  place: Tensor,
): Attention {
  const size = width / heads;
  const places = Int32Array.from({ length: context }, (_, t) => t);
  const column = constant(graph, places, [context, 1], 'int32');
  const row = constant(graph, places, [1, context], 'int32');
  const here = emit('Equal', [column, place], [context, 1], {}, 'bool');
  const known = emit('LessOrEqual', [row, place], [1, context], {}, 'bool');
  const mask = emit('Where', [known, constant(graph, 0), constant(graph, -1e9)], [1, context]);

  const remember = (name: string, fresh: Tensor): Tensor => {
    const kept = state(graph, name, [batch, heads, context, size]);
    const all = emit('Where', [here, fresh, kept], kept.shape);
    next(kept, all);
    return all;
  };

  return (qkv, layer) => {
    const [q, k, v] = split(reshape(qkv, [batch, 3 * heads, 1, size]), 3, 1);
    const keys = remember(`cache${layer}.k`, k);
    const values = remember(`cache${layer}.v`, v);
    const scores = matmul(scale(q, 1 / Math.sqrt(size)), transpose(keys, [0, 1, 3, 2]));
    return reshape(matmul(softmax(add(scores, mask)), values), [batch, width]);
  };
}
