/** `gen0 metrics`: list the metrics, or explain one. */

import { stableJson } from '../../report/index.js';
import { wrap } from '../../report/terminal.js';
import { GROUP_ORDER, GROUP_TITLES } from '../../report/words.js';
import { UsageError } from '../../util/errors.js';
import { didYouMean } from '../../util/nearest.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import type { MetricCard } from '../engine.js';
import { isSet } from '../flags.js';

export const metrics: Command = {
  name: 'metrics',
  summary: 'list the metrics; metrics <id> explains one',
  help: `gen0 metrics [id]

  gen0 metrics
  gen0 metrics tails/rare-mass

      --json           as JSON
${COMMON_HELP}`,
  options: { json: { type: 'boolean' } },
  run,
};

async function run(args: Args, { engine, stdout }: Context): Promise<number> {
  const ofText = await engine.metrics();
  const ofTables: readonly MetricCard[] = Object.values((await engine.tables()).TABLE_CARDS);
  const ofImages: readonly MetricCard[] = Object.values((await engine.images()).IMAGE_CARDS);
  const all = [...ofText, ...ofTables, ...ofImages];
  const [id, ...more] = args.positionals;
  if (more.length > 0) throw new UsageError(`metrics takes one id, got ${args.positionals.length}`);
  if (id === undefined) {
    stdout.write(
      isSet(args, 'json')
        ? stableJson(all.map(cardOf))
        : `${list(ofText)}Of tables, with :column where one is meant (gen0 audit --columns):\n\n${list(ofTables)}Of images:\n\n${list(ofImages)}gen0 metrics <id> explains one.\n`,
    );
    return 0;
  }
  const found = all.find((metric) => metric.id === id.split(':')[0]) ?? onlyMatch(all, id);
  if (!found) {
    const ids = all.map((metric) => metric.id);
    const short = ids.find((each) => each.split('/')[1] === id.split('/').at(-1));
    const near = short ? ` Did you mean "${short}"?` : didYouMean(id, ids);
    throw new UsageError(`${id}: no such metric.${near} gen0 metrics lists them`);
  }
  stdout.write(isSet(args, 'json') ? stableJson(cardOf(found)) : explain(found));
  return 0;
}

/** `rare-mass` stands for `tails/rare-mass`. */
function onlyMatch(all: readonly MetricCard[], name: string): MetricCard | undefined {
  const found = all.filter(({ id }) => id.endsWith(`/${name}`));
  return found.length === 1 ? found[0] : undefined;
}

/** The card's own fields, without the functions of the metric. */
function cardOf(metric: MetricCard): MetricCard {
  const { id, group, title, failTitle, why, source, unit, range, direction, ratioOf, bounds, needs } = metric;
  return { id, group, title, failTitle, why, source, unit, range, direction, ratioOf, bounds, needs };
}

function list(all: readonly MetricCard[]): string {
  const room = Math.max(...all.map(({ id }) => id.length)) + 2;
  const lines: string[] = [];
  for (const group of GROUP_ORDER) {
    const members = all.filter((metric) => metric.group === group);
    if (members.length === 0) continue;
    lines.push(GROUP_TITLES[group], ...members.map(({ id, title }) => `  ${id.padEnd(room)}${title}`), '');
  }
  return `${lines.join('\n')}\n`;
}

const SIDES: Record<MetricCard['direction'], string> = {
  low: 'a low ratio is bad',
  high: 'a high ratio is bad',
  both: 'both a low and a high ratio are bad',
};

const RATIOS: Record<MetricCard['ratioOf'], string> = {
  value: 'value in the corpus / value in the reference',
  complement: '(1 - value in the corpus) / (1 - value in the reference)',
};

function explain(metric: MetricCard): string {
  const { id, title, failTitle, why, source, unit, range, direction, ratioOf, bounds, needs } = metric;
  const rows: [string, string][] = [
    ['finding', failTitle],
    ['why', why],
    ['source', source],
    ['value', `${unit}, ${range}`],
    ['ratio', RATIOS[ratioOf]],
    ['direction', SIDES[direction]],
    ['bounds', `warns at a ratio of ${bounds.warn}, fails at ${bounds.fail}`],
    ['needs', needs === '' ? 'nothing beyond what every metric needs' : needs],
    ['empty', 'with too little data it is inconclusive, never ok'],
  ];
  const lines = rows.flatMap(([label, body]) =>
    wrap(body, 66).map((line, i) => `  ${(i === 0 ? label : '').padEnd(11)}${line}`),
  );
  return `${id}: ${title}\n\n${lines.join('\n')}\n`;
}
