/**
 * One metric over the generations, all arms in one chart: a line each with its name at its end, the band of the runs
 * where there are few arms, the mean with its standard error at the end, and the published figures.
 */
import type { ArmResult, PublishedResult } from '../../lab/experiments/result.js';
import type { Figure } from './figure.js';
import { CHART_HEIGHT, CHART_WIDTH, lineChart, type Mark } from './line-chart.js';
import { centreOf, linesOf } from './lines.js';
import { type ShownMetric, titleWithUnit } from './shown.js';
import { slug } from './slug.js';

/** More bands than this hide one another. */
const MOST_BANDS = 4;

/** Undefined where no arm has a figure. `most`: points of a line. */
export function curveFigure(
  arms: readonly ArmResult[],
  metric: ShownMetric,
  published: readonly PublishedResult[],
  seeds: number,
  most: number,
): Figure | undefined {
  const lines = linesOf(arms, metric.id, most);
  if (lines.length === 0) return undefined;
  const bands = seeds > 1 && lines.length <= MOST_BANDS;
  const centre = centreOf(metric);
  const marks = published.flatMap((each) => markOf(each, metric, arms));
  return {
    name: `curve-${slug(metric.id)}`,
    title: `${metric.title} over the generations`,
    about: about(centre, seeds, bands, marks.length > 0),
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    body: lineChart({
      head: titleWithUnit(metric),
      lines,
      centre,
      bands,
      log: metric.log ?? false,
      ends: seeds > 1,
      marks,
    }),
  };
}

/** Variances and standard deviations over the runs have no place on an axis of values. */
function markOf(
  { id, metric, statistic, arm, generation, value }: PublishedResult,
  { id: wanted }: ShownMetric,
  arms: readonly ArmResult[],
): Mark[] {
  const index = arms.findIndex(({ name }) => name === arm);
  if (metric !== wanted || statistic === 'variance' || statistic === 'sd' || index < 0) return [];
  const name = statistic === 'mean' ? id : `${id} (${statistic})`;
  return [{ name, index, generation, values: typeof value === 'number' ? [value] : value }];
}

function about(centre: string, seeds: number, bands: boolean, published: boolean): string {
  const parts = [seeds > 1 ? `Line: ${centre} of ${seeds} runs` : 'One run of each arm'];
  if (bands) parts.push('band: from the 5 % to the 95 % quantile of the runs');
  if (seeds > 1) parts.push('disc at the end: mean with two standard errors');
  if (published) parts.push('diamond: published value, or the ends of its band');
  return `${parts.join('; ')}.`;
}
