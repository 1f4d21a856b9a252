/**
 * Which columns of two tables are compared, and as what. `all` takes those of the reference that can be compared and says
 * which it left out; a column that is named and cannot be compared is an error.
 */
import type { Warning } from '../audit/result.js';
import type { Column } from '../corpus/tables/column.js';
import { DataError, UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { type Kind, type TableSide, wordsOf } from './rows.js';

export interface Wanted {
  name: string;
  kind?: Kind;
}

/** A column of numbers with so many different ones or fewer is one of categories, unless it is said otherwise. */
const FEW_NUMBERS = 10;
/** More different words than this share of the rows are no categories but names, keys or free text. */
const MOST_WORDS = 0.5;
const MOST_COLUMNS = 200;
const MOST_GROUPS = 100;

/** `age,sex:category`, or `all`: undefined. Throws UsageError. */
export function parseColumns(list: string): Wanted[] | undefined {
  if (list.trim() === 'all') return undefined;
  const wanted = list.split(',').map((word): Wanted => {
    const [, name, kind] = /^(.*?)(?::(category|number))?$/.exec(word.trim())!;
    return { name, kind: kind as Kind | undefined };
  });
  for (const { name } of wanted) {
    if (name === '') throw new UsageError(`--columns ${list}: a name is empty. Write age,sex or all`);
    const wrong = /:([a-z]+)$/.exec(name)?.[1];
    const near = wrong === undefined ? '' : didYouMean(wrong, ['category', 'number']);
    if (near !== '')
      throw new UsageError(`--columns ${name}: no such kind.${near} There are category and number`);
  }
  const twice = wanted.find(({ name }, i) => wanted.findIndex((each) => each.name === name) !== i);
  if (twice) throw new UsageError(`--columns: ${twice.name} is named twice`);
  return wanted;
}

export interface Chosen {
  corpus: TableSide;
  reference: TableSide;
  kinds: Kind[];
  warnings: Warning[];
}

/** Throws UsageError or DataError naming the column. `group` is made a column of categories, wanted or not. */
export function chooseColumns(
  corpus: TableSide,
  reference: TableSide,
  wanted: readonly Wanted[] | undefined,
  group: string | undefined,
): Chosen {
  const names = wanted?.map(({ name }) => name) ?? sharedNames(corpus, reference);
  if (group !== undefined && !names.includes(group)) names.push(group);
  if (names.length > MOST_COLUMNS) {
    throw new UsageError(`--columns: ${names.length} columns; name ${MOST_COLUMNS} at most`);
  }
  const chosen: Chosen = {
    corpus: { ...corpus, columns: [] },
    reference: { ...reference, columns: [] },
    kinds: [],
    warnings: [],
  };
  const leftOut: string[] = [];
  for (const name of names) {
    const flag = name === group && !wanted?.some((each) => each.name === name) ? '--group' : '--columns';
    const a = columnOf(corpus, name, flag);
    const b = columnOf(reference, name, flag);
    const asked = name === group ? 'category' : wanted?.find((each) => each.name === name)?.kind;
    const kind = asked ?? kindOf(b);
    const fault = faultOf(b, a, kind, asked !== undefined);
    if (fault !== undefined && (wanted || name === group))
      throw new DataError(`${reference.name}, column ${name}: ${fault}`);
    if (fault !== undefined) {
      leftOut.push(`${name} (${fault})`);
      continue;
    }
    if (kind === 'number') checkNumbers(a, corpus.name, reference.name);
    chosen.corpus.columns.push(a);
    chosen.reference.columns.push(b);
    chosen.kinds.push(kind);
    if (name === group) checkGroups(b, reference.name);
  }
  if (chosen.kinds.length === 0)
    throw new DataError(`${reference.name}: no column that can be compared: ${leftOut.join('; ')}`);
  if (leftOut.length > 0) {
    chosen.warnings.push({ id: 'columns', message: `Left out: ${leftOut.join('; ')}.` });
  }
  return chosen;
}

/** All columns; throws DataError where the two tables differ in them. */
function sharedNames(corpus: TableSide, reference: TableSide): string[] {
  const [a, b] = [corpus, reference].map(({ columns }) => columns.map(({ name }) => name));
  const onlyA = a.filter((name) => !b.includes(name));
  const onlyB = b.filter((name) => !a.includes(name));
  if (onlyA.length + onlyB.length === 0) return b;
  const parts = [
    onlyB.length > 0 ? `${onlyB.slice(0, 5).join(', ')} only in ${reference.name}` : '',
    onlyA.length > 0 ? `${onlyA.slice(0, 5).join(', ')} only in ${corpus.name}` : '',
  ];
  const shared = b.filter((name) => a.includes(name));
  throw new DataError(
    `--columns all: the tables have different columns (${parts.filter(Boolean).join('; ')}). ` +
      (shared.length > 0
        ? `Name those to compare: --columns ${shared.slice(0, 8).join(',')}`
        : 'They share none'),
  );
}

function columnOf({ name: table, columns }: TableSide, name: string, flag: string): Column {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const names = columns.map((column) => column.name);
  const list = names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '');
  throw new UsageError(
    `${flag} ${name}: no such column of ${table}.${didYouMean(name, names)} There are ${list}`,
  );
}

function kindOf({ values }: Column): Kind {
  if (Array.isArray(values)) return 'category';
  const known = new Set(values.filter((x) => !Number.isNaN(x)));
  return known.size <= FEW_NUMBERS ? 'category' : 'number';
}

/** Why a column of the reference cannot be compared. */
function faultOf(column: Column, corpus: Column, kind: Kind, asked: boolean): string | undefined {
  const { values } = column;
  if (kind === 'number' && Array.isArray(values)) {
    const wrong = values.find((word) => word !== '' && !Number.isFinite(Number(word)));
    if (wrong !== undefined) return `"${wrong}" is no number; compare it as ${column.name}:category`;
  }
  const different = new Set(wordsOf(column));
  different.delete('');
  if (different.size === 0) return 'all values are missing';
  const [first] = different;
  if (
    different.size === 1 &&
    [column, corpus].every((each) => wordsOf(each).every((word) => word === first))
  ) {
    return `constant: all rows hold ${first} on both sides`;
  }
  if (kind === 'number' && different.size === 1)
    return 'all numbers are the same, so there is nothing to lose';
  if (kind === 'category' && !asked && different.size > MOST_WORDS * values.length) {
    return `${different.size} different values in ${values.length} rows are no categories; ${column.name}:category compares it all the same`;
  }
  return undefined;
}

/** The reference has numbers: so must the corpus. */
function checkNumbers({ name, values }: Column, corpus: string, reference: string): void {
  if (!Array.isArray(values)) return;
  const row = values.findIndex((word) => word !== '' && !Number.isFinite(Number(word)));
  if (row >= 0) {
    throw new DataError(
      `${corpus} row ${row + 1} of the data, column ${name}: "${values[row]}" is no number, and ${reference} has numbers there. Mend it, or compare ${name}:category`,
    );
  }
  if (values.some((word) => word !== '')) return;
  throw new DataError(
    `${corpus}, column ${name}: all values are missing, and ${reference} has numbers there`,
  );
}

function checkGroups(column: Column, reference: string): void {
  const groups = new Set(wordsOf(column)).size;
  if (groups <= MOST_GROUPS) return;
  throw new UsageError(
    `--group ${column.name}: ${groups} groups in ${reference}, at most ${MOST_GROUPS} are told one by one. Compare the column with --columns`,
  );
}
