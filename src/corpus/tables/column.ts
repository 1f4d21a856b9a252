import { DataError } from '../../util/errors.js';

/** A column of a table. Where the value is missing, a column of numbers holds NaN and one of words ''. */
export interface Column {
  name: string;
  values: Float64Array | string[];
}

/** A cell of a format that knows types. */
export type Cell = string | number | boolean | null | undefined;

/**
 * A column from typed cells: one of numbers when every value that is there is a number, else one of words. `where` names
 * a row by its index. Throws DataError for a number that is none (NaN, infinity): it tells of a fault upstream.
 */
export function columnOf(name: string, cells: readonly Cell[], where: (row: number) => string): Column {
  const isMissing = (cell: Cell) => cell === null || cell === undefined || cell === '';
  const words = cells.some((cell) => typeof cell === 'string' || typeof cell === 'boolean');
  cells.forEach((cell, row) => {
    if (typeof cell === 'number' && !Number.isFinite(cell)) {
      throw new DataError(
        `${where(row)}, column ${name}: ${cell} is no number. Mend it, or write null where the value is missing`,
      );
    }
  });
  if (words || cells.every(isMissing)) {
    return { name, values: cells.map((cell) => (isMissing(cell) ? '' : String(cell))) };
  }
  return { name, values: Float64Array.from(cells, (cell) => (isMissing(cell) ? Number.NaN : Number(cell))) };
}
