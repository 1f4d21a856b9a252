/** The curves: for each metric its finding as a heading, its charts, and all figures as a table. */
import type { LabResult } from '../../lab/experiments/result.js';
import { escapeXml, shorten } from '../escape.js';
import { inline } from './figure.js';
import { type Detail, metricFigures } from './figures.js';
import { figure, withError } from './numbers.js';
import { metricInfo, type ShownMetric, shownArms, shownMetrics, titleWithUnit } from './shown.js';
import { spreadIndices } from './spread.js';
import { finding } from './story.js';
import { folded, more, table } from './tables.js';

/** `rows`: generations in a table. */
export function curvesSection(result: LabResult, detail: Detail, rows: number): string {
  const drawn = metricFigures(result, detail);
  const parts = drawn.map(({ metric, figures }) =>
    [
      `<h3>${escapeXml(finding(result, metric))}</h3>`,
      ...figures.map(inline),
      folded(`Table: ${shorten(metric.title, 100)}`, curveTable(result, metric, rows)),
    ].join('\n'),
  );
  const arms = shownArms(result).length;
  return [
    ...parts,
    more(shownMetrics(result).length, drawn.length, 'watched metrics have charts here, or'),
    more(result.arms.length, arms, 'arms'),
    folded('Table: every metric at the last generation', lastTable(result)),
  ].join('\n');
}

function curveTable(result: LabResult, { id }: ShownMetric, rows: number): string {
  const lines = shownArms(result).flatMap((arm) => {
    if (!Object.hasOwn(arm.metrics, id)) return [];
    const { mean, se, median, low, high } = arm.metrics[id];
    const which = spreadIndices(arm.measured.length, rows);
    return which.map((i) => [
      shorten(arm.name, 60),
      String(arm.measured[i]),
      figure(mean[i]),
      figure(se[i]),
      figure(median[i]),
      figure(low[i]),
      figure(high[i]),
    ]);
  });
  return table(['arm', '#generation', '#mean', '#standard error', '#median', '#5 %', '#95 %'], lines);
}

const MOST_METRICS = 60;

function lastTable(result: LabResult): string {
  const arms = shownArms(result);
  const ids = [...new Set(arms.flatMap(({ metrics }) => Object.keys(metrics)))];
  const rows = ids
    .slice(0, MOST_METRICS)
    .map((id) => [
      shorten(titleWithUnit(metricInfo(result.world, id)), 120),
      figure(arms.find(({ metrics }) => Object.hasOwn(metrics, id))?.metrics[id].mean[0]),
      ...arms.map(({ metrics }) =>
        Object.hasOwn(metrics, id) ? withError(metrics[id].mean.at(-1), metrics[id].se.at(-1)) : '–',
      ),
    ]);
  const head = ['metric', '#generation 0', ...arms.map(({ name }) => `#${shorten(name, 40)}`)];
  return `<p class="soft small">Mean over the runs, with two standard errors.</p>${table(head, rows)}${more(ids.length, MOST_METRICS, 'metrics')}`;
}
