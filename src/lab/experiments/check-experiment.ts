/** What a schema cannot see: whether arms, metrics, regimes, generations and the world's parameters fit together. */
import { ConfigError } from '../../util/errors.js';
import { explainIssue, type Issue } from '../../util/explain-issue.js';
import { didYouMean } from '../../util/nearest.js';
import { parseRegime } from '../loop/regime.js';
import { measuredGenerations } from '../run/run-one.js';
import type { World } from '../world.js';
import { type Arm, armsOf, type Claim, type Experiment } from './experiment.js';

/** Where a field stands, for errors: a file and line, or the name of the experiment. */
export type Where = (path: PropertyKey[]) => string;

/** Figures that a run of all arms may keep in memory, 8 bytes each. */
const MOST_FIGURES = 2 ** 27;

/** Throws ConfigError naming the field and the nearest right word. */
export function checkExperiment(
  experiment: Experiment,
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>,
  where: Where,
): void {
  const arms = armsOf(experiment);
  for (const arm of arms) checkArm(arm, experiment, world, where);
  const canStep = (claim: Claim, at: (field: string) => readonly [string, string]) => {
    const { arm, control, controlGeneration = 1 } = claim;
    if (control !== arm) {
      const [place, field] = at('control');
      throw new ConfigError(`${place}: ${field}: steps are counted in one arm; write ${arm} here too`);
    }
    const last = claim.generation ?? arms.find(({ name }) => name === arm)!.generations;
    if (controlGeneration < last) return;
    const [place, field] = at('steps');
    throw new ConfigError(
      `${place}: ${field}: no step lies between generations ${controlGeneration} and ${last}`,
    );
  };
  const isMeasured = (
    generation: number | undefined,
    arm: string,
    [place, field]: readonly [string, string],
  ) => {
    if (generation === undefined) return;
    const { generations } = arms.find(({ name }) => name === arm)!;
    if (measuredGenerations(generations, experiment.every).includes(generation)) return;
    const remedy =
      generation > generations
        ? `arm ${arm} ends at ${generations}`
        : `every: ${experiment.every} passes it over`;
    throw new ConfigError(`${place}: ${field}: generation ${generation} is not measured; ${remedy}`);
  };
  const metrics = Object.keys(world.metrics);
  const named = arms.map(({ name }) => name);
  experiment.watch.forEach((metric, i) => {
    oneOf(metric, metrics, `metric of ${world.name}`, where(['watch', i]), `watch[${i}]`);
  });
  for (const kind of ['claims', 'published'] as const) {
    experiment[kind].forEach((entry, i) => {
      const at = (field: string) => [where([kind, i, field]), `${kind}[${i}].${field}`] as const;
      oneOf(entry.metric, metrics, `metric of ${world.name}`, ...at('metric'));
      oneOf(entry.arm, named, 'arm', ...at('arm'));
      if ('control' in entry) oneOf(entry.control, named, 'arm', ...at('control'));
      const other =
        'control' in entry ? entry.control : typeof entry.value === 'string' ? entry.value : entry.arm;
      if ('value' in entry) oneOf(other, named, 'arm', ...at('value'));
      const own = 'control' in entry ? entry : undefined;
      if (own?.controlMetric !== undefined)
        oneOf(own.controlMetric, metrics, `metric of ${world.name}`, ...at('controlMetric'));
      isMeasured(entry.generation, entry.arm, at('generation'));
      if (own?.steps !== undefined) canStep(own, at);
      if (own?.controlGeneration === undefined) isMeasured(entry.generation, other, at('generation'));
      else isMeasured(own.controlGeneration, other, at('controlGeneration'));
      if (own?.base === undefined) return;
      oneOf(own.base, named, 'arm', ...at('base'));
      if (own.baseGeneration === undefined) isMeasured(entry.generation, own.base, at('generation'));
      else isMeasured(own.baseGeneration, own.base, at('baseGeneration'));
    });
  }
  const { attribute } = experiment;
  if (attribute) {
    const at = (...path: PropertyKey[]) =>
      [where(['attribute', ...path]), ['attribute', ...path].join('.')] as const;
    oneOf(attribute.metric, metrics, `metric of ${world.name}`, ...at('metric'));
    oneOf(attribute.whole, named, 'arm', ...at('whole'));
    attribute.arms.forEach((arm, i) => {
      oneOf(arm, named, 'arm', ...at('arms', i));
    });
  }
  const figures = arms.reduce(
    (sum, { generations }) => sum + (2 + generations / experiment.every) * metrics.length * experiment.seeds,
    0,
  );
  if (figures > MOST_FIGURES) {
    throw new ConfigError(
      `${where(['every'])}: ${experiment.seeds} seeds x ${arms.length} arms x their generations would keep ${Math.round(figures / 1e6)} million figures; measure less often, as with --every ${Math.ceil((figures / MOST_FIGURES) * experiment.every)}`,
    );
  }
}

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
function checkArm(arm: Arm, experiment: Experiment, world: World<any>, where: Where): void {
  const inArm = (field: string) => {
    const own = Object.hasOwn(experiment.arms, arm.name);
    return own && Object.hasOwn(experiment.arms[arm.name], field) ? ['arms', arm.name] : [];
  };
  try {
    parseRegime(arm.regime);
  } catch (error) {
    throw new ConfigError(`${where([...inArm('regime'), 'regime'])}: ${(error as Error).message}`);
  }
  const parsed = world.parameters.safeParse(arm.with);
  if (parsed.success) return;
  const keysAt = (path: PropertyKey[]) => (path.length === 0 ? parameterNames(world) : []);
  const expectation = () => `does not fit; gen0 lab show ${world.name} lists the parameters`;
  const { path, message } = explainIssue(parsed.error.issues[0] as Issue, { keysAt, expectation });
  const owner = Object.hasOwn(experiment.arms[arm.name]?.with ?? {}, String(path[0]))
    ? ['arms', arm.name]
    : [];
  const full = [...owner, 'with', ...path];
  throw new ConfigError(`${where(full)}: ${full.join('.')}: ${message}`);
}

/** Of the world's own parameters, in their order. */
// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
export function parameterNames(world: World<any>): string[] {
  const { shape } = world.parameters as { shape?: object };
  return Object.keys(shape ?? {});
}

function oneOf(name: string, known: string[], what: string, place: string, field: string): void {
  if (known.includes(name)) return;
  throw new ConfigError(
    `${place}: ${field}: no such ${what} as ${name}.${didYouMean(name, known)} There are ${known.join(', ')}`,
  );
}
