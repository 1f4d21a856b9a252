/** One audit of a table against its other part, with or without damage. */
import type { Column } from '../corpus/tables/column.js';
import { newRandom } from '../stats/random.js';
import { auditTables, chooseColumns, type TableSide } from '../table/index.js';
import type { Halving } from './halvings.js';
import { TABLE_DAMAGE } from './table-damage.js';

/**
 * `times` = rows of the reference for each one of the corpus. The lineage is declared, so that every stage can come out.
 */
export function tableHalving(whole: TableSide, times: number, seed: number, damage = 'none'): Halving {
  const random = newRandom(seed, 5);
  const order = Array.from({ length: whole.rows }, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const size = Math.round(whole.rows / (1 + times));
  const corpus = take(whole, order.slice(0, size));
  const reference = take(whole, order.slice(size));
  const damaged = { ...corpus, columns: TABLE_DAMAGE[damage](corpus.columns, reference.columns, random) };
  const chosen = chooseColumns(damaged, reference, undefined, undefined);
  const { kinds } = chosen;
  const options = { seed, version: '', lineage: 'same-source' as const, kinds };
  const result = auditTables(chosen.corpus, chosen.reference, options);
  const metrics: Halving['metrics'] = {};
  for (const [id, { ratio, ci, grade }] of Object.entries(result.metrics)) {
    metrics[id] = {
      log: ratio === null ? null : Math.log(Math.max(ratio, 1e-9)),
      covers: ci !== null && ci[0] <= 1 && ci[1] >= 1,
      grade,
    };
  }
  const warnings = [...new Set(result.warnings.map(({ id }) => id))];
  return { stage: result.verdict.stage, lost: result.lost.length, warnings, metrics };
}

function take({ columns, ...rest }: TableSide, rows: number[]): TableSide {
  const taken = columns.map(
    ({ name, values }): Column => ({
      name,
      values: Array.isArray(values)
        ? rows.map((row) => values[row])
        : Float64Array.from(rows, (row) => values[row]),
    }),
  );
  return { ...rest, rows: rows.length, columns: taken };
}
