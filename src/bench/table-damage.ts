/** Damage of known kind, done to the rows of a table. `reference` says what is rare or far out. */
import type { Column } from '../corpus/tables/column.js';
import { quantile } from '../stats/quantile.js';
import type { Random } from '../stats/random.js';

type Damage = (columns: Column[], reference: Column[], random: Random) => Column[];

export const TABLE_DAMAGE: Record<string, Damage> = {
  none: (columns) => columns,
  'rare categories removed (1 % and less)': (columns, reference, random) =>
    cutRare(columns, reference, random, 1),
  'half of their rows removed': (columns, reference, random) => cutRare(columns, reference, random, 0.5),
  "numbers clipped at the reference's 1 % and 99 % points": (columns, reference) => clip(columns, reference),
  'numbers clipped at their own 1 % and 99 % points': (columns) => clip(columns, columns),
  'numbers drawn anew from normals of their mean and variance': (columns, _, random) =>
    columns.map((column) => (isNumbers(column) ? normals(column, random) : column)),
  'numbers drawn in to 0.7 of their distance from the median': (columns) =>
    columns.map((column) => {
      if (!isNumbers(column)) return column;
      const median = quantile(known(column), 0.5);
      return { ...column, values: column.values.map((x) => median + 0.7 * (x - median)) };
    }),
  'rows drawn anew with all classes equally frequent': (columns, _, random) => balance(columns, random),
};

function isNumbers(column: Column): column is Column & { values: Float64Array } {
  return column.values instanceof Float64Array;
}

/** The values that are there, ascending. */
function known({ values }: { values: Float64Array }): Float64Array {
  return values.filter((x) => !Number.isNaN(x)).sort();
}

function cutRare(columns: Column[], reference: Column[], random: Random, share: number): Column[] {
  return columns.map((column, c): Column => {
    const { values } = column;
    if (!Array.isArray(values)) return column;
    const counts = new Map<string, number>();
    const words = reference[c].values as string[];
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const isRare = (word: string) => (counts.get(word) ?? 0) <= words.length / 100;
    const common = values.filter((word) => !isRare(word));
    const instead = () => common[random.below(common.length)];
    return {
      ...column,
      values: values.map((word) => (isRare(word) && random.uniform() < share ? instead() : word)),
    };
  });
}

function clip(columns: Column[], points: Column[]): Column[] {
  return columns.map((column, c): Column => {
    const from = points[c];
    if (!isNumbers(column) || !isNumbers(from)) return column;
    const sorted = known(from);
    const [low, high] = [quantile(sorted, 0.01), quantile(sorted, 0.99)];
    return {
      ...column,
      values: column.values.map((x) => (Number.isNaN(x) ? x : Math.min(high, Math.max(low, x)))),
    };
  });
}

function normals(column: Column & { values: Float64Array }, random: Random): Column {
  const there = known(column);
  const mean = there.reduce((a, b) => a + b, 0) / there.length;
  const variance = there.reduce((a, b) => a + (b - mean) ** 2, 0) / (there.length - 1);
  const draw = (x: number) => (Number.isNaN(x) ? x : mean + Math.sqrt(variance) * random.normal());
  return { ...column, values: column.values.map(draw) };
}

/** As many rows of each class of the column `Class`, drawn with replacement; as they are where there is none. */
function balance(columns: Column[], random: Random): Column[] {
  const label = columns.find(({ name }) => name === 'Class')?.values as string[] | undefined;
  if (!label) return columns;
  const classes = [...new Set(label)].sort();
  const members = classes.map((each) => label.flatMap((word, row) => (word === each ? [row] : [])));
  const rows = label.map((_, i) => {
    const own = members[i % classes.length];
    return own[random.below(own.length)];
  });
  return columns.map(({ name, values }) => ({
    name,
    values: Array.isArray(values)
      ? rows.map((row) => values[row])
      : Float64Array.from(rows, (row) => values[row]),
  }));
}
