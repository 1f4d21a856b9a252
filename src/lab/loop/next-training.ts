/**
 * What the next generation is trained on: the regime's steps applied to the last model's output, the real data and
 * everything kept so far. The order is fixed: write (biased, rare strata, verified, noisy) → join with real data →
 * pool → draw or weigh.
 */
import type { Random } from '../../stats/random.js';
import { type Detector, logOdds, trainDetector } from '../learners/detector.js';
import type { Bias, Kind, Setup, Training } from '../world.js';
import { highest } from '../worlds/highest.js';
import { after } from './after.js';
import { permutationOf } from './permutation-of.js';
import { type Regime, stepAt } from './regime.js';

/** Size and length of a run, as the experiment gives them. */
export interface Plan {
  /** Observations of each generation's training data. */
  samples: number;
  /** Real observations of generation 1; default `samples`. */
  initial?: number;
  /** Generation g trains on samples × g^growth. */
  growth: number;
  generations: number;
  regime: Regime;
}

/** Everything that the next generation depends on, besides seed and plan. */
export interface LoopState<D, M> {
  /** Last finished generation. */
  generation: number;
  /** Of the next one. */
  training: Training<D>;
  /** The real data of generation 0. */
  first: D;
  /** What each generation added, from the real data on; empty when the regime never looks back. */
  rounds: Training<D>[];
  /** Of generation 1, under `transfer`. */
  start?: M;
  /** Under `detect`, from the first mixture on. */
  detector?: Detector;
}

export function sizeAt({ samples, growth }: Plan, generation: number): number {
  return Math.round(samples * generation ** growth);
}

export function biasAt(regime: Regime, generation: number): Bias {
  const value = (name: 'lambda' | 'temperature' | 'keep') => stepAt(regime, name, generation)?.value ?? 1;
  return { lambda: value('lambda'), temperature: value('temperature'), keep: value('keep') };
}

/** Draws that the regime `verify` makes at the most, for one that it needs; a stricter verifier is an error. */
const MOST_TRIES = 1000;

/** `written`: the last models' unbent output, of which as much as is needed is used. */
export function nextTraining<D, M>(
  setup: Setup<D, M>,
  plan: Plan,
  state: LoopState<D, M>,
  models: readonly M[],
  write: (n: number) => D | Promise<D>,
  random: Random,
): Training<D> | Promise<Training<D>> {
  const { kind } = setup;
  const generation = state.generation + 1;
  const size = sizeAt(plan, generation);
  const edit = stepAt(plan.regime, 'edit', generation);
  const round = edit
    ? edited(setup, state.training, models[0], edit.value, write, random)
    : joined(
        kind,
        realPart(setup, plan, state, models[0], size, random),
        (n) => synthetic(setup, plan, generation, models[0], n, write, random),
        size,
      );
  return after(round, (added) => pooled(setup, plan, state, added, size, random));
}

/** The round joins what was kept, and the whole is drawn from or weighed. */
function pooled<D, M>(
  { kind, traits }: Setup<D, M>,
  plan: Plan,
  state: LoopState<D, M>,
  round: Training<D>,
  size: number,
  random: Random,
): Training<D> {
  const generation = state.generation + 1;
  const looksBack =
    stepAt(plan.regime, 'accumulate', generation) ?? stepAt(plan.regime, 'accumulate-subsample', generation);
  if (keepsRounds(plan.regime)) state.rounds.push(round);
  let training = looksBack ? joinAll(kind, state.rounds) : round;
  if (looksBack?.name === 'accumulate-subsample') {
    training = drawn(kind, training, permutationOf(kind.size(training.data), random).subarray(0, size));
  }
  const detect = stepAt(plan.regime, 'detect', generation);
  if (detect) {
    const points = traits!(training.data);
    state.detector ??= trainDetector(points, training.human);
    const keys = logOdds(state.detector, points);
    training = drawn(kind, training, likeliest(keys, Math.ceil(detect.value * keys.length), random));
  }
  const detector = stepAt(plan.regime, 'detector', generation);
  if (detector) training = resampled(kind, training, detector.value, random);
  const weighted = stepAt(plan.regime, 'weighted', generation);
  return weighted ? { ...training, weights: weightsOf(training.human, weighted.value) } : training;
}

export function keepsRounds({ steps }: Regime): boolean {
  return steps.some(({ name }) => name === 'accumulate' || name === 'accumulate-subsample');
}

export function allReal<D>(kind: Kind<D>, data: D): Training<D> {
  return { data, human: new Uint8Array(kind.size(data)).fill(1) };
}

/** A share below 1 of `size`, or a number. */
function countOf(value: number, size: number): number {
  return Math.min(size, value < 1 ? Math.round(value * size) : Math.round(value));
}

function realPart<D, M>(
  { kind, real }: Setup<D, M>,
  { regime, generations }: Plan,
  { generation: last, first }: LoopState<D, M>,
  model: M,
  size: number,
  random: Random,
): D[] {
  const generation = last + 1;
  const parts: D[] = [];
  const anchor = stepAt(regime, 'anchor', generation);
  if (anchor) {
    const order = permutationOf(kind.size(first), random);
    parts.push(kind.take(first, order.subarray(0, countOf(anchor.value, size))));
  }
  const replay = stepAt(regime, 'replay', generation);
  if (replay)
    parts.push(
      kind.take(
        first,
        Uint32Array.from({ length: countOf(replay.value, size) }, (_, i) => i),
      ),
    );
  const fresh = stepAt(regime, 'fresh', generation);
  if (fresh) parts.push(real(countOf(fresh.value, size), random, generation, model));
  const schedule = stepAt(regime, 'schedule', generation);
  if (schedule) {
    const { value: from, option: to } = schedule;
    const share = from + ((to - from) * (generation - 2)) / Math.max(1, generations - 2);
    parts.push(real(Math.round((1 - share) * size), random, generation, model));
  }
  return parts;
}

function joined<D>(
  kind: Kind<D>,
  real: D[],
  write: (n: number) => D | Promise<D>,
  size: number,
): Training<D> | Promise<Training<D>> {
  const count = real.reduce((sum, part) => sum + kind.size(part), 0);
  if (size > count) return after(write(size - count), (made) => withReal(kind, real, count, made));
  return { data: kind.join(real), human: new Uint8Array(count).fill(1) };
}

/** `count` real observations, then what was made. */
function withReal<D>(kind: Kind<D>, real: D[], count: number, made: D): Training<D> {
  const human = new Uint8Array(count + kind.size(made)).fill(1, 0, count);
  return { data: count === 0 ? made : kind.join([...real, made]), human };
}

function synthetic<D, M>(
  setup: Setup<D, M>,
  { regime }: Plan,
  generation: number,
  model: M,
  n: number,
  write: (n: number) => D | Promise<D>,
  random: Random,
): D | Promise<D> {
  const target = stepAt(regime, 'target', generation);
  const rare = target ? Math.round(target.value * n) : 0;
  const verify = stepAt(regime, 'verify', generation);
  const made = verify
    ? verified(setup, n - rare, verify.value, verify.option, write, random)
    : write(n - rare);
  return after(made, (plain) => {
    const data = rare > 0 ? setup.kind.join([plain, setup.rare!(model, rare, random)]) : plain;
    const noise = stepAt(regime, 'noise', generation);
    return noise ? setup.noise!(data, noise.value, random) : data;
  });
}

/** Keeps what a verifier accepts that is right with probability `accuracy` on every observation. */
async function verified<D, M>(
  { kind, good }: Setup<D, M>,
  n: number,
  accuracy: number,
  shift: number,
  write: (n: number) => D | Promise<D>,
  random: Random,
): Promise<D> {
  const parts: D[] = [];
  let left = n;
  for (let tries = 0; left > 0; tries++) {
    if (tries === MOST_TRIES) {
      throw new Error(
        `verify: the verifier accepted ${n - left} of ${tries * n} observations, ${n} are needed`,
      );
    }
    const batch = await write(n);
    const verdict = good!(batch, shift);
    const accepted: number[] = [];
    for (let i = 0; i < verdict.length && accepted.length < left; i++) {
      const right = random.uniform() < accuracy;
      if ((verdict[i] === 1) === right) accepted.push(i);
    }
    parts.push(kind.take(batch, accepted));
    left -= accepted.length;
  }
  return parts.length === 1 ? parts[0] : kind.join(parts);
}

/** The training data again, a share of it redrawn from the model: ToEdit (Zhu et al. 2025) where parts can be. */
function edited<D, M>(
  { kind, edit }: Setup<D, M>,
  { data, human }: Training<D>,
  model: M,
  share: number,
  write: (n: number) => D | Promise<D>,
  random: Random,
): Training<D> | Promise<Training<D>> {
  if (edit) return { data: edit(data, model, share, random), human };
  const order = permutationOf(human.length, random);
  const redrawn = Math.round(share * human.length);
  const keep = order.subarray(redrawn).slice().sort();
  const kept = kind.take(data, keep);
  const origins = new Uint8Array(human.length);
  keep.forEach((from, i) => {
    origins[i] = human[from];
  });
  if (redrawn === 0) return { data: kept, human: origins };
  return after(write(redrawn), (made) => ({ data: kind.join([kept, made]), human: origins }));
}

function joinAll<D>(kind: Kind<D>, rounds: readonly Training<D>[]): Training<D> {
  const human = new Uint8Array(rounds.reduce((sum, round) => sum + round.human.length, 0));
  let at = 0;
  for (const round of rounds) {
    human.set(round.human, at);
    at += round.human.length;
  }
  return { data: kind.join(rounds.map(({ data }) => data)), human };
}

function drawn<D>(kind: Kind<D>, { data, human }: Training<D>, which: ArrayLike<number>): Training<D> {
  return {
    data: kind.take(data, which),
    human: Uint8Array.from({ length: which.length }, (_, i) => human[which[i]]),
  };
}

/**
 * As many observations again, drawn with replacement in proportion to the odds of being human that a detector of this
 * accuracy gives them (Drayson et al. 2025, with a detector that has two answers).
 */
function resampled<D>(kind: Kind<D>, training: Training<D>, accuracy: number, random: Random): Training<D> {
  const { human } = training;
  const odds = Math.min(accuracy / (1 - accuracy), 1e12);
  const cumulative = new Float64Array(human.length);
  let sum = 0;
  for (let i = 0; i < human.length; i++) {
    const saysHuman = (human[i] === 1) === random.uniform() < accuracy;
    sum += saysHuman ? odds : 1 / odds;
    cumulative[i] = sum;
  }
  const which = new Uint32Array(human.length);
  for (let i = 0; i < which.length; i++) which[i] = firstAbove(cumulative, random.uniform() * sum);
  return drawn(kind, training, which);
}

/**
 * `count` places, drawn without replacement in proportion to odds (Efraimidis and Spirakis 2006, by its logarithm): with
 * replacement, as Drayson et al. draw, half of the data twice would be no more data, and copies mislead models that count.
 */
function likeliest(logOdds: Float64Array, count: number, random: Random): Uint32Array {
  return highest(
    logOdds.map((z) => z - Math.log(-Math.log(random.uniform()))),
    count,
  );
}

/** Place of the first entry above `x` in an ascending array. */
function firstAbove(ascending: Float64Array, x: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Weights with sum n, of which the real observations share `real` of the whole, evenly. */
function weightsOf(human: Uint8Array, real: number): Float64Array {
  const n = human.length;
  let count = 0;
  for (const each of human) count += each;
  const share = count === 0 ? 0 : count === n ? 1 : real;
  return Float64Array.from(human, (each) => (each ? (share * n) / count : ((1 - share) * n) / (n - count)));
}
