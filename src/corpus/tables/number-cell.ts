import { DataError } from '../../util/errors.js';

/** The number in a cell of a table; `at` names the cell. Throws DataError where it is none, NaN and infinity included. */
export function numberCell(text: string, at: string, missing: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new DataError(
    `${at}: "${text}" is no number. Mend it, or write ${missing} where the value is missing`,
  );
}
