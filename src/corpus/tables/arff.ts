/**
 * Weka's attribute-relation files (https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/): `%` comments,
 * `@attribute` declarations, rows of values split at commas, quoted with ' or ", `?` where missing. Numbers, nominal
 * values and strings are read, dates as strings; sparse rows and instance weights are refused.
 */
import { DataError } from '../../util/errors.js';
import type { Column } from './column.js';
import { numberCell } from './number-cell.js';

interface Attribute {
  name: string;
  /** Values of a nominal one. */
  values?: Set<string>;
  numeric: boolean;
}

/** `path` is for errors. Throws DataError with the line. */
export function parseArff(text: string, path: string): Column[] {
  const attributes: Attribute[] = [];
  const cells: string[][] = [];
  let inData = false;
  text.split(/\r\n|\n|\r/).forEach((full, i) => {
    const line = full.trim();
    if (line === '' || line.startsWith('%')) return;
    const at = `${path} line ${i + 1}`;
    if (inData) putRow(line, attributes, cells, at);
    else if (/^@data\b/i.test(line)) {
      inData = true;
      for (const _ of attributes) cells.push([]);
    } else if (/^@attribute\s/i.test(line)) attributes.push(attribute(line, at));
    else if (!/^@relation\b/i.test(line)) {
      throw new DataError(
        `${at}: neither @relation, @attribute nor @data: ${line.slice(0, 40)}. Is it an ARFF file?`,
      );
    }
  });
  if (!inData || attributes.length === 0) {
    throw new DataError(
      `${path}: no ${inData ? '@attribute' : '@data'} line. Is it an ARFF file? A .csv is read by its name`,
    );
  }
  return attributes.map(({ name, numeric }, a) => ({
    name,
    values: numeric
      ? Float64Array.from(cells[a], (cell) => (cell === '' ? Number.NaN : Number(cell)))
      : cells[a],
  }));
}

function attribute(line: string, at: string): Attribute {
  const match = /^@attribute\s+(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|(\S+))\s+(.+)$/i.exec(line);
  if (!match) throw new DataError(`${at}: write @attribute name type`);
  const [, single, double, bare, type] = match;
  const name = unescaped(single ?? double ?? bare);
  const nominal = /^\{(.*)\}$/.exec(type.trim());
  if (nominal)
    return { name, values: new Set(values(nominal[1], at).map(({ text }) => text)), numeric: false };
  const kind = type.trim().split(/\s/)[0].toLowerCase();
  if (['numeric', 'real', 'integer'].includes(kind)) return { name, numeric: true };
  if (['string', 'date'].includes(kind)) return { name, numeric: false };
  throw new DataError(
    `${at}: attribute ${name}: type ${kind} is not read; numeric, nominal, string and date are`,
  );
}

function putRow(line: string, attributes: readonly Attribute[], cells: string[][], at: string): void {
  if (line.startsWith('{')) {
    throw new DataError(
      `${at}: sparse rows are not read; save the file with all values (Weka: SparseToNonSparse)`,
    );
  }
  const row = values(line, at);
  if (row.length !== attributes.length) {
    throw new DataError(`${at}: ${row.length} values, ${attributes.length} attributes are declared`);
  }
  attributes.forEach(({ name, values: known, numeric }, a) => {
    const { text, quoted } = row[a];
    const missing = !quoted && text === '?';
    if (!missing && numeric) numberCell(text, `${at}, attribute ${name}`, '?');
    if (!missing && known && !known.has(text)) {
      throw new DataError(`${at}, attribute ${name}: ${text} is none of its declared values`);
    }
    cells[a].push(missing ? '' : text);
  });
}

/** Values split at commas. */
function values(line: string, at: string): { text: string; quoted: boolean }[] {
  const found: { text: string; quoted: boolean }[] = [];
  const pattern = /\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|([^,'"]*))\s*(,|$)/y;
  for (let more = true; more; ) {
    const match = pattern.exec(line);
    if (!match) throw new DataError(`${at}: a quote is not closed, or something follows it`);
    const [, single, double, bare, end] = match;
    const quoted = single ?? double;
    found.push(
      quoted === undefined ? { text: bare.trim(), quoted: false } : { text: unescaped(quoted), quoted: true },
    );
    more = end === ',';
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
