/**
 * Regimes: what the next generation is trained on. A regime is steps joined by `+`, each `name`, `name:value` or
 * `name:value/option`, each with an optional span of generations `@from-to`:
 *
 *   replace                    accumulate+fresh:0.1         fresh:0.5@6-       verify:0.9/0.5+replace
 *
 * The first generation learns from real data; a step acts on what generations `from` to `to` are trained on.
 */
import { ConfigError } from '../../util/errors.js';
import { didYouMean } from '../../util/nearest.js';

export interface Step {
  name: StepName;
  value: number;
  option: number;
  /** Generations whose training it shapes, both ends included. */
  from: number;
  to: number;
}

export interface Regime {
  text: string;
  steps: Step[];
}

interface StepInfo {
  /** What it does, for `--help`. */
  about: string;
  /** Range of the value; undefined = takes none. */
  value?: [low: number, high: number, unset?: number];
  option?: [low: number, high: number, unset: number];
  /** At most one of these at a time. */
  pool?: true;
}

const BIG = 1e9;

export const STEPS = {
  replace: { about: 'train on the last generation only (the default)', pool: true },
  accumulate: { about: 'train on everything since the real data', pool: true },
  'accumulate-subsample': { about: 'train on a draw of everything, at constant size', pool: true },
  anchor: {
    about: 'a share (below 1) or number of the generation-0 data, drawn anew each time',
    value: [0, BIG],
  },
  replay: { about: 'a share or number of the generation-0 data, always the same ones', value: [0, BIG] },
  fresh: { about: 'a share or number of new real data each time', value: [0, BIG] },
  schedule: {
    about: 'the synthetic share goes from the value to the option over the run; the rest is fresh',
    value: [0, 1],
    option: [0, 1, 1],
  },
  weighted: { about: 'total weight of the real data, the rest on the synthetic', value: [0, 1] },
  verify: {
    about: 'keep what a verifier of this accuracy accepts; the option shifts its centre, in real SDs',
    value: [0.5, 1],
    option: [-100, 100, 0],
  },
  detector: {
    about: 'resample the training data towards what a detector of this accuracy calls human',
    value: [0.5, 1],
  },
  detect: {
    about:
      'train on this share of the data, those that a detector most likely calls human; it has learnt from the first mixture, whose origins are known',
    value: [0.01, 1],
  },
  edit: { about: 'keep the training data and redraw this share of them from the model', value: [0, 1] },
  noise: { about: 'add noise of so many real standard deviations to synthetic data', value: [0, BIG] },
  target: { about: 'share of the synthetic data that is made of the rare strata on purpose', value: [0, 1] },
  ensemble: { about: 'so many learners, each on its own draw of the training data', value: [1, 1000] },
  transfer: { about: 'start from the parameters of generation 1 rather than from scratch' },
  lambda: { about: 'sample with this share of the variance', value: [0, 10] },
  temperature: { about: 'sample at this temperature', value: [0, 100] },
  keep: { about: 'never sample the least likely choices beyond this probability mass', value: [0, 1] },
} as const satisfies Record<string, StepInfo>;

export type StepName = keyof typeof STEPS;

const FORM = /^([a-z-]+)(?::([^/@]+)(?:\/([^@]+))?)?(?:@(\d+)?(-)?(\d+)?)?$/;

/** Throws ConfigError naming the step and what would do. */
export function parseRegime(text: string): Regime {
  const steps = text
    .split('+')
    .map((part) => part.trim())
    .map(parseStep);
  const pools = steps.filter(({ name }) => (STEPS[name] as StepInfo).pool);
  for (const [i, a] of pools.entries()) {
    const clash = pools.slice(i + 1).find((b) => a.from <= b.to && b.from <= a.to);
    if (clash) {
      throw new ConfigError(
        `regime ${text}: ${a.name} and ${clash.name} cannot hold at once; give them spans, as in ${a.name}@1-5+${clash.name}@6-`,
      );
    }
  }
  return { text, steps };
}

function parseStep(text: string): Step {
  const match = FORM.exec(text);
  if (!match) throw new ConfigError(`regime step "${text}": write name, name:value or name:value@from-to`);
  const [, name, value, option, from, dash, to] = match;
  if (!Object.hasOwn(STEPS, name)) {
    throw new ConfigError(
      `regime ${name}: no such step.${didYouMean(name, Object.keys(STEPS))} There are ${Object.keys(STEPS).join(', ')}`,
    );
  }
  const info: StepInfo = STEPS[name as StepName];
  const first = from === undefined ? 1 : Number(from);
  const last =
    to !== undefined
      ? Number(to)
      : from !== undefined && dash === undefined
        ? first
        : Number.POSITIVE_INFINITY;
  if (last < first) throw new ConfigError(`regime step "${text}": the span ends before it begins`);
  return {
    name: name as StepName,
    value: number(text, 'value', value, info.value),
    option: number(text, 'option', option, info.option),
    from: first,
    to: last,
  };
}

function number(
  step: string,
  what: string,
  text: string | undefined,
  range: readonly [number, number, number?] | undefined,
): number {
  if (range === undefined) {
    if (text !== undefined) throw new ConfigError(`regime step "${step}": takes no ${what}`);
    return 0;
  }
  const [low, high, unset] = range;
  const limits = high === BIG ? `of at least ${low}` : `from ${low} to ${high}`;
  if (text === undefined) {
    if (unset !== undefined) return unset;
    throw new ConfigError(
      `regime step "${step}": needs a ${what} ${limits}, as in ${step.split('@')[0]}:${low === 0 ? 0.1 : low}`,
    );
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= low && value <= high)) {
    throw new ConfigError(`regime step "${step}": the ${what} must be a number ${limits}`);
  }
  return value;
}

/** The step of this name that shapes generation g's training, if any. */
export function stepAt(regime: Regime, name: StepName, generation: number): Step | undefined {
  return regime.steps.find((step) => step.name === name && step.from <= generation && generation <= step.to);
}
