import { constant, emit, type Graph, type Tensor } from '../graph.js';

/** Zeros of a shape, which take no room in the file. */
export function zeros(graph: Graph, shape: readonly number[]): Tensor {
  return emit('ConstantOfShape', [constant(graph, shape, [shape.length], 'int64')], shape);
}
