/**
 * Measures the audit's noise on human text and prints it: `npm run calibrate -- --halvings 2000`. The tables stand in
 * docs/variability.md.
 */
import { parseArgs } from 'node:util';
import { falseAlarmsTable } from './false-alarms-table.js';
import { halvingsTable } from './halvings-table.js';
import { whyMissing } from './package-sets.js';
import { type HalvingsRun, runHalvings } from './run-halvings.js';

const { values } = parseArgs({
  options: {
    halvings: { type: 'string', default: '200' },
    sets: { type: 'string', default: 'sotu,wikitext2' },
    times: { type: 'string', default: '1,3,10' },
    only: { type: 'string' },
  },
});
const runs: HalvingsRun[] = [];
const skipped: string[] = [];
for (const set of values.sets.split(',')) {
  const why = whyMissing(set);
  if (why !== null) {
    skipped.push(`${set}: ${why}`);
    continue;
  }
  for (const times of values.times.split(',')) {
    const run = await runHalvings(set, Number(times), Number(values.halvings), values.only?.split(','));
    runs.push(run);
    process.stdout.write(`${halvingsTable(run)}\n`);
  }
}
process.stdout.write(falseAlarmsTable(runs));
if (skipped.length > 0) process.stdout.write(`Skipped ${skipped.length}: ${skipped.join('; ')}\n`);
