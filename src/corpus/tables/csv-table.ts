/**
 * A table from delimited text with a header. A column is one of numbers when every value that is there is a number; an
 * empty cell or `?` is a missing value. `NaN` among numbers is an error: it tells of a fault upstream, not of a class.
 */
import Papa from 'papaparse';
import { DataError } from '../../util/errors.js';
import type { Column } from './column.js';
import { numberCell } from './number-cell.js';

const NO_NUMBER = /^[+-]?(nan|inf|infinity)$/i;

/** `path` is for errors. Throws DataError with row (the header is row 1) and column. */
export function parseCsvTable(text: string, path: string, delimiter = delimiterOf(text)): Column[] {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
    delimiter,
    skipEmptyLines: 'greedy',
  });
  const [fault] = errors;
  if (fault) throw new DataError(`${path} row ${(fault.row ?? 0) + 1}: ${fault.message}`);
  const [header, ...rows] = data;
  if (header === undefined) throw new DataError(`${path}: the file is empty`);
  const names = header.map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new DataError(`${path} row 1: two columns are called "${twice}"; rename one`);
  rows.forEach((row, i) => {
    if (row.length === names.length) return;
    throw new DataError(`${path} row ${i + 2}: ${row.length} cells, the header has ${names.length}`);
  });
  return names.map((name, c) =>
    column(
      name,
      rows.map((row) => row[c].trim()),
      path,
    ),
  );
}

function column(name: string, cells: string[], path: string): Column {
  const known = cells.filter((cell) => !isMissing(cell));
  const words = known.some((cell) => !Number.isFinite(Number(cell)) && !NO_NUMBER.test(cell));
  const numbers = known.some((cell) => Number.isFinite(Number(cell)));
  if (words || !numbers) return { name, values: cells.map((cell) => (isMissing(cell) ? '' : cell)) };
  const values = Float64Array.from(cells, (cell, i) =>
    isMissing(cell) ? Number.NaN : numberCell(cell, `${path} row ${i + 2}, column ${name}`, 'nothing'),
  );
  return { name, values };
}

function isMissing(cell: string): boolean {
  return cell === '' || cell === '?';
}

/** As for corpora: a header without a comma but with a semicolon or a tab is split there. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  return [',', ';', '\t'].find((each) => header.includes(each)) ?? ',';
}
