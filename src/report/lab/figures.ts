/** All figures of a result, as fine as asked for. */
import type { LabResult } from '../../lab/experiments/result.js';
import { curveFigure } from './curve-figure.js';
import { densityFigure } from './density-figure.js';
import type { Figure } from './figure.js';
import { imagesFigure } from './images-figure.js';
import { panelsFigure } from './panels-figure.js';
import { pointsFigure } from './points-figure.js';
import { ranksFigure } from './ranks-figure.js';
import { type ShownMetric, shownArms, shownMetrics } from './shown.js';
import { sweepOf } from './sweep.js';
import { sweepFigure } from './sweep-figure.js';

/** How much is drawn. */
export interface Detail {
  /** Metrics with charts of their own. */
  metrics: number;
  /** Points of a line. */
  line: number;
  /** Points of a cloud. */
  cloud: number;
}

/** Of the files. */
export const FULL: Detail = { metrics: 24, line: 400, cloud: 400 };

export interface MetricFigures {
  metric: ShownMetric;
  /** Over the generations, then each arm beside the others, then against the swept number; those that there are. */
  figures: Figure[];
}

export function metricFigures(result: LabResult, detail: Detail): MetricFigures[] {
  const arms = shownArms(result);
  const { seeds } = result.experiment;
  const sweep = sweepOf(result);
  return shownMetrics(result)
    .slice(0, detail.metrics)
    .map((metric) => ({
      metric,
      figures: [
        sweep && sweepFigure(sweep, metric, seeds, detail.line),
        curveFigure(arms, metric, result.published, seeds, detail.line),
        panelsFigure(arms, metric, seeds, arms.length > 4 ? detail.line / 4 : detail.line),
      ].filter((figure) => figure !== undefined),
    }));
}

/** A world draws one form of pictures, so there is one figure, or none. */
export function distributionFigures(result: LabResult, { line, cloud }: Detail): Figure[] {
  const arms = shownArms(result);
  const points = Math.max(24, Math.min(line, 800 / arms.length));
  return [
    densityFigure(arms, Math.floor(points)),
    ranksFigure(arms, Math.floor(points)),
    pointsFigure(arms, cloud),
    imagesFigure(arms),
  ].filter((figure) => figure !== undefined);
}
