/**
 * The audit in a terminal, at most 80 columns wide. The most important line stands last, where the eye is when
 * the command ends. Values are shown for passing metrics too.
 */
import type { AuditResult, CompatValues, CorpusSummary, Grade, Stage } from '../audit/result.js';
import {
  formatCompact,
  formatCount,
  formatInterval,
  formatRatio,
  formatSeconds,
  formatValue,
} from '../util/format.js';
import { compatGroups } from './compat-rows.js';
import type { ReportOptions } from './options.js';
import { sliceTables } from './slices.js';
import { columns, cut, fit, printable, wrap } from './terminal.js';
import {
  byGroup,
  elapsed,
  GROUP_TITLES,
  gradeLine,
  MARKS,
  type NamedMetric,
  partsOf,
  quoteGram,
  STAGE_TITLES,
} from './words.js';

const WIDTH = 80;
const TITLE_ROOM = 38;
const RATIO_ROOM = 21;
const FIGURES_ROOM = WIDTH - 4 - TITLE_ROOM;
const VERDICT_INDENT = '           ';
const MOST_LOST = 12;
const MOST_TOPICS = 6;
const MOST_SLICES = 12;
/** For the name of another tool's number. */
const NAME_ROOM = 50;

type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold';
type Paint = (colour: Colour, text: string) => string;

const CODES: Record<Colour, string> = { red: '31', yellow: '33', green: '32', dim: '2', bold: '1' };

const GRADE_COLOURS: Record<Grade, Colour> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  inconclusive: 'dim',
  skipped: 'dim',
};

const STAGE_COLOURS: Record<Stage, Colour> = {
  healthy: 'green',
  early: 'red',
  late: 'red',
  shifted: 'yellow',
  'cannot-say': 'yellow',
};

/** The whole report as lines of at most 80 columns (escape codes not counted), ending with a newline. */
export function text(result: AuditResult, options: ReportOptions = {}): string {
  const paint: Paint = options.colour
    ? (colour, part) => `\x1b[${CODES[colour]}m${part}\x1b[0m`
    : (_, part) => part;
  const lines = [
    '',
    ...header(result),
    '',
    ...metricLines(result, paint),
    '',
    ...sliceLines(result),
    ...lostLines(result),
    ...topicLines(result),
    ...compatLines(result),
    ...noteLines(result, paint),
    ...verdictLines(result, paint),
    ...nextLines(options, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function header(result: AuditResult): string[] {
  const parts = partsOf(result);
  const lines = [
    corpusLine('corpus', result.corpus, parts),
    corpusLine('reference', result.reference, parts),
  ];
  lines.push(
    cut(
      `  compared   ${formatCompact(result.comparedTokens)} ${parts.tokens} each, ${printable(result.tokeniser)}, seed ${result.seed}`,
      WIDTH,
    ),
  );
  if (result.lineage !== 'unknown') lines.push(`  lineage    ${result.lineage} (declared)`);
  return lines;
}

function corpusLine(
  label: string,
  corpus: CorpusSummary,
  { short, tokens }: ReturnType<typeof partsOf>,
): string {
  const documents = `${formatCount(corpus.documents)} ${short}`.padStart(16);
  const figures = documents + `${formatCompact(corpus.tokens)} ${tokens}`.padStart(15);
  const room = Math.min(32, WIDTH - 13 - figures.length);
  return `  ${label.padEnd(11)}${fit(printable(corpus.name), room)}${figures}`;
}

function metricLines(result: AuditResult, paint: Paint): string[] {
  const lines = [
    paint('dim', `    ${' '.repeat(TITLE_ROOM)}${fit('ratio to reference', RATIO_ROOM)}noise floor`),
  ];
  let reason: string | undefined;
  for (const { group, metrics } of byGroup(result)) {
    lines.push(`  ${paint('bold', GROUP_TITLES[group])}`);
    for (const named of metrics) {
      const repeated = named.metric.reason === reason && unjudged(named);
      lines.push(...metricLine(named, repeated, paint));
      reason = unjudged(named) ? named.metric.reason : undefined;
    }
  }
  return lines;
}

function unjudged({ metric }: NamedMetric): boolean {
  return metric.grade === 'inconclusive' || metric.grade === 'skipped';
}

/** A reason that is the same as the one above is not spelled out again. */
function metricLine(named: NamedMetric, repeated: boolean, paint: Paint): string[] {
  const { metric } = named;
  const mark = paint(GRADE_COLOURS[metric.grade], MARKS[metric.grade]);
  const title = fit(printable(metric.title), TITLE_ROOM - 2);
  if (repeated) return [`  ${mark} ${title}  ${metric.grade}: as above`];
  if (unjudged(named) || metric.ratio === null) {
    const said =
      metric.reason ?? (metric.value === null ? 'no value' : valueWithUnit(metric.value, metric.unit));
    const [first, ...rest] = wrap(printable(`${metric.grade}: ${said}`), FIGURES_ROOM);
    return [`  ${mark} ${title}  ${first}`, ...rest.map((line) => `${' '.repeat(4 + TITLE_ROOM)}${line}`)];
  }
  const interval = metric.ci ? ` ${formatInterval(metric.ci)}` : '';
  const ratio = fit(formatRatio(metric.ratio) + interval, RATIO_ROOM);
  const noise = metric.noise ? `${formatRatio(metric.noise[0])} – ${formatRatio(metric.noise[1])}` : '';
  return [`  ${mark} ${title}  ${ratio}${cut(noise, FIGURES_ROOM - RATIO_ROOM)}`.trimEnd()];
}

function valueWithUnit(value: number, unit: string): string {
  return `${formatValue(value)} ${unit}`.trim();
}

/** Tables with a name and figures; the name gives way where the line is full. */
function sliceLines(result: AuditResult): string[] {
  return sliceTables(result, MOST_SLICES).flatMap(({ title, head, rows, more, notes }) => {
    const room = head.map((cell, c) =>
      Math.max(columns(cell), ...rows.map((row) => columns(printable(row[c])))),
    );
    const figures = room.slice(1).reduce((sum, width) => sum + width + 2, 0);
    room[0] = Math.max(8, Math.min(room[0], WIDTH - 4 - figures));
    const line = (cells: string[]) => {
      const [name, ...others] = cells.map(printable);
      const right = others.map((cell, c) => ' '.repeat(2 + room[c + 1] - columns(cell)) + cell);
      return cut(`    ${fit(name, room[0])}${right.join('')}`, WIDTH);
    };
    return [
      cut(`  ${printable(title)}`, WIDTH),
      ...(rows.length > 0 ? [line(head), ...rows.map(line)] : []),
      ...(more > 0 ? [`    and ${formatCount(more)} more in result.json`] : []),
      ...notes.flatMap((note) => wrapped('    ', note)),
      '',
    ];
  });
}

function topicLines({ lostTopics }: AuditResult): string[] {
  if (lostTopics.length === 0) return [];
  const lines = [`  Topics lost (${formatCount(lostTopics.length)}), texts expected → found:`];
  for (const { words, expected, observed } of lostTopics.slice(0, MOST_TOPICS)) {
    const counts = `${formatCount(expected)} → ${formatCount(observed)}`;
    lines.push(cut(`    ${fit(printable(words.join(' ')), WIDTH - 24)}  ${counts}`, WIDTH));
  }
  return [...lines, ''];
}

function lostLines(result: AuditResult): string[] {
  const { lost } = result;
  if (lost.length === 0) return [];
  const named = lost
    .slice(0, MOST_LOST)
    .map(({ gram, expected, observed }) => {
      const counts = `(${formatCount(expected)} → ${formatCount(observed)})`;
      return `${cut(quoteGram(printable(gram)), 40)} ${counts}`.replaceAll(' ', '\u00a0');
    })
    .join(' · ')
    .replaceAll('\u00a0· ', ' · ');
  const all = wrap(`Lost most (of ${formatCount(lost.length)}), expected → found:  ${named}`, WIDTH - 4);
  const shown = all.slice(0, 4).map((line) => `  ${line.replaceAll('\u00a0', ' ')}`.replace(/ ·$/, ''));
  return [...shown, ''];
}

/** One block a tool; empty where none was asked for. */
export function compatLines({ compat }: { compat?: Record<string, CompatValues> }): string[] {
  return compatGroups(compat).flatMap(({ tool, peer, rows }) => [
    cut(`  ${tool}: ${printable(peer)}, not graded`, WIDTH),
    ...rows.flatMap(([name, value]) => {
      const [first = '', ...rest] = wrap(printable(value), WIDTH - NAME_ROOM - 6);
      return [
        `    ${fit(name, NAME_ROOM)} ${first}`,
        ...rest.map((line) => `${' '.repeat(NAME_ROOM + 5)}${line}`),
      ];
    }),
    '',
  ]);
}

function noteLines(result: AuditResult, paint: Paint): string[] {
  const lines: string[] = [];
  for (const { id, message } of result.warnings) {
    lines.push(...hanging(`${paint('yellow', '!')} `, `${id}: ${message}`));
  }
  for (const gate of result.gates) {
    const colour: Colour = gate.status === 'passed' ? 'green' : gate.level === 'error' ? 'red' : 'yellow';
    const label = paint(colour, gate.status === 'broken' && gate.level === 'warn' ? 'warns' : gate.status);
    lines.push(...hanging(`gate ${label} `, `${gate.id}: ${gate.message}`));
  }
  return lines.length === 0 ? [] : [...lines, ''];
}

function hanging(head: string, body: string): string[] {
  const plain = head.replace(/\x1b\[\d+m/g, '');
  const [first = '', ...rest] = wrap(printable(body), WIDTH - 2 - columns(plain));
  return [`  ${head}${first}`, ...rest.map((line) => `    ${line}`)];
}

function verdictLines(result: AuditResult, paint: Paint): string[] {
  const { stage, because, notClaimed } = result.verdict;
  const counts = gradeLine(result, '   ');
  const seconds = elapsed(result);
  const time = seconds === undefined ? '' : formatSeconds(seconds);
  return [
    `  ${counts}${time.padStart(WIDTH - 4 - counts.length)}`.trimEnd(),
    `  Verdict  ${paint('bold', paint(STAGE_COLOURS[stage], STAGE_TITLES[stage]))}`,
    ...because.flatMap((line) => wrapped(VERDICT_INDENT, line)),
    ...diagnosisLines(result),
    ...wrapped('  ', notClaimed),
  ];
}

/** Nothing where nothing is amiss, or nothing can be said. */
function diagnosisLines({ verdict, diagnosis }: AuditResult): string[] {
  if (verdict.stage === 'healthy' || verdict.stage === 'cannot-say') return [];
  const fits = diagnosis.filter(({ outcome }) => outcome === 'fits');
  const open = diagnosis.filter(({ outcome, for: pro }) => outcome === 'cannot tell' && pro.length > 0);
  const names = (list: typeof diagnosis) => list.map(({ title }) => title.toLowerCase()).join(', ');
  const parts = fits.length > 0 ? [`The numbers fit ${names(fits)}.`] : [];
  for (const { title, needs } of open) {
    parts.push(`${title} cannot be told${needs === null ? '' : `; needed: ${needs}`}.`);
  }
  return parts.flatMap((part) => wrapped(VERDICT_INDENT, part));
}

function wrapped(indent: string, body: string): string[] {
  return wrap(printable(body), WIDTH - indent.length - 1).map((line) => indent + line);
}

/** Paths and commands are printed whole, as they are to be copied. */
function nextLines({ saved, next = [] }: ReportOptions, paint: Paint): string[] {
  const lines: string[] = [];
  if (saved !== undefined) lines.push(`  ${paint('dim', 'saved')}   ${printable(saved)}`);
  next.forEach((command, i) => {
    lines.push(`  ${paint('dim', i === 0 ? 'next ' : '     ')}   ${printable(command)}`);
  });
  return lines.length === 0 ? [] : ['', ...lines];
}
