/**
 * The one loop of the lab: fit, write, measure, decide by the regime what comes next. All randomness of generation g
 * comes from streams named by seed and g, so a run can be taken up after any generation and gives the same bytes.
 */
import { newRandom, type Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import type { Kind, Setup, Training, Values } from '../world.js';
import { after, inTurn } from './after.js';
import {
  allReal,
  biasAt,
  keepsRounds,
  type LoopState,
  nextTraining,
  type Plan,
  sizeAt,
} from './next-training.js';
import { permutationOf } from './permutation-of.js';
import { stepAt } from './regime.js';
import { cannotServe } from './served.js';

export interface Generation<D> {
  generation: number;
  values: Values;
  lost: string[];
  /** What its model wrote; the real data at generation 0. */
  sample: D;
}

export interface LoopOptions<D, M> {
  seed: number;
  /** A state that `onGeneration` was given. */
  from?: LoopState<D, M>;
  /** Measures every so many generations, the first, second and last always. Default 1. */
  every?: number;
  /** `state` is good until the next call: copy what is kept. Throw to stop. */
  onGeneration: (generation: Generation<D> | undefined, state: LoopState<D, M>) => void | Promise<void>;
}

/** What the streams of a generation are for. */
const [REAL, FIT, WRITE, REGIME, PROBE] = [1, 2, 3, 4, 5];

/** Throws ConfigError where the regime asks for what the world has not. */
export async function runLoop<D, M>(
  setup: Setup<D, M>,
  asked: Plan,
  { seed, from, every = 1, onGeneration }: LoopOptions<D, M>,
): Promise<void> {
  const plan = withinSupply(asked, setup.supply);
  assertServed(setup, plan);
  const { kind } = setup;
  let state: LoopState<D, M>;
  if (from) state = from;
  else {
    const first = setup.real(plan.initial ?? plan.samples, newRandom(seed, 0, REAL), 0);
    const training = allReal(kind, first);
    state = { generation: 0, training, first, rounds: keepsRounds(plan.regime) ? [training] : [] };
    const seen = {
      generation: 0,
      model: undefined,
      training,
      sample: first,
      first,
      random: newRandom(seed, 0, PROBE),
    };
    const values = await setup.probe(seen);
    await onGeneration({ generation: 0, values, lost: setup.lost?.(seen) ?? [], sample: first }, state);
  }
  for (let g = state.generation + 1; g <= plan.generations; g++) {
    const { training } = state;
    const fitted = fitAll(setup, plan, state, g, newRandom(seed, g, FIT));
    const models = fitted instanceof Promise ? await fitted : fitted;
    const writing = newRandom(seed, g, WRITE);
    const bias = biasAt(plan.regime, g + 1);
    const write = (n: number) => written(setup, models, n, bias, g, writing);
    const measured = g === 1 || g === plan.generations || g % every === 0;
    let generation: Generation<D> | undefined;
    // What is measured is what the next generation learns from, as far as it goes; so it is drawn first, and once.
    const writes = write(sizeAt(plan, g + 1));
    const sample = writes instanceof Promise ? await writes : writes;
    if (measured) {
      const seen = {
        generation: g,
        model: models[0],
        training,
        sample,
        first: state.first,
        random: newRandom(seed, g, PROBE),
      };
      const values = setup.probe(seen);
      generation = {
        generation: g,
        values: values instanceof Promise ? await values : values,
        lost: setup.lost?.(seen) ?? [],
        sample,
      };
    }
    const next: LoopState<D, M> = { ...state, generation: g };
    if (g === 1 && plan.regime.steps.some(({ name }) => name === 'transfer')) next.start = models[0];
    if (g < plan.generations) {
      const used = sample;
      let fresh = true;
      const writeMore = (n: number): D | Promise<D> => {
        if (!fresh || n > kind.size(used)) return write(n);
        fresh = false;
        return n === kind.size(used) ? used : kind.take(used, firstOf(n));
      };
      const training = nextTraining(setup, plan, next, models, writeMore, newRandom(seed, g, REGIME));
      next.training = training instanceof Promise ? await training : training;
    }
    state = next;
    const waits = onGeneration(generation, state);
    if (waits instanceof Promise) await waits;
  }
}

function withinSupply(plan: Plan, supply = Number.POSITIVE_INFINITY): Plan {
  const { samples, initial } = plan;
  return {
    ...plan,
    samples: Math.min(samples, supply),
    initial: initial && Math.min(initial, supply),
  };
}

function firstOf(n: number): Uint32Array {
  // A plain loop: `Uint32Array.from` takes longer than drawing the observations.
  const which = new Uint32Array(n);
  for (let i = 0; i < n; i++) which[i] = i;
  return which;
}

function fitAll<D, M>(
  setup: Setup<D, M>,
  plan: Plan,
  state: LoopState<D, M>,
  g: number,
  random: Random,
): M[] | Promise<M[]> {
  const start = stepAt(plan.regime, 'transfer', g) ? state.start : undefined;
  const learners = Math.round(stepAt(plan.regime, 'ensemble', g)?.value ?? 1);
  if (learners === 1) return after(setup.fit(state.training, random, start), (model) => [model]);
  const n = setup.kind.size(state.training.data);
  return inTurn(learners, () => {
    const which = Uint32Array.from({ length: n }, () => random.below(n));
    return setup.fit(drawn(setup.kind, state.training, which), random, start);
  });
}

function drawn<D>(kind: Kind<D>, { data, human, weights }: Training<D>, which: Uint32Array): Training<D> {
  return {
    data: kind.take(data, which),
    human: Uint8Array.from(which, (i) => human[i]),
    weights: weights && Float64Array.from(which, (i) => weights[i]),
  };
}

/** In equal parts by all learners, in random order where there are several. */
function written<D, M>(
  { kind, sample }: Setup<D, M>,
  models: readonly M[],
  n: number,
  bias: Parameters<Setup<D, M>['sample']>[3],
  generation: number,
  random: Random,
): D | Promise<D> {
  if (models.length === 1) return sample(models[0], n, random, bias, generation);
  const parts = inTurn(models.length, (i) => {
    const share = Math.floor(((i + 1) * n) / models.length) - Math.floor((i * n) / models.length);
    return sample(models[i], share, random, bias, generation);
  });
  return after(parts, (all) => kind.take(kind.join(all), permutationOf(n, random)));
}

function assertServed<D, M>(setup: Setup<D, M>, { regime }: Plan): void {
  const missing = cannotServe(setup as Setup<unknown, unknown>);
  const step = regime.steps.find(({ name }) => missing.includes(name));
  if (step)
    throw new ConfigError(`regime ${step.name}: this world cannot do it; gen0 lab show names what it can`);
}
