/**
 * Measures audits of tables where nothing has happened, and on damage; prints Markdown for docs/variability-tables.md.
 *
 *   node dist/bench/tables.js --halvings 400              halvings of three tables at 1:1 and 1:3
 *   node dist/bench/tables.js --damage 20                 20 draws of each damage, at 1:1
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Halving } from './halvings.js';
import { TABLE_DAMAGE } from './table-damage.js';

const { values } = parseArgs({
  options: {
    halvings: { type: 'string', default: '0' },
    damage: { type: 'string', default: '0' },
    sets: { type: 'string', default: 'hypothyroid,heavy,zipf' },
    times: { type: 'string', default: '1,3' },
    jobs: { type: 'string', default: '2' },
  },
});
const sets = values.sets.split(',');

async function run(set: string, times: number, runs: number, damage: string): Promise<Halving[]> {
  const step = Number(values.jobs);
  const parts = await Promise.all(
    Array.from(
      { length: step },
      (_, first) =>
        new Promise<[number, Halving][]>((resolve, reject) => {
          const workerData = { set, times, runs, damage, first, step };
          const worker = new Worker(new URL('./tables-worker.js', import.meta.url), { workerData });
          worker.on('message', resolve);
          worker.on('error', reject);
        }),
    ),
  );
  return parts
    .flat()
    .sort((a, b) => a[0] - b[0])
    .map(([, halving]) => halving);
}

function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([word, n]) => `${word} ${n}`)
    .join(', ');
}

/** A family with a column is one line over all its columns. */
function familyOf(id: string): string {
  return id.includes(':') ? `${id.slice(0, id.indexOf(':'))}:*` : id;
}

function halvingsOf(set: string, times: number, all: readonly Halving[]): string {
  const families = [...new Set(all.flatMap(({ metrics }) => Object.keys(metrics).map(familyOf)))];
  const lines = [
    `#### ${set}, 1:${times}, ${all.length} halvings`,
    '',
    `Verdicts: ${tally(all.map(({ stage }) => stage))}. Reports that list anything lost: ${all.filter(({ lost }) => lost > 0).length}.`,
    '',
    '| metric | mean log ratio | ± SE | sd | covers 1.00 | ok | warn | fail | inconclusive |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
  ];
  for (const family of families) {
    const measured = all.map(({ metrics }) =>
      Object.entries(metrics)
        .filter(([id, { log }]) => familyOf(id) === family && log !== null)
        .map(([, metric]) => metric),
    );
    const each = measured.flat();
    if (each.length === 0) continue;
    const means = measured.filter((list) => list.length > 0).map((list) => mean(list.map(({ log }) => log!)));
    const centre = mean(each.map(({ log }) => log!));
    const sd = deviation(each.map(({ log }) => log!));
    const share = (test: (metric: (typeof each)[number]) => boolean) =>
      `${((100 * each.filter(test).length) / each.length).toFixed(1)} %`;
    const cells = [
      `\`${family}\``,
      centre.toFixed(4),
      (deviation(means) / Math.sqrt(means.length)).toFixed(4),
      sd.toFixed(4),
      share(({ covers }) => covers),
      ...['ok', 'warn', 'fail', 'inconclusive'].map((grade) => share((metric) => metric.grade === grade)),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n\n`;
}

function mean(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0) / list.length;
}

function deviation(list: readonly number[]): number {
  const centre = mean(list);
  return Math.sqrt(list.reduce((a, b) => a + (b - centre) ** 2, 0) / (list.length - 1));
}

/** The metrics that failed in more than half of the runs, families together. */
function usual(all: readonly Halving[]): string {
  const failed = all.map(({ metrics }) => [
    ...new Set(
      Object.keys(metrics)
        .filter((id) => metrics[id].grade === 'fail')
        .map(familyOf),
    ),
  ]);
  const often = [...new Set(failed.flat())].filter(
    (id) => 2 * failed.filter((list) => list.includes(id)).length > all.length,
  );
  return often.length === 0 ? 'none' : often.map((id) => `\`${id}\``).join(', ');
}

/** `heavy` has no categories, `zipf` no numbers. */
function applies(damage: string, set: string): boolean {
  if (damage === 'none') return true;
  return damage.startsWith('numbers') ? set !== 'zipf' : set !== 'heavy';
}

if (Number(values.halvings) > 0) {
  for (const set of sets) {
    for (const times of values.times.split(',').map(Number)) {
      process.stdout.write(halvingsOf(set, times, await run(set, times, Number(values.halvings), 'none')));
    }
  }
}
if (Number(values.damage) > 0) {
  process.stdout.write(
    '| table | damage | verdicts | fail in most draws | lists something lost |\n|---|---|---|---|--:|\n',
  );
  for (const set of sets) {
    for (const damage of Object.keys(TABLE_DAMAGE)) {
      if (!applies(damage, set)) continue;
      const all = await run(set, 1, Number(values.damage), damage);
      const lists = all.filter(({ lost }) => lost > 0).length;
      process.stdout.write(
        `| ${set} | ${damage} | ${tally(all.map(({ stage }) => stage))} | ${usual(all)} | ${lists} of ${all.length} |\n`,
      );
    }
  }
}
