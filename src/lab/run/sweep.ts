/**
 * A sweep: one arm for each value of a parameter, or for each pair of values of two. What is varied is a size of the
 * loop (samples, initial, growth, generations), the regime, the value of one of its steps, or a parameter of the world.
 */
import { parse } from 'yaml';
import { ConfigError } from '../../util/errors.js';
import { didYouMean } from '../../util/nearest.js';
import { checkExperiment, parameterNames } from '../experiments/check-experiment.js';
import { type Arm, armsOf, type Experiment } from '../experiments/experiment.js';
import type { LabResult } from '../experiments/result.js';
import { STEPS } from '../loop/regime.js';
import type { World } from '../world.js';

type Axis = NonNullable<LabResult['sweep']>[number];

const SIZES = ['samples', 'initial', 'growth', 'generations'];

/** `samples=100,1000` taken apart; `with.` before a parameter of the world may be left out. */
export function parseAxis(text: string): Axis {
  const [over, list] = [text.slice(0, text.indexOf('=')).trim(), text.slice(text.indexOf('=') + 1)];
  const values = list.split(',').map((value) => value.trim());
  if (!text.includes('=') || over === '' || values.includes('')) {
    throw new ConfigError(`--over ${text}: write name=value,value, as in --over samples=100,1000`);
  }
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) throw new ConfigError(`--over ${text}: ${twice} stands there twice`);
  return { over, values };
}

/** The experiment with an arm for each value, times its own arms; axes in the order of the result's `sweep`. */
export function swept(
  experiment: Experiment,
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>,
  axes: readonly Axis[],
): { experiment: Experiment; sweep: Axis[] } {
  const own = Object.keys(experiment.arms);
  const sweep = own.length > 0 ? [{ over: 'arm', values: own }, ...axes] : [...axes];
  let arms = armsOf(experiment).map((arm) => ({ ...arm, name: own.length > 0 ? arm.name : '' }));
  for (const { over, values } of axes) {
    const set = setterOf(over, world);
    arms = arms.flatMap((arm) =>
      values.map((value) => {
        const name = `${over}=${value}`;
        return { ...set(arm, value), name: arm.name === '' ? name : `${arm.name}, ${name}` };
      }),
    );
  }
  const result: Experiment = {
    ...experiment,
    arms: Object.fromEntries(arms.map(({ name, ...arm }) => [name, arm])),
    claims: [],
    published: [],
    attribute: undefined,
  };
  checkExperiment(result, world, () => '--over');
  return { experiment: result, sweep };
}

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
function setterOf(over: string, world: World<any>): (arm: Arm, value: string) => Arm {
  if (SIZES.includes(over)) {
    return (arm, value) => {
      const [low, whole] = over === 'growth' ? [0, false] : [over === 'generations' ? 1 : 2, true];
      const size = Number(value);
      if (!(size >= low && size <= 1e9) || (whole && !Number.isInteger(size))) {
        throw new ConfigError(
          `--over ${over}=${value}: must be ${whole ? 'an integer' : 'a number'} of at least ${low}`,
        );
      }
      return { ...arm, [over]: size };
    };
  }
  if (over === 'regime') return (arm, value) => ({ ...arm, regime: value });
  if (Object.hasOwn(STEPS, over))
    return (arm, value) => ({ ...arm, regime: withStep(arm.regime, over, value) });
  const parameters = parameterNames(world);
  const name = over.replace(/^with\./, '');
  if (parameters.includes(name)) {
    return (arm, value) => ({ ...arm, with: { ...arm.with, [name]: parse(value) } });
  }
  const known = [...SIZES, 'regime', ...parameters, ...Object.keys(STEPS)];
  throw new ConfigError(
    `--over ${over}: nothing to vary.${didYouMean(over, known)} There are ${SIZES.join(', ')}, regime, the steps of gen0 lab show regimes, and of ${world.name} ${parameters.join(', ') || 'nothing'}`,
  );
}

/** The regime with this value of the step, which is added where it is not there. */
function withStep(regime: string, name: string, value: string): string {
  const steps = regime.split('+').map((step) => step.trim());
  const isIt = (step: string) => /^[a-z-]+/.exec(step)?.[0] === name;
  if (!steps.some(isIt)) return [...steps, `${name}:${value}`].join('+');
  return steps
    .map((step) => (isIt(step) ? step.replace(/^[a-z-]+(:[^/@]+)?/, `${name}:${value}`) : step))
    .join('+');
}
