/**
 * Tables that the noise of table audits is measured on: patients (halved: a finite set of rows), and two of known make
 * that are drawn anew each time.
 */
import { fileURLToPath } from 'node:url';
import type { Column } from '../corpus/tables/column.js';
import { readColumns } from '../corpus/tables/read-columns.js';
import { newRandom, type Random } from '../stats/random.js';
import type { TableSide } from '../table/index.js';

const HYPOTHYROID = fileURLToPath(new URL('../../../shared/data/tabular/hypothyroid.arff', import.meta.url));
/** Rows of a made table, both sides together. */
const MADE = 4000;

/** The rows of a set for one run, to be cut in two. */
export async function tableSet(name: string): Promise<(seed: number) => TableSide> {
  if (name === 'hypothyroid') {
    const columns = await readColumns(HYPOTHYROID);
    const side = asSide(columns);
    return () => side;
  }
  const make = name === 'heavy' ? heavy : zipf;
  return (seed) => asSide(make(newRandom(seed, 77)));
}

function asSide(columns: Column[]): TableSide {
  return { name: '', paths: [], bytes: 0, rows: columns[0].values.length, columns };
}

/** Log-normal, t with 2 degrees of freedom, Pareto with index 1.5, a rounded exponential, a normal with holes. */
function heavy(random: Random): Column[] {
  const numbers = (name: string, draw: () => number) => ({
    name,
    values: Float64Array.from({ length: MADE }, draw),
  });
  return [
    numbers('log-normal', () => Math.exp(1.5 * random.normal())),
    numbers('t2', () => random.normal() / Math.sqrt(-Math.log(1 - random.uniform()))),
    numbers('pareto', () => (1 - random.uniform()) ** (-1 / 1.5)),
    numbers('counts', () => Math.floor(-8 * Math.log(1 - random.uniform()))),
    numbers('holes', () => (random.uniform() < 0.1 ? Number.NaN : 100 + 15 * random.normal())),
  ];
}

/** Three columns by Zipf's law, of 2,000, 300 and 40 categories, the second tied to the first in half of the rows. */
function zipf(random: Random): Column[] {
  const draw = (most: number, power: number) => {
    const sums: number[] = [];
    for (let i = 1; i <= most; i++) sums.push((sums[i - 2] ?? 0) + i ** -power);
    return () => {
      const at = random.uniform() * sums[most - 1];
      let low = 0;
      let high = most - 1;
      while (low < high) {
        const mid = (low + high) >> 1;
        if (sums[mid] < at) low = mid + 1;
        else high = mid;
      }
      return low;
    };
  };
  const town = draw(2000, 1);
  const trade = draw(300, 1.2);
  const class_ = draw(40, 1.5);
  const towns = Array.from({ length: MADE }, town);
  const trades = towns.map((place) => (random.uniform() < 0.5 ? (7 * place) % 300 : trade()));
  return [
    { name: 'town', values: towns.map((i) => `t${i}`) },
    { name: 'trade', values: trades.map((i) => `w${i}`) },
    { name: 'Class', values: towns.map(() => `c${class_()}`) },
  ];
}
