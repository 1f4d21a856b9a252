/** From all runs to the result: curves, claims, published figures. */

import type { LabInput } from '../lab-input.js';
import { measuredGenerations, type RunRecord } from '../run/run-one.js';
import type { World } from '../world.js';
import { aggregate, lostOf, MOST_LOST } from './aggregate.js';
import { attributeErrors } from './attribute.js';
import { claimedFigures } from './claimed-figures.js';
import { judgeClaim } from './claims.js';
import { collapseProfile } from './collapse-profile.js';
import type { Arm, Experiment } from './experiment.js';
import { judgePublished } from './published.js';
import type { ArmResult, LabResult } from './result.js';

export interface Ran {
  /** [arm][run] */
  records: RunRecord[][];
  /** Seconds. */
  timing: Record<string, number>;
}

export interface ResultOptions {
  name?: string;
  input?: LabInput;
  sweep?: LabResult['sweep'];
  version: string;
  startedAt: string;
}

/** `arms` with the parameters filled in. */
export function resultOf(
  experiment: Experiment,
  arms: readonly Arm[],
  world: World,
  { records, timing }: Ran,
  { name, input, sweep, version, startedAt }: ResultOptions,
): LabResult {
  const metrics = Object.keys(world.metrics);
  const warnings: LabResult['warnings'] = [];
  /** The metric of each seed, in the order of the seeds. */
  const figures = (armName: string, metric: string, generation: number): number[] => {
    const arm = arms.findIndex((each) => each.name === armName);
    const row = measuredGenerations(arms[arm].generations, experiment.every).indexOf(generation);
    const place = row * metrics.length + metrics.indexOf(metric);
    return records[arm].map(({ values }) => values[place]);
  };
  const lastOf = (armName: string) => arms.find((each) => each.name === armName)!.generations;
  arms.forEach((arm, i) => {
    const lost = lostOf(records[i]).length;
    if (lost <= MOST_LOST) return;
    const message = `${arm.name}: ${lost} names were lost; the ${MOST_LOST} lost in most runs are listed`;
    warnings.push({ id: 'lost-cut', message });
  });
  const claims = experiment.claims.map((claim) => {
    const generation = claim.generation ?? Math.min(lastOf(claim.arm), lastOf(claim.control));
    const [ofArm, ofControl] = claimedFigures({ ...claim, generation }, figures, experiment.every);
    const judged = judgeClaim({ ...claim, generation }, ofArm, ofControl);
    const missing = experiment.seeds - judged.n;
    if (missing > 0) {
      const message = `"${claim.text}": ${missing} of ${experiment.seeds} pairs of runs have no finite figure and are left out`;
      warnings.push({ id: 'pairs-left-out', message });
    }
    return judged;
  });
  const results = arms.map((arm, i) => aggregate(arm, experiment.every, world.metrics, records[i]));
  return {
    schema: 1,
    kind: 'lab',
    tool: { name: 'gen0', version },
    name: name ?? world.name,
    experiment,
    world: { name: world.name, title: world.title, source: world.source, metrics: world.metrics },
    ...(sweep && { sweep }),
    input: input ? { name: input.name, size: sizeOf(input), ...classesOf(input) } : null,
    startedAt,
    timing,
    arms: results,
    claims,
    published: experiment.published.map((row) =>
      judgePublished(row, (arm) => figures(arm, row.metric, row.generation)),
    ),
    profiles: Object.fromEntries(
      results.map((arm) => [arm.name, collapseProfile(arm, world.roles ?? {}, familyOf(arm, results))]),
    ),
    ...(experiment.attribute && { attribution: attributeErrors(experiment, results) }),
    warnings,
  };
}

/** The arms that differ from this one in sample size alone, itself included. */
function familyOf(arm: ArmResult, all: readonly ArmResult[]): ArmResult[] {
  const rest = ({ regime, initial, growth, generations, with: own }: ArmResult) =>
    JSON.stringify([regime, initial, growth, generations, own]);
  return all.filter((each) => rest(each) === rest(arm));
}

/** Of images, where each has a label. */
function classesOf(input: LabInput): { classes?: number } {
  return input.kind === 'images' && input.labels ? { classes: input.labels.names.length } : {};
}

/** Documents, rows, images or ratings. */
/** Observations in it. */
export function sizeOf(input: LabInput): number {
  if (input.kind === 'corpus') return input.texts.length;
  if (input.kind === 'images') return input.pixels.length / (input.width * input.height);
  return input.kind === 'table' ? input.rows : input.ratings.value.length;
}
