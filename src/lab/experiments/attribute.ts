/**
 * Errors, attributed: arms with one kind of error each, beside an arm with all of them. A part's share is its drift over
 * the sum of the parts' drifts; how far the whole is from that sum is told beside it, since errors need not add up (a
 * poor family also smooths noise away).
 *
 * Intervals are of first order (the delta method) from the arms' standard errors over seeds, with the arms taken as
 * independent.
 */
import type { Experiment } from './experiment.js';
import type { ArmResult, Attribution } from './result.js';

const WIDTH = 1.96;

export function attributeErrors(
  { attribute }: Experiment,
  arms: readonly ArmResult[],
): Attribution | undefined {
  if (!attribute) return undefined;
  const { metric } = attribute;
  const curveOf = (name: string) => {
    const arm = arms.find((each) => each.name === name)!;
    return { measured: arm.measured, ...arm.metrics[metric] };
  };
  const parts = attribute.arms.map((arm) => ({
    arm,
    curve: curveOf(arm),
    share: [] as number[],
    ci: [] as [number, number][],
  }));
  const whole = curveOf(attribute.whole);
  const together = { ratio: [] as number[], ci: [] as [number, number][] };
  const generations: number[] = [];
  whole.measured.forEach((generation, i) => {
    const means = parts.map(({ curve }) => curve.mean[i] ?? 0);
    const errors = parts.map(({ curve }) => curve.se[i] ?? 0);
    const sum = means.reduce((a, b) => a + b, 0);
    if (generation === 0 || !(sum > 0)) return;
    generations.push(generation);
    parts.forEach(({ share, ci }, p) => {
      const own = means[p] / sum;
      // d(own)/d(mean of part q) = ((p == q) - own) / sum.
      const half = WIDTH * Math.hypot(...errors.map((se, q) => (((p === q ? 1 : 0) - own) * se) / sum));
      share.push(own);
      ci.push([Math.max(0, own - half), Math.min(1, own + half)]);
    });
    const ratio = (whole.mean[i] ?? 0) / sum;
    const half = (WIDTH * Math.hypot(whole.se[i] ?? 0, ...errors.map((se) => ratio * se))) / sum;
    together.ratio.push(ratio);
    together.ci.push([Math.max(0, ratio - half), ratio + half]);
  });
  return { metric, generations, parts: parts.map(({ arm, share, ci }) => ({ arm, share, ci })), together };
}
