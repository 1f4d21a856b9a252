/**
 * Whether a mixture can be had, and what each source gives to it: pure arithmetic on what the sources hold.
 *
 * What is asked for is a point, the target ratios times the requested tokens. It is possible where every source has
 * enough (`tokens × max_source_fraction × max_repetition_ratio`), no cap is passed, and the human share by the lower ends
 * of the cards reaches the floor. Where it is not, every constraint that is in the way is named with its numbers, and the
 * nearest mixtures that are possible are worked out and checked here, never guessed.
 */
import { largestRemainder } from '../stats/largest-remainder.js';
import { formatCount } from '../util/format.js';

export interface Supply {
  name: string;
  /** Its share of the mixture that is asked for; all together are 1. */
  ratio: number;
  /** The share of its tokens that is certain to be human, in 0..1. */
  human: number;
  /** Name of what made it, for the cap on generators; null where nothing is known to have. */
  generator: string | null;
  /** Distinct tokens that may be taken: after filters, and after max_source_fraction. */
  tokens: number;
  /** How often each may be taken at most. */
  maxRepetition: number;
}

export interface Demand {
  requestedTokens: number;
  /** Least human share; 0 for none. */
  floor: number;
  /** Most that may be synthetic; 1 for no limit. */
  maxSynthetic: number;
  /** Most that a source, and a generator, may be; 1 for no limit. */
  sourceCap: number;
  generatorCap: number;
}

/** Names of constraints as the configuration has them. */
export type Constraint =
  | 'requested_tokens'
  | 'floor.human'
  | 'max_synthetic'
  | 'caps.source'
  | 'caps.generator'
  | 'confidence'
  | 'unknown'
  | 'human-only';

export interface Fault {
  constraint: Constraint;
  /** The source or generator that it is about. */
  about?: string;
  /** What is wrong, with its numbers. */
  message: string;
}

/** A mixture that is possible: what to write into the configuration instead. */
export interface Nearest {
  requested_tokens?: number;
  'floor.human'?: number;
  max_synthetic?: number;
  'caps.source'?: number;
  'caps.generator'?: number;
  confidence?: number;
  /** By source. */
  target_ratio?: Record<string, number>;
  max_repetition_ratio?: Record<string, number>;
}

export type Allocation =
  | { possible: true; tokens: number[] }
  | { possible: false; faults: Fault[]; nearest: Nearest[] };

/** Rounding of sums of shares. */
const SLIP = 1e-9;

/** The tokens that each source shall give, whole numbers that add up to the requested, or why that cannot be. */
export function allocate(supplies: readonly Supply[], demand: Demand): Allocation {
  const faults = faultsOf(supplies, demand);
  if (faults.length === 0) {
    const tokens = largestRemainder(
      supplies.map(({ ratio }) => ratio),
      demand.requestedTokens,
    );
    return { possible: true, tokens };
  }
  return { possible: false, faults, nearest: nearestTo(supplies, demand) };
}

/** The most tokens that these ratios can have; 0 where a source that is asked for is empty. */
export function mostTokens(supplies: readonly Supply[]): number {
  let most = Number.MAX_SAFE_INTEGER;
  for (const { ratio, tokens, maxRepetition } of supplies) {
    if (ratio > 0) most = Math.min(most, Math.floor((tokens * maxRepetition) / ratio + SLIP));
  }
  return most;
}

/** What is certain to be human, over all sources. */
export function humanShare(supplies: readonly Supply[]): number {
  return supplies.reduce((sum, { ratio, human }) => sum + ratio * human, 0);
}

function faultsOf(supplies: readonly Supply[], demand: Demand): Fault[] {
  const faults: Fault[] = [];
  const { requestedTokens, floor, maxSynthetic, sourceCap, generatorCap } = demand;
  const human = humanShare(supplies);
  if (human < floor - SLIP) {
    faults.push({
      constraint: 'floor.human',
      message: `the target ratios hold ${shown(human)} human tokens, the floor is ${shown(floor)}`,
    });
  }
  if (1 - human > maxSynthetic + SLIP) {
    faults.push({
      constraint: 'max_synthetic',
      message: `the target ratios hold up to ${shown(1 - human)} synthetic tokens, max_synthetic is ${shown(maxSynthetic)}`,
    });
  }
  for (const { name, ratio } of supplies) {
    if (ratio <= sourceCap + SLIP) continue;
    faults.push({
      constraint: 'caps.source',
      about: name,
      message: `${name} is ${shown(ratio)} of the mixture, caps.source is ${shown(sourceCap)}`,
    });
  }
  for (const [generator, ratio] of byGenerator(supplies)) {
    if (ratio <= generatorCap + SLIP) continue;
    faults.push({
      constraint: 'caps.generator',
      about: generator,
      message: `what ${generator} made is ${shown(ratio)} of the mixture, caps.generator is ${shown(generatorCap)}`,
    });
  }
  const wanted = largestRemainder(
    supplies.map(({ ratio }) => ratio),
    requestedTokens,
  );
  for (const [i, { name, tokens, maxRepetition, human: certain }] of supplies.entries()) {
    const there = Math.floor(tokens * maxRepetition + SLIP);
    if (wanted[i] <= there) continue;
    const what = certain > 0 ? 'human tokens run short' : 'tokens run short';
    const often = maxRepetition > 1 ? `, each taken up to ${maxRepetition} times` : '';
    faults.push({
      constraint: 'requested_tokens',
      about: name,
      message: `${name}: ${what}: ${formatCount(wanted[i])} needed, ${formatCount(there)} there${often}`,
    });
  }
  return faults;
}

function byGenerator(supplies: readonly Supply[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { generator, ratio } of supplies) {
    if (generator !== null) sums.set(generator, (sums.get(generator) ?? 0) + ratio);
  }
  return sums;
}

/**
 * Ways out, each possible: other ratios under the same rules, or the same ratios under other rules; and of those fewer
 * tokens, or more repetition where a source runs short.
 */
function nearestTo(supplies: readonly Supply[], demand: Demand): Nearest[] {
  const found: Nearest[] = [];
  const offer = (changed: readonly Supply[], rules: Demand, change: Nearest) => {
    const least = mostTokens(changed);
    const attempts: { supplies: readonly Supply[]; demand: Demand; change: Nearest }[] = [];
    if (least >= rules.requestedTokens) attempts.push({ supplies: changed, demand: rules, change });
    else {
      if (least > 0) {
        attempts.push({
          supplies: changed,
          demand: { ...rules, requestedTokens: least },
          change: { ...change, requested_tokens: least },
        });
      }
      const repeated = moreRepetition(changed, rules.requestedTokens);
      if (repeated) {
        attempts.push({
          supplies: repeated.supplies,
          demand: rules,
          change: { ...change, max_repetition_ratio: repeated.ratios },
        });
      }
    }
    for (const attempt of attempts) {
      const known = found.some((each) => JSON.stringify(each) === JSON.stringify(attempt.change));
      if (!known && faultsOf(attempt.supplies, attempt.demand).length === 0) found.push(attempt.change);
    }
  };
  const ratios = fittingRatios(supplies, demand);
  if (ratios) {
    const changed = supplies.map((supply, i) => ({ ...supply, ratio: ratios[i] }));
    const same = ratios.every((ratio, i) => ratio === supplies[i].ratio);
    offer(changed, demand, same ? {} : { target_ratio: named(changed) });
  }
  const { rules, change } = looserRules(supplies, demand);
  offer(supplies, rules, change);
  // Less of what runs short, with as much of the others as there is, and the floor that is left.
  const stretched = stretchedRatios(supplies, demand.requestedTokens);
  if (stretched) {
    const changed = supplies.map((supply, i) => ({ ...supply, ratio: stretched[i] }));
    const loose = looserRules(changed, demand);
    offer(changed, loose.rules, { ...loose.change, target_ratio: named(changed) });
  }
  return found;
}

function moreRepetition(
  supplies: readonly Supply[],
  requested: number,
): { supplies: Supply[]; ratios: Record<string, number> } | null {
  const ratios: Record<string, number> = {};
  const changed = supplies.map((supply) => {
    const { name, ratio, tokens, maxRepetition } = supply;
    // A token more than the share, as shares are rounded to whole tokens.
    const needed = Math.ceil(((ratio * requested + 1) / tokens) * 100) / 100;
    if (ratio === 0 || ratio * requested <= tokens * maxRepetition) return supply;
    ratios[name] = needed;
    return { ...supply, maxRepetition: needed };
  });
  const fits = Object.values(ratios).every((each) => each <= 100);
  return fits && Object.keys(ratios).length > 0 ? { supplies: changed, ratios } : null;
}

/** The rules that these ratios keep, loosened where they do not. */
function looserRules(supplies: readonly Supply[], demand: Demand): { rules: Demand; change: Nearest } {
  const change: Nearest = {};
  const rules = { ...demand };
  const human = humanShare(supplies);
  if (human < demand.floor - SLIP) {
    rules.floor = Math.floor(human * 1e4) / 1e4;
    change['floor.human'] = rules.floor;
  }
  if (1 - human > demand.maxSynthetic + SLIP) {
    rules.maxSynthetic = Math.ceil((1 - human) * 1e4) / 1e4;
    change.max_synthetic = rules.maxSynthetic;
  }
  const largest = Math.max(...supplies.map(({ ratio }) => ratio));
  if (largest > demand.sourceCap + SLIP) {
    rules.sourceCap = Math.min(1, Math.ceil(largest * 1e4) / 1e4);
    change['caps.source'] = rules.sourceCap;
  }
  const generator = Math.max(0, ...byGenerator(supplies).values());
  if (generator > demand.generatorCap + SLIP) {
    rules.generatorCap = Math.min(1, Math.ceil(generator * 1e4) / 1e4);
    change['caps.generator'] = rules.generatorCap;
  }
  return { rules, change };
}

/** Parts of a mixture are given in ten-thousandths. */
const STEPS = 10_000;

/** Ratios near those asked for that keep caps and floor; null where no ratios can. */
function fittingRatios(supplies: readonly Supply[], demand: Demand): number[] | null {
  const floor = Math.max(demand.floor, 1 - demand.maxSynthetic);
  const isFine = (ratios: readonly number[]) =>
    faultsOf(
      supplies.map((supply, i) => ({ ...supply, ratio: ratios[i] })),
      { ...demand, requestedTokens: 0 },
    ).length === 0;
  const asked = supplies.map(({ ratio }) => ratio);
  if (isFine(asked)) return asked;
  const order = supplies.map((_, i) => i);
  const near = filled(supplies, demand, asked, order);
  const best = filled(
    supplies,
    demand,
    asked.map(() => 0),
    order.sort((a, b) => supplies[b].human - supplies[a].human || asked[b] - asked[a]),
  );
  if (!near || !best) return null;
  const share = (ratios: readonly number[]) =>
    ratios.reduce((sum, ratio, i) => sum + ratio * supplies[i].human, 0);
  const [from, to] = [share(near), share(best)];
  if (to < floor - SLIP) return null;
  // Caps hold for both, so they hold between them.
  const exact = from >= floor ? 0 : Math.min(1, (floor - from) / (to - from));
  for (const step of [exact, Math.min(1, exact + 0.002), Math.min(1, exact + 0.02), 1]) {
    const between = near.map((ratio, i) => ratio + step * (best[i] - ratio));
    const rounded = largestRemainder(between, STEPS).map((part) => part / STEPS);
    if (isFine(rounded)) return rounded;
  }
  return null;
}

/** `start` cut at the caps and filled up to 1 in the given order; null where the caps leave no room. */
function filled(
  supplies: readonly Supply[],
  { sourceCap, generatorCap }: Demand,
  start: readonly number[],
  order: readonly number[],
): number[] | null {
  const ratios = start.map((ratio) => Math.min(ratio, sourceCap));
  const sums = byGenerator(supplies.map((supply, i) => ({ ...supply, ratio: ratios[i] })));
  for (const [i, { generator }] of supplies.entries()) {
    const sum = generator === null ? 0 : sums.get(generator)!;
    if (sum > generatorCap) ratios[i] *= generatorCap / sum;
  }
  let left = 1 - ratios.reduce((all, each) => all + each, 0);
  const made = byGenerator(supplies.map((supply, i) => ({ ...supply, ratio: ratios[i] })));
  for (const i of order) {
    const { generator, tokens } = supplies[i];
    if (left <= 0 || tokens === 0) continue;
    const room = generator === null ? 1 : generatorCap - made.get(generator)!;
    const more = Math.max(0, Math.min(left, sourceCap - ratios[i], room));
    ratios[i] += more;
    left -= more;
    if (generator !== null) made.set(generator, made.get(generator)! + more);
  }
  return left > SLIP ? null : ratios;
}

/** All that there is of sources that run short, and of the others in proportion what is missing; null where that fails. */
function stretchedRatios(supplies: readonly Supply[], requested: number): number[] | null {
  const limit = supplies.map(({ tokens, maxRepetition }) => Math.floor(tokens * maxRepetition) / requested);
  const ratios = supplies.map(({ ratio }, i) => Math.min(ratio, limit[i]));
  if (ratios.every((ratio, i) => ratio === supplies[i].ratio)) return null;
  for (let round = 0; round < supplies.length; round++) {
    const left = 1 - ratios.reduce((all, each) => all + each, 0);
    if (left <= SLIP) break;
    const open = supplies.map((_, i) => i).filter((i) => ratios[i] > 0 && ratios[i] < limit[i]);
    const sum = open.reduce((all, i) => all + ratios[i], 0);
    if (sum === 0) return null;
    for (const i of open) ratios[i] = Math.min(limit[i], ratios[i] * (1 + left / sum));
  }
  if (1 - ratios.reduce((all, each) => all + each, 0) > SLIP) return null;
  // Rounded down where they are at their limit.
  const parts = ratios.map((ratio) => Math.floor(ratio * STEPS));
  let left = STEPS - parts.reduce((all, each) => all + each, 0);
  for (const [i, ratio] of ratios.entries()) {
    const room = Math.floor(Math.min(limit[i], 1) * STEPS) - parts[i];
    const more = ratio > 0 ? Math.max(0, Math.min(left, room)) : 0;
    parts[i] += more;
    left -= more;
  }
  return left === 0 ? parts.map((part) => part / STEPS) : null;
}

function named(supplies: readonly Supply[]): Record<string, number> {
  return Object.fromEntries(supplies.map(({ name, ratio }) => [name, ratio]));
}

function shown(share: number): string {
  return String(Number(share.toFixed(4)));
}
