/** Two saved runs of the lab beside each other, at the last generation: data, and the data as text. */
import type { ArmResult, LabResult } from '../lab/experiments/result.js';
import { formatValue } from '../util/format.js';
import { fit, printable, wrap } from './terminal.js';

export interface LabComparison {
  schema: 1;
  kind: 'lab-comparison';
  /** What was given for each, with the name of what was run. */
  runs: { name: string; what: string; seeds: number }[];
  rows: {
    arm: [string, string];
    metric: string;
    title: string;
    /** Mean at the last generation. */
    means: [number | null, number | null];
    /** Second minus first. */
    difference: number | null;
    /** 95 %, normal, the runs taken as independent; null with one seed. */
    ci: [number, number] | null;
    /** The interval does not hold 0. */
    beyondChance: boolean | null;
  }[];
  /** Arms that only one run has. */
  only: [string[], string[]];
}

const WIDTH = 1.96;

/** Arms of the same name are compared; where each run has a single arm, these are. */
export function compareLabs(a: LabResult, b: LabResult, names: [string, string]): LabComparison {
  const single = a.arms.length === 1 && b.arms.length === 1;
  const pairs: [ArmResult, ArmResult][] = single
    ? [[a.arms[0], b.arms[0]]]
    : a.arms.flatMap((arm) =>
        b.arms.filter(({ name }) => name === arm.name).map((other) => [arm, other] as [ArmResult, ArmResult]),
      );
  const rows = pairs.flatMap(([one, other]) =>
    Object.keys(one.metrics)
      .filter((metric) => Object.hasOwn(other.metrics, metric))
      .map((metric) => {
        const [x, y] = [lastOf(one, metric), lastOf(other, metric)];
        const difference = x.mean === null || y.mean === null ? null : y.mean - x.mean;
        const known = difference !== null && x.se !== null && y.se !== null;
        const reach = known ? WIDTH * Math.hypot(x.se!, y.se!) : 0;
        const ci: [number, number] | null = known ? [difference - reach, difference + reach] : null;
        return {
          arm: [one.name, other.name] as [string, string],
          metric,
          title: a.world.metrics[metric].title,
          means: [x.mean, y.mean] as [number | null, number | null],
          difference,
          ci,
          beyondChance: ci && (ci[0] > 0 || ci[1] < 0),
        };
      }),
  );
  const paired = (side: 0 | 1) => pairs.map((pair) => pair[side].name);
  const left = (run: LabResult, side: 0 | 1) =>
    run.arms.map(({ name }) => name).filter((name) => !paired(side).includes(name));
  return {
    schema: 1,
    kind: 'lab-comparison',
    runs: [a, b].map((run, i) => ({ name: names[i], what: run.name, seeds: run.experiment.seeds })),
    rows,
    only: [left(a, 0), left(b, 1)],
  };
}

function lastOf({ metrics, measured }: ArmResult, metric: string) {
  const { mean, se } = metrics[metric];
  return { mean: mean[measured.length - 1], se: se[measured.length - 1] };
}

/** At most 80 columns wide, ending with a newline. */
export function compareText({ runs, rows, only }: LabComparison): string {
  const lines = runs.map(
    ({ name, what, seeds }, i) => `${'AB'[i]}  ${printable(name)}: ${what}, ${seeds} seeds`,
  );
  let arm = '';
  for (const row of rows) {
    const title = row.arm[0] === row.arm[1] ? row.arm[0] : `${row.arm[0]} | ${row.arm[1]}`;
    if (title !== arm)
      lines.push(
        '',
        `${fit(printable(title), 30)}${['A', 'B', 'B - A'].map(right).join('')}   beyond chance`,
      );
    arm = title;
    const figures = [...row.means, row.difference]
      .map((x) => right(x === null ? '-' : formatValue(x)))
      .join('');
    const verdict = row.beyondChance === null ? '-' : row.beyondChance ? 'yes' : 'no';
    lines.push(`${fit(`  ${row.title}`, 30)}${figures}   ${verdict}`);
  }
  if (rows.length === 0) lines.push('', 'no arm is in both runs');
  only.forEach((names, i) => {
    if (names.length > 0) lines.push('', ...wrap(`only in ${'AB'[i]}: ${printable(names.join(', '))}`, 80));
  });
  return `${lines.join('\n')}\n`;
}

function right(text: string): string {
  return text.padStart(11);
}
