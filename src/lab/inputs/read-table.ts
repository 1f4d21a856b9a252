/** Reads `--data`: an .arff or a .csv file, and finds the column of classes in it. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { unreadable } from '../../corpus/open-bytes.js';
import { parseArff } from '../../corpus/tables/arff.js';
import { parseCsvTable } from '../../corpus/tables/csv-table.js';
import { DataError, UsageError } from '../../util/errors.js';
import { didYouMean } from '../../util/nearest.js';
import type { Column, LabInput } from '../lab-input.js';

/**
 * `label`: the column of classes; default the one called "class", else the last one of words. Its values come as words.
 * Throws DataError or UsageError naming file, row and column.
 */
export function readTable(path: string, label?: string): LabInput {
  const text = readText(path);
  const isArff = extname(path).toLowerCase() === '.arff' || /^\s*@relation\b/im.test(text.slice(0, 10_000));
  const columns = isArff ? parseArff(text, path) : parseCsvTable(text, path);
  const rows = columns[0].values.length;
  if (rows < 2)
    throw new DataError(`${path}: ${rows === 0 ? 'no rows' : 'one row'} of data; at least 2 are needed`);
  const chosen = labelOf(columns, label, path);
  const classes = wordsOf(chosen);
  const missing = classes.indexOf('');
  if (missing >= 0) {
    throw new DataError(
      `${path} row ${missing + 1} of the data, column ${chosen.name}: no class. Drop the row or mend it`,
    );
  }
  if (new Set(classes).size < 2) {
    throw new DataError(
      `${path}, column ${chosen.name}: only one class (${classes[0]}); name another column with --label`,
    );
  }
  chosen.values = classes;
  return { kind: 'table', name: basename(path), columns, label: chosen.name, rows };
}

function wordsOf({ values }: Column): string[] {
  if (Array.isArray(values)) return values;
  return Array.from(values, (value) => (Number.isNaN(value) ? '' : String(value)));
}

function labelOf(columns: Column[], label: string | undefined, path: string): Column {
  const names = columns.map(({ name }) => name);
  if (label !== undefined) {
    const found = columns.find(({ name }) => name === label);
    if (found) return found;
    throw new UsageError(
      `--label ${label}: no such column of ${path}.${didYouMean(label, names)} There are ${names.join(', ')}`,
    );
  }
  const found =
    columns.find(({ name }) => name.toLowerCase() === 'class') ??
    columns.findLast(({ values }) => Array.isArray(values));
  if (found) return found;
  throw new UsageError(
    `${path}: which column is the class? None is called class and all hold numbers; name it with --label`,
  );
}

/** UTF-8, or a DataError that names the path. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}
