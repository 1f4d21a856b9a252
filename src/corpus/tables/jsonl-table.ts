/** A table from JSON Lines: an object a line, flat in the columns that are asked for. A key that is not there is missing. */
import { DataError } from '../../util/errors.js';
import { type Cell, type Column, columnOf } from './column.js';

/** `path` is for errors; `wanted` the columns to read, all when absent. Throws DataError with the line. */
export function parseJsonlTable(text: string, path: string, wanted?: readonly string[]): Column[] {
  const cells = new Map<string, Cell[]>();
  const lines: number[] = [];
  text
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((line, i) => {
      if (line.trim() === '') return;
      const at = `${path} line ${i + 1}`;
      for (const [name, value] of Object.entries(recordOf(line, at))) {
        if (wanted && !wanted.includes(name)) continue;
        const column = cells.get(name) ?? [];
        cells.set(name, column);
        column[lines.length] = cellOf(value, name, at);
      }
      lines.push(i + 1);
    });
  return [...cells].map(([name, known]) => {
    const column = Array.from({ length: lines.length }, (_, row) => known[row]);
    return columnOf(name, column, (row) => `${path} line ${lines[row]}`);
  });
}

function recordOf(line: string, at: string): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new DataError(`${at}: not valid JSON (${(error as Error).message}). Mend the line`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new DataError(`${at}: not an object. A table has one object a line`);
}

function cellOf(value: unknown, name: string, at: string): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  throw new DataError(
    `${at}, column ${name}: holds ${Array.isArray(value) ? 'a list' : 'an object'}, and a table is flat. Leave it out with --columns, or flatten the records`,
  );
}
