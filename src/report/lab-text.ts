/**
 * A run of the lab in a terminal, at most 80 columns wide: per arm the metrics over the generations, then what is claimed
 * and whether it holds, then the figures of the source.
 */

import type {
  ArmResult,
  Attribution,
  ClaimResult,
  LabResult,
  PublishedResult,
} from '../lab/experiments/result.js';
import { formatCount, formatSeconds, formatValue, plural } from '../util/format.js';
import { sparkline } from '../util/sparkline.js';
import { spread } from './lab/spread.js';
import { comparedOf, controlOf } from './lab-control.js';
import { columns, cut, fit, printable, wrap } from './terminal.js';

const WIDTH = 80;
const TITLE_ROOM = 25;
const FIGURE_ROOM = 9;
const FIGURES = 4;
const SPARK_ROOM = WIDTH - 2 - TITLE_ROOM - FIGURES * FIGURE_ROOM - 2;
const MOST_METRICS = 8;
const MOST_LOST = 12;
const MOST_CONTINUED = 12;
const MOST_PROFILES = 8;
const PROFILE_ROOM = 39;

const CODES = { red: '31', yellow: '33', green: '32', dim: '2', bold: '1' };
type Paint = (colour: keyof typeof CODES, text: string) => string;

const OUTCOMES = {
  holds: ['green', 'holds'],
  failed: ['red', 'FAILED'],
  'cannot say': ['yellow', 'cannot say'],
} as const;

/** Ends with a newline. Escape codes do not count as columns. */
export function labText(result: LabResult, { colour = false }: { colour?: boolean } = {}): string {
  const paint: Paint = colour ? (name, part) => `\x1b[${CODES[name]}m${part}\x1b[0m` : (_, part) => part;
  const { experiment, world, arms, claims, published, warnings } = result;
  const lines = [`${paint('bold', printable(experiment.title))}`];
  const about = experiment.about.trim();
  if (about !== '') lines.push(...wrap(printable(about), WIDTH - 2).map((line) => paint('dim', line)));
  lines.push(
    paint(
      'dim',
      cut(
        `world ${world.name}, ${plural(experiment.seeds, 'seed')} from ${experiment.seed}${inputOf(result)}`,
        WIDTH,
      ),
    ),
  );
  if (result.sweep) lines.push('', ...sweepLines(result, paint));
  else for (const arm of arms) lines.push('', ...armLines(result, arm, paint));
  lines.push(...continuedLines(result, paint));
  if (claims.length > 0) lines.push('', paint('bold', 'Claims'));
  for (const claim of claims) lines.push(...claimLines(claim, paint));
  if (published.length > 0) lines.push('', paint('bold', 'Published figures'));
  for (const row of published) lines.push(...publishedLines(row, paint));
  if (result.attribution) lines.push('', ...attributionLines(result.attribution, paint));
  lines.push('', ...profileLines(result, paint));
  for (const { message } of warnings) {
    lines.push(...wrap(printable(`note: ${message}`), WIDTH).map((line) => paint('yellow', line)));
  }
  return `${lines.join('\n')}\n`;
}

function inputOf({ input }: LabResult): string {
  if (input === null) return '';
  const classes = input.classes === undefined ? '' : ` in ${formatCount(input.classes)} classes`;
  return `, ${printable(input.name)} (${formatCount(input.size)}${classes})`;
}

/** Metrics in the order in which they are shown; those without any figure only where they are watched. */
export function shownMetrics({ experiment, world, arms }: LabResult): string[] {
  const watched = experiment.watch;
  const measured = Object.keys(world.metrics).filter(
    (name) =>
      !watched.includes(name) && arms.some(({ metrics }) => metrics[name].mean.some((x) => x !== null)),
  );
  return [...watched, ...measured].slice(0, MOST_METRICS);
}

function armLines(result: LabResult, arm: ArmResult, paint: Paint): string[] {
  const { measured } = arm;
  const rows = shownRows(measured);
  const setting = [
    arm.name === arm.regime ? '' : arm.regime,
    `${formatCount(arm.samples)} samples`,
    arm.initial === undefined ? '' : `${formatCount(arm.initial)} real at first`,
    arm.growth === 0 ? '' : `growing as g^${arm.growth}`,
  ].filter((part) => part !== '');
  const name = cut(printable(arm.name), 40);
  const lines = [
    `${paint('bold', name)}  ${paint('dim', cut(setting.join(', '), WIDTH - 2 - columns(name)))}`,
    paint(
      'dim',
      `  ${fit('generation', TITLE_ROOM)}${rows.map((row) => right(formatCount(measured[row]))).join('')}`,
    ),
  ];
  for (const metric of shownMetrics(result)) {
    const info = result.world.metrics[metric];
    const { mean, low, high } = arm.metrics[metric];
    if (mean.every((x) => x === null)) continue;
    const figures = rows.map((row) => right(figure(mean[row]))).join('');
    lines.push(`  ${fit(info.title, TITLE_ROOM)}${figures}  ${sparkline(mean, SPARK_ROOM, info.log)}`);
    if (metric === shownMetrics(result)[0] && result.experiment.seeds > 1) {
      const cells = [low, high].map((ends) => rows.map((row) => right(figure(ends[row]))).join(''));
      lines.push(paint('dim', `  ${fit('  5 % of runs below', TITLE_ROOM)}${cells[0]}`));
      lines.push(paint('dim', `  ${fit('  5 % of runs above', TITLE_ROOM)}${cells[1]}`));
    }
  }
  if (arm.lost.length > 0) lines.push(...lostLines(arm));
  return lines;
}

/** First, last, and two between, evenly in ratio. */
function shownRows(measured: readonly number[]): number[] {
  const last = measured.length - 1;
  if (last < FIGURES) return measured.map((_, i) => i);
  const root = Math.sqrt(measured[last]);
  const middle = measured.findIndex((g) => g >= root);
  return [0, 1, Math.min(Math.max(middle, 2), last - 1), last];
}

function lostLines({ lost }: ArmResult): string[] {
  const named = lost.slice(0, MOST_LOST).map(({ name, share }) => {
    return `${printable(name)}${share < 1 ? ` (${Math.round(100 * share)} % of runs)` : ''}`;
  });
  const more = lost.length > MOST_LOST ? `, and ${formatCount(lost.length - MOST_LOST)} more` : '';
  return wrap(`lost: ${named.join(', ')}${more}`, WIDTH - 2).map((line) => `  ${line}`);
}

/** The first beginning of a text as each arm's generations continue it, the first line; all are in the page. */
function continuedLines({ arms, sweep }: LabResult, paint: Paint): string[] {
  const told = sweep ? [] : arms.filter(({ continued = [] }) => (continued[0]?.texts.length ?? 0) > 0);
  if (told.length === 0) return [];
  const [{ prompt }] = told[0].continued![0].texts;
  const lines = ['', `${paint('bold', 'Continued:')} ${cut(plainLine(prompt), WIDTH - 14)} …`];
  for (const { name, continued } of told) {
    lines.push(paint('dim', `  ${cut(printable(name), WIDTH - 2)}`));
    for (const { generation, texts } of spread(continued!, MOST_CONTINUED)) {
      const [line = ''] = wrap(plainLine(texts[0]?.text ?? ''), WIDTH - 8);
      lines.push(`  ${String(generation).padStart(4)}  ${line}`.trimEnd());
    }
  }
  return lines;
}

function plainLine(text: string): string {
  return printable(text.replace(/\s+/gu, ' ').trim());
}

const SWEPT_METRICS = 3;

/** A table a metric: its mean at the last generation against what was varied. */
function sweepLines(result: LabResult, paint: Paint): string[] {
  const lines: string[] = [];
  for (const metric of shownMetrics(result).slice(0, SWEPT_METRICS)) {
    const { title } = result.world.metrics[metric];
    const heads = ['mean', 'se', '5 %', '95 %'].map(right).join('');
    if (lines.length > 0) lines.push('');
    lines.push(
      `${paint('bold', fit(`${title}, at the last generation`, WIDTH - FIGURES * FIGURE_ROOM - 1))}${heads}`,
    );
    for (const arm of result.arms) {
      const { mean, se, low, high } = arm.metrics[metric];
      const cells = [mean, se, low, high].map((curve) => right(figure(curve[curve.length - 1]))).join('');
      lines.push(`  ${fit(printable(arm.name), WIDTH - FIGURES * FIGURE_ROOM - 3)}${cells}`);
    }
  }
  return lines;
}

function claimLines(claim: ClaimResult, paint: Paint): string[] {
  const [colour, word] = OUTCOMES[claim.outcome];
  const text = wrap(printable(claim.text), WIDTH - 14);
  const lines = text.map((line, i) => `  ${i === 0 ? paint(colour, fit(word, 12)) : ' '.repeat(12)}${line}`);
  const ci = claim.ci ? ` [${figure(claim.ci[0])}, ${figure(claim.ci[1])}]` : '';
  const sign = claim.direction === 'higher' ? '>' : '<';
  const least = claim.direction === 'higher' ? claim.least : -claim.least;
  const difference = `${comparedOf(claim)}, generation ${claim.generation}, ${claim.arm} - ${controlOf(claim)} = ${figure(claim.difference)}${ci}; claimed ${sign} ${formatValue(least)}; ${plural(claim.n, 'pair')}`;
  for (const line of wrap(printable(difference), WIDTH - 14))
    lines.push(`${' '.repeat(14)}${paint('dim', line)}`);
  return lines;
}

function publishedLines(row: PublishedResult, paint: Paint): string[] {
  const [colour, word] = row.agrees ? (['green', 'agrees'] as const) : (['red', 'DIFFERS'] as const);
  const value =
    typeof row.value === 'number'
      ? `${formatValue(row.value)} ± ${formatValue(100 * row.tolerance)} %`
      : `${formatValue(row.value[0])} to ${formatValue(row.value[1])}`;
  const se = row.se === null ? '' : ` ± ${figure(row.se)}`;
  const text = `${row.id}: ${row.what}: published ${value}, measured ${figure(row.measured)}${se}`;
  return wrap(printable(text), WIDTH - 12).map(
    (line, i) => `  ${i === 0 ? paint(colour, fit(word, 10)) : ' '.repeat(10)}${line}`,
  );
}

/** Each part's share of the drift at the first, a middle and the last generation. */
function attributionLines({ metric, generations, parts, together }: Attribution, paint: Paint): string[] {
  const last = generations.length - 1;
  const rows = [...new Set([0, last >> 1, last])];
  const cell = (value: number, [low, high]: [number, number]) =>
    `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`.padStart(20);
  const row = (title: string, values: number[], cis: [number, number][]) =>
    `  ${fit(title, 16)}${rows.map((i) => cell(values[i], cis[i])).join('')}`;
  return [
    paint('bold', `Share of ${printable(metric)} that each error makes`),
    paint(
      'dim',
      `  ${fit('generation', 16)}${rows.map((i) => String(generations[i]).padStart(20)).join('')}`,
    ),
    ...parts.map(({ arm, share, ci }) => row(printable(arm), share, ci)),
    paint('dim', row('together / sum', together.ratio, together.ci)),
  ];
}

const MARKS = { shown: '●', 'not shown': '○', 'cannot say': '·' } as const;

/** A column a definition, a row an arm. */
function profileLines({ profiles, arms }: LabResult, paint: Paint): string[] {
  const shown = arms.slice(0, MOST_PROFILES);
  const ids = profiles[arms[0].name].map(({ id }) => id);
  const lines = [paint('bold', 'Eight definitions of collapse   ● shown   ○ not shown   · cannot say')];
  for (const arm of shown) {
    const found = profiles[arm.name];
    const marks = ids.map((_, i) => MARKS[found[i].outcome]).join(' ');
    const names = found.filter(({ outcome }) => outcome === 'shown').map(({ id }) => id);
    wrap(names.join(', ') || 'none shown', WIDTH - PROFILE_ROOM).forEach((line, i) => {
      const head = i === 0 ? `  ${fit(printable(arm.name), 20)}${marks}` : '';
      lines.push(`${fit(head, PROFILE_ROOM)}${line}`);
    });
  }
  if (arms.length > shown.length)
    lines.push(paint('dim', `  and ${arms.length - shown.length} more arms, in result.json`));
  return lines;
}

function figure(x: number | null): string {
  return x === null ? '-' : formatValue(x);
}

function right(text: string): string {
  return cut(text, FIGURE_ROOM - 1).padStart(FIGURE_ROOM);
}

/** `12.3 s on 2 threads`. */
export function labSeconds({ timing }: LabResult): string {
  return formatSeconds(timing.total ?? 0);
}
