/** How much of the drift each kind of error makes, over the generations. */
import type { LabResult } from '../../lab/experiments/result.js';
import { escapeXml, shorten } from '../escape.js';
import { type Figure, inline } from './figure.js';
import { CHART_HEIGHT, CHART_WIDTH, lineChart } from './line-chart.js';
import type { Line } from './lines.js';
import { capital, figure, percent } from './numbers.js';
import { metricInfo } from './shown.js';
import { spreadIndices } from './spread.js';
import { folded, table } from './tables.js';
import { thin } from './thin.js';

type Attribution = NonNullable<LabResult['attribution']>;

/** Undefined where the experiment does not ask for it. `most`: points of a line. */
export function attributionFigure({ attribution, world }: LabResult, most: number): Figure | undefined {
  if (attribution === undefined || attribution.parts.length === 0) return undefined;
  const { generations, parts, metric } = attribution;
  const title = metricInfo(world, metric).title;
  const lines = parts.map(({ arm, share, ci }, index): Line => {
    const low = ci.map(([each]) => each);
    const high = ci.map(([, each]) => each);
    const kept = thin([share, low, high], most);
    const pick = (values: number[]) => kept.map((i) => (Number.isFinite(values[i]) ? values[i] : null));
    return {
      name: arm,
      index,
      generations: kept.map((i) => generations[i]),
      mean: pick(share),
      median: pick(share),
      low: pick(low),
      high: pick(high),
      end: undefined,
    };
  });
  return {
    name: 'attribution',
    title: `Share of each error in ${title}`,
    about: `Share of each error in the sum of all, each measured alone; band: 95 % interval. Metric: ${title}.`,
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    body: lineChart({ head: 'share of the sum', lines, centre: 'mean', bands: true, log: false }),
  };
}

/** Empty where the experiment does not ask for it. `rows`: generations in the table. */
export function attributionSection(result: LabResult, most: number, rows: number): string {
  const { attribution } = result;
  const chart = attributionFigure(result, most);
  if (attribution === undefined || chart === undefined || attribution.generations.length === 0) return '';
  const last = attribution.generations.length - 1;
  const shares = attribution.parts.map(
    ({ arm, share, ci }) =>
      `${shorten(arm, 40)} ${percent(share[last])} [${percent(ci[last][0])} to ${percent(ci[last][1])}]`,
  );
  const { ratio, ci } = attribution.together;
  const together = `All errors together make ${figure(ratio[last])} [${figure(ci[last][0])} to ${figure(ci[last][1])}] times the sum of each alone; 1 where they add up.`;
  return [
    `<h3>${escapeXml(capital(`at generation ${attribution.generations[last]}: ${shares.join(', ')}`))}</h3>`,
    `<p>${escapeXml(together)}</p>`,
    inline(chart),
    folded('Table: shares by generation', shareTable(attribution, rows)),
  ].join('\n');
}

function shareTable({ generations, parts, together }: Attribution, rows: number): string {
  const lines = spreadIndices(generations.length, rows).map((i) => [
    String(generations[i]),
    ...parts.map(({ share, ci }) => `${percent(share[i])} [${percent(ci[i][0])} to ${percent(ci[i][1])}]`),
    figure(together.ratio[i]),
  ]);
  return table(['#generation', ...parts.map(({ arm }) => `#${shorten(arm, 40)}`), '#together / sum'], lines);
}
