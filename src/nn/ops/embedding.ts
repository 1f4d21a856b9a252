import { constant, emit, record, type Tensor } from '../graph.js';
import { zeros } from './zeros.js';

/** Rows of a table: table [words, width], ids [n] (int32, 0 … words - 1) to [n, width]. */
export function embedding(table: Tensor, ids: Tensor): Tensor {
  const [n] = ids.shape;
  const [, width] = table.shape;
  const rows = emit('Gather', [table, ids], [n, width]);
  return record(rows, [
    table,
    (g) => {
      // A row that was read twice gets both gradients: ScatterND adds.
      const wide = emit('Cast', [ids], [n], { to: 7 }, 'int64');
      const places = emit('Unsqueeze', [wide, constant(g.graph, [1], [1], 'int64')], [n, 1], {}, 'int64');
      const nothing = zeros(g.graph, table.shape);
      return emit('ScatterND', [nothing, places, g], table.shape, { reduction: 'add' });
    },
  ]);
}
