/** Sentences that tell a result without a chart. */
import type { ArmResult, LabResult } from '../../lab/experiments/result.js';
import { formatCount } from '../../util/format.js';
import { shorten } from '../escape.js';
import { finite } from './axis.js';
import { centreOf } from './lines.js';
import { capital, figure } from './numbers.js';
import { type ShownMetric, shownArms } from './shown.js';

/** What was done, in one sentence. */
export function whatWasDone({ world, arms, experiment, input }: LabResult): string {
  const same = <T>(field: (arm: ArmResult) => T) => arms.every((arm) => field(arm) === field(arms[0]));
  const names = arms.slice(0, 4).map(({ name }) => shorten(name, 40));
  const list = arms.length > 4 ? `${names.join(', ')} and ${arms.length - 4} more` : names.join(', ');
  const parts = [
    `${shorten(world.title, 100)}, ${arms.length === 1 ? `one arm (${list})` : `${arms.length} arms (${list})`}`,
  ];
  if (arms.length > 0 && same(({ generations }) => generations)) {
    parts.push(`${formatCount(arms[0].generations)} generations`);
  }
  if (arms.length > 0 && same(({ samples }) => samples)) {
    parts.push(`each trained on ${formatCount(arms[0].samples)} observations`);
  }
  parts.push(
    experiment.seeds === 1
      ? 'one run of each arm'
      : `${formatCount(experiment.seeds)} independent runs of each arm`,
  );
  if (input) parts.push(`real data: ${shorten(input.name, 100)} (${formatCount(input.size)})`);
  return `${parts.join('; ')}.`;
}

/** The finding of one metric: where it began, where each arm ended. */
export function finding(result: LabResult, metric: ShownMetric): string {
  const centre = centreOf(metric);
  const ends = shownArms(result).flatMap((arm) => {
    const values = Object.hasOwn(arm.metrics, metric.id) ? arm.metrics[metric.id][centre] : [];
    const at = values.findLastIndex(finite);
    return at < 0
      ? []
      : [{ name: shorten(arm.name, 40), value: values[at]!, generation: arm.measured[at], first: values[0] }];
  });
  const title = capital(shorten(metric.title, 100));
  if (ends.length === 0) return title;
  const { first } = ends[0];
  const start = finite(first) && ends.every((end) => end.first === first) ? `from ${figure(first)} ` : '';
  const told = ({ name, value, generation }: (typeof ends)[number]) =>
    `${figure(value)} at generation ${generation} under ${name}`;
  if (ends.length === 1) return `${title}: ${start}to ${told(ends[0])}`;
  ends.sort((a, b) => a.value - b.value);
  const together = ends.every(({ generation }) => generation === ends[0].generation);
  const brief = together
    ? ({ name, value }: (typeof ends)[number]) => `${figure(value)} under ${name}`
    : told;
  const last = together ? ` at generation ${ends[0].generation}` : '';
  if (ends.length <= 3) return `${title}: ${start}to ${ends.map(brief).join(', ')}${last}`;
  return `${title}: ${start}to between ${brief(ends[0])} and ${brief(ends[ends.length - 1])}${last}`;
}
