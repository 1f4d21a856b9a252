/**
 * The collapse profile: the eight definitions of model collapse that Schaeffer et al. (2025) found in use, as eight
 * findings about one arm, each shown, not shown, or not to be said from this run. They contradict each other on the
 * same run, which is the paper's point: `collapse` alone says little.
 *
 * Each world names the metric that stands for risk, variance, modes, tail and invention (`World.roles`). Where it names
 * none, nothing is said. The paper's words leave thresholds open; ours stand here and in docs/lab.md.
 */
import type { Finding } from '../../audit/result.js';
import { tQuantile } from '../../stats/student-t.js';
import type { Role } from '../world.js';
import type { ArmResult } from './result.js';

/** Risk that has grown at least so many times is called catastrophic. */
const CATASTROPHE = 2;
/** Less than this share of a figure is rounding, where nothing is random. */
const ROUNDING = 1e-9;
/** No rise is as good as shown to be absent where the interval ends below this share of the first risk. */
const SLIGHT = 0.05;
/** The second half of a run adds at least this share of what the first half added: no sign of levelling off. */
const DIVERGES = 0.5;
const LEVELS = 0.25;
/** A variance below this share of generation 0's has collapsed; above the second it has not. */
const COLLAPSED = 0.5;
const KEPT = 0.9;
/** A tail or modes below this share of generation 0's are going. */
const GOING = 0.95;
/** Least share of invented data that counts. */
const INVENTED = 0.01;

interface Level {
  mean: number;
  se: number;
}

type Roles = Partial<Record<Role, string>>;

/** All findings of one arm; `family` are the arms that differ from it in sample size alone, itself included. */
export function collapseProfile(arm: ArmResult, roles: Roles, family: readonly ArmResult[]): Finding[] {
  return [
    catastrophic(arm, roles.risk),
    increase(arm, roles.risk),
    diverging(arm, roles.risk),
    scaling(family, roles.risk),
    variance(arm, roles.variance),
    falling(arm, roles.modes, 'modes', 'Real modes run into each other or are lost'),
    falling(arm, roles.tail, 'tail', 'Real tail data disappear'),
    invention(arm, roles.invented),
  ];
}

function say(id: string, title: string, outcome: Finding['outcome'], because: string): Finding {
  return { id, title, outcome, because };
}

const nothing = (id: string, title: string, what: string) =>
  say(id, title, 'cannot say', `This world measures no ${what}.`);

function levelAt(arm: ArmResult, metric: string, generation: number): Level | undefined {
  const i = arm.measured.indexOf(generation);
  const mean = arm.metrics[metric]?.mean[i];
  return i < 0 || mean == null ? undefined : { mean, se: arm.metrics[metric].se[i] ?? 0 };
}

const lastOf = (arm: ArmResult) => arm.measured[arm.measured.length - 1];
const show = (x: number) => Number(x.toPrecision(3)).toString();

function catastrophic(arm: ArmResult, metric: string | undefined): Finding {
  const [id, title] = ['catastrophic-risk', 'Population risk rises catastrophically'];
  if (metric === undefined) return nothing(id, title, 'risk');
  const first = levelAt(arm, metric, 1);
  const last = levelAt(arm, metric, lastOf(arm));
  if (!first || !last || !(first.mean > 0)) return say(id, title, 'cannot say', `No ${metric} to compare.`);
  const ratio = last.mean / first.mean;
  const error = ratio * Math.hypot(last.se / last.mean, first.se / first.mean);
  const because = `${metric} at the last generation is ${show(ratio)} ± ${show(2 * error)} times that of generation 1; from ${CATASTROPHE} times on it is called catastrophic.`;
  return say(id, title, beyond(ratio, 2 * error, CATASTROPHE), because);
}

/** Shown where the whole interval lies above the bound. */
function beyond(value: number, half: number, bound: number): Finding['outcome'] {
  if (value - half > bound) return 'shown';
  return value + half < bound || half === 0 ? 'not shown' : 'cannot say';
}

function increase(arm: ArmResult, metric: string | undefined): Finding {
  const [id, title] = ['any-risk', 'Population risk rises at all'];
  if (metric === undefined) return nothing(id, title, 'risk');
  const first = levelAt(arm, metric, 1);
  const last = levelAt(arm, metric, lastOf(arm));
  if (!first || !last) return say(id, title, 'cannot say', `No ${metric} to compare.`);
  const rise = last.mean - first.mean;
  const half = 2 * Math.hypot(first.se, last.se);
  const outcome =
    rise - half > ROUNDING * first.mean
      ? 'shown'
      : rise + half < SLIGHT * first.mean
        ? 'not shown'
        : 'cannot say';
  const because = `${metric} goes from ${show(first.mean)} at generation 1 to ${show(last.mean)}: ${show(rise)} ± ${show(half)}.`;
  return say(id, title, outcome, because);
}

function diverging(arm: ArmResult, metric: string | undefined): Finding {
  const [id, title] = ['diverging-risk', 'Population risk diverges'];
  if (metric === undefined) return nothing(id, title, 'risk');
  const end = lastOf(arm);
  const middle = arm.measured.reduce(
    (best, g) => (Math.abs(g - end / 2) < Math.abs(best - end / 2) ? g : best),
    1,
  );
  const [first, half, last] = [1, middle, end].map((g) => levelAt(arm, metric, g));
  if (!first || !half || !last || end < 4) {
    return say(id, title, 'cannot say', `${end} generations are too few.`);
  }
  const before = (half.mean - first.mean) / (middle - 1);
  const after = (last.mean - half.mean) / (end - middle);
  const chance = 2 * Math.max(Math.hypot(first.se, half.se), Math.hypot(half.se, last.se));
  const noise = Math.max(chance, ROUNDING * first.mean);
  const because = `${metric} rises by ${show(before)} a generation up to generation ${middle} and by ${show(after)} after it; a run of ${end} generations can show growth that does not level off, no more.`;
  if (half.mean - first.mean <= noise) {
    const flat = last.mean - first.mean <= noise;
    return say(id, title, flat ? 'not shown' : 'cannot say', because);
  }
  const share = after / before;
  const error = noise / (half.mean - first.mean);
  if (share - error > DIVERGES) return say(id, title, 'shown', because);
  return say(id, title, share + error < LEVELS ? 'not shown' : 'cannot say', because);
}

/** Slope of log risk over log samples, at generation 1 and at the last. */
function scaling(family: readonly ArmResult[], metric: string | undefined): Finding {
  const [id, title] = ['scaling-law', 'The scaling law changes'];
  if (metric === undefined) return nothing(id, title, 'risk');
  if (new Set(family.map(({ samples }) => samples)).size < 3) {
    return say(
      id,
      title,
      'cannot say',
      'It takes three sample sizes: gen0 lab sweep --over samples=100,1000,10000.',
    );
  }
  const first = slope(family, metric, () => 1);
  const last = slope(family, metric, lastOf);
  if (!first || !last) return say(id, title, 'cannot say', `${metric} is not above 0 everywhere.`);
  const half = 2 * Math.hypot(first.se, last.se);
  const difference = last.mean - first.mean;
  return say(
    id,
    title,
    difference - half > 0 ? 'shown' : half < 0.1 ? 'not shown' : 'cannot say',
    `${metric} falls with samples to the power ${show(first.mean)} at generation 1 and ${show(last.mean)} at the last: ${show(difference)} ± ${show(half)}.`,
  );
}

function slope(
  family: readonly ArmResult[],
  metric: string,
  at: (arm: ArmResult) => number,
): Level | undefined {
  const rows = family.map((arm) => ({ x: Math.log(arm.samples), level: levelAt(arm, metric, at(arm)) }));
  const centre = rows.reduce((sum, { x }) => sum + x, 0) / rows.length;
  const spread = rows.reduce((sum, { x }) => sum + (x - centre) ** 2, 0);
  let mean = 0;
  let variance = 0;
  for (const { x, level } of rows) {
    if (!level || !(level.mean > 0)) return undefined;
    const weight = (x - centre) / spread;
    mean += weight * Math.log(level.mean);
    variance += (weight * (level.se / level.mean)) ** 2;
  }
  return { mean, se: Math.sqrt(variance) };
}

/** By the typical run: where the mean variance stays, almost every run's may still vanish. */
function variance(arm: ArmResult, metric: string | undefined): Finding {
  const [id, title] = ['variance', 'Variance collapses'];
  if (metric === undefined) return nothing(id, title, 'variance');
  const start = levelAt(arm, metric, 0)?.mean;
  const runs = numbers(arm.last[metric]);
  if (start === undefined || !(start > 0) || runs.length === 0)
    return say(id, title, 'cannot say', `No ${metric} to compare.`);
  const [low, middle, high] = medianInterval(runs).map((x) => x / start);
  const because = `${metric} of the typical run ends at ${show(middle)} [${show(low)}, ${show(high)}] times generation 0's; below ${COLLAPSED} it has collapsed, above ${KEPT} it is kept.`;
  return say(id, title, high < COLLAPSED ? 'shown' : low > KEPT ? 'not shown' : 'cannot say', because);
}

/** Of a figure that is 1, or its own start, while nothing is lost. */
function falling(arm: ArmResult, metric: string | undefined, id: string, title: string): Finding {
  if (metric === undefined) return nothing(id, title, id === 'tail' ? 'tail' : 'modes');
  const start = levelAt(arm, metric, 0) ?? levelAt(arm, metric, 1);
  const last = levelAt(arm, metric, lastOf(arm));
  if (!start || !last || !(start.mean > 0)) return say(id, title, 'cannot say', `No ${metric} to compare.`);
  const ratio = last.mean / start.mean;
  const runs = numbers(arm.last[metric]).length;
  const half = (runs > 1 ? tQuantile(0.95, runs - 1) : 2) * (last.se / start.mean);
  const because = `${metric} ends at ${show(ratio)} ± ${show(half)} times its start; below ${GOING} it is going.`;
  const outcome = ratio + half < GOING ? 'shown' : ratio - half > GOING ? 'not shown' : 'cannot say';
  return say(id, title, outcome, because);
}

function invention(arm: ArmResult, metric: string | undefined): Finding {
  const [id, title] = ['invented', 'Data appear that no real source would give'];
  if (metric === undefined) return nothing(id, title, 'invented data');
  const start = levelAt(arm, metric, 0) ?? { mean: 0, se: 0 };
  const last = levelAt(arm, metric, lastOf(arm));
  if (!last) return say(id, title, 'cannot say', `No ${metric} to compare.`);
  const rise = last.mean - start.mean;
  const half = 2 * last.se;
  const because = `${metric} goes from ${show(start.mean)} to ${show(last.mean)} ± ${show(half)}; more than ${INVENTED} above the start counts.`;
  return say(id, title, beyond(rise, half, INVENTED), because);
}

function numbers(values: readonly (number | null)[] | undefined): number[] {
  return (values ?? []).filter((x): x is number => x !== null);
}

/** The median with a 95 % interval from order statistics (binomial, normal approximation; the extremes for few runs). */
function medianInterval(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const reach = 0.98 * Math.sqrt(n);
  const at = (place: number) => sorted[Math.min(n - 1, Math.max(0, place))];
  const middle = (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2;
  return [at(Math.floor((n - 1) / 2 - reach)), middle, at(Math.ceil((n - 1) / 2 + reach))];
}
