/** `--scores FILE`: how well each task was done after each step of training. */
import type { TaskScore } from '../audit/diagnosis.js';
import { readColumns } from '../corpus/tables/read-columns.js';
import { DataError } from '../util/errors.js';
import type { Args } from './command.js';
import { textFlag } from './flags.js';

const NAMES = ['step', 'task', 'score'];

/** Throws DataError where a column is missing or a number is none. */
export async function scoresOf(args: Args): Promise<TaskScore[] | undefined> {
  const path = textFlag(args, 'scores');
  if (path === undefined) return undefined;
  const columns = await readColumns(path, NAMES);
  const cells = NAMES.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (!column) throw new DataError(`${path}: no column "${name}"; --scores needs ${NAMES.join(', ')}`);
    return column.values;
  });
  return Array.from({ length: cells[0].length }, (_, row) => ({
    step: numberAt(cells[0][row], 'step', row, path),
    task: String(cells[1][row]),
    score: numberAt(cells[2][row], 'score', row, path),
  }));
}

function numberAt(cell: unknown, name: string, row: number, path: string): number {
  const value = typeof cell === 'number' ? cell : Number.parseFloat(String(cell));
  if (Number.isFinite(value)) return value;
  throw new DataError(
    `${path} row ${row + 1}: ${name} is "${cell}", not a number. Mend it, or leave the row out`,
  );
}
