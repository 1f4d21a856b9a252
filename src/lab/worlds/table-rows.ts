/** Rows of a table with a class each, as numbers: the data of a world of classes. */
import { ConfigError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import type { Kind } from '../world.js';

export interface Rows {
  columns: number;
  /** Row after row: a number, NaN where missing, or the place of a word among the column's values. */
  cells: Float64Array;
  /** [row] = its class. */
  labels: Uint16Array;
}

export interface Schema {
  classes: string[];
  /** `values` of a column of words, a missing one ('') among them; a column of numbers has none. */
  columns: { name: string; values?: string[] }[];
}

export function rowCount({ labels }: Rows): number {
  return labels.length;
}

export const tableRows: Kind<Rows> = {
  size: rowCount,
  take: ({ columns, cells, labels }, which) => {
    const taken = new Float64Array(which.length * columns);
    const own = new Uint16Array(which.length);
    for (let i = 0; i < which.length; i++) {
      const from = which[i] * columns;
      for (let c = 0; c < columns; c++) taken[i * columns + c] = cells[from + c];
      own[i] = labels[which[i]];
    }
    return { columns, cells: taken, labels: own };
  },
  join: (parts) => {
    const rows = parts.reduce((sum, part) => sum + rowCount(part), 0);
    const { columns } = parts[0];
    const cells = new Float64Array(rows * columns);
    const labels = new Uint16Array(rows);
    let at = 0;
    for (const part of parts) {
      cells.set(part.cells, at * columns);
      labels.set(part.labels, at);
      at += rowCount(part);
    }
    return { columns, cells, labels };
  },
};

/** Classes in the order of their size, the largest first. Throws ConfigError without a column of classes. */
export function rowsOf({ name, columns, label, rows }: LabInput & { kind: 'table' }): {
  schema: Schema;
  rows: Rows;
} {
  const column = columns.find((each) => each.name === label);
  if (!column) throw new ConfigError(`${name}: no column of classes; name one with --label COLUMN`);
  const words = Array.from(column.values, String);
  const sizes = new Map<string, number>();
  for (const word of words) sizes.set(word, (sizes.get(word) ?? 0) + 1);
  const classes = [...sizes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word);
  if (classes.length > 65_536) {
    throw new ConfigError(`${name}: ${classes.length} classes in column ${label}; --label names another`);
  }
  const others = columns.filter((each) => each !== column);
  const cells = new Float64Array(rows * others.length);
  const kinds = others.map(({ name: own, values }, c) => {
    if (values instanceof Float64Array) {
      for (let i = 0; i < rows; i++) cells[i * others.length + c] = values[i];
      return { name: own };
    }
    const places = new Map<string, number>();
    values.forEach((word, i) => {
      if (!places.has(word)) places.set(word, places.size);
      cells[i * others.length + c] = places.get(word)!;
    });
    return { name: own, values: [...places.keys()] };
  });
  const place = new Map(classes.map((each, k) => [each, k]));
  const labels = Uint16Array.from(words, (word) => place.get(word)!);
  return { schema: { classes, columns: kinds }, rows: { columns: others.length, cells, labels } };
}
