/** The tour as text, at most 80 columns wide: what was done, the ratios by generation, the verdicts, what to do next. */
import type { AuditResult, Grade, MetricResult } from '../../audit/result.js';
import type { NgramOptions } from '../../lm/ngram.js';
import { formatCompact, formatRatio } from '../../util/format.js';

export interface Generation {
  result: AuditResult;
  /** A sentence of it, or ''. */
  sentence: string;
}

export interface DemoRun {
  speeches: number;
  /** Speeches there are. */
  of: number;
  from: string;
  to: string;
  pieces: number;
  learner: NgramOptions;
  seed: number;
  /** [0] = every second speech against the others; the later ones against all speeches. */
  generations: Generation[];
  /** Folder of the last audit. */
  saved?: string;
}

const TITLE_ROOM = 26;
const CELL_ROOM = 7;
const STAGE_ROOM = 12;
const TEXT_ROOM = 65;
const SMOOTHED = {
  none: 'unsmoothed',
  'witten-bell': 'Witten-Bell smoothing',
  'kneser-ney': 'Kneser-Ney smoothing',
};
const BARS = '▁▂▃▄▅▆▇█';

/** Marks and colours (ANSI numbers) of the grades that matter here. */
const MARKS: Partial<Record<Grade, string>> = { warn: '!', fail: '✗', inconclusive: '?' };
const COLOURS: Partial<Record<Grade, number>> = { warn: 33, fail: 31, inconclusive: 2 };

export function demoText(run: DemoRun, colour: boolean): string {
  const paint = (code: number | undefined, text: string) =>
    colour && code !== undefined ? `\x1b[${code}m${text}\x1b[0m` : text;
  const lines = ['', ...whatWasDone(run), '', ...table(run, paint), '', ...verdicts(run, paint), ''];
  lines.push(...reasons(run), ...next(run, paint));
  return `${lines.join('\n')}\n`;
}

type Paint = (code: number | undefined, text: string) => string;

function whatWasDone(run: DemoRun): string[] {
  const { speeches, of, from, to, pieces, learner, seed, generations } = run;
  const smoothed = SMOOTHED[learner.smoothing];
  return [
    ...item('people', `${speeches} of the ${of} State of the Union speeches, ${from} to ${to}`),
    ...item('model', `${learner.order}-grams of words, ${smoothed}, seed ${seed}`),
    ...item(
      'loop',
      `generation 1 learns from the speeches, each later one only from the output of the one before; each writes ${speeches} texts as long as theirs, in all ${formatCompact(pieces)} words and signs`,
    ),
    ...item(
      'audit',
      `generations 1 to ${generations.length - 1} against the speeches; 0 is every second one of the speeches against the others`,
    ),
  ];
}

/** Every metric of the tails and of diversity, as the results hold them. */
function table({ generations }: DemoRun, paint: Paint): string[] {
  const heads = generations.map((_, g) => String(g).padStart(CELL_ROOM - 1)).join(' ');
  const last = generations[generations.length - 1].result;
  const types = generations.map(({ result }, g) => (g === 0 ? last.reference.types : result.corpus.types));
  const counts = types.map((count) => formatCompact(count).padStart(CELL_ROOM - 1)).join(' ');
  const lines = [
    paint(2, `  ${'generation'.padEnd(TITLE_ROOM)}${heads}`),
    `  ${'different words in all'.padEnd(TITLE_ROOM)}${counts}`,
    paint(2, '  ratio to people'),
  ];
  for (const [id, { group, title }] of Object.entries(last.metrics)) {
    if (group !== 'tails' && group !== 'diversity') continue;
    const metrics = generations.map(({ result }) => result.metrics[id]);
    const cells = metrics.map((metric) => cell(metric, paint)).join('');
    lines.push(`  ${cut(title, TITLE_ROOM - 2).padEnd(TITLE_ROOM)}${cells}  ${sparkline(metrics)}`);
  }
  return [...lines, paint(2, '  ✗ fails   ! warns   ? cannot be told   bars: ratio from 0 to 1')];
}

function cell({ ratio, grade }: MetricResult, paint: Paint): string {
  const figure = ratio === null ? '-' : formatRatio(ratio);
  return paint(COLOURS[grade], figure.padStart(CELL_ROOM - 1) + (MARKS[grade] ?? ' '));
}

/** One scale for all rows, so that they can be compared: the full height is a ratio of 1 or more. */
function sparkline(metrics: MetricResult[]): string {
  return metrics
    .map(({ ratio }) =>
      ratio === null ? ' ' : BARS[Math.min(BARS.length - 1, Math.floor(Math.max(0, ratio) * BARS.length))],
    )
    .join('');
}

function verdicts({ generations }: DemoRun, paint: Paint): string[] {
  const lines = [paint(2, `  ${'   verdict'.padEnd(3 + STAGE_ROOM)}the first sentence that fits here`)];
  generations.forEach(({ result, sentence }, g) => {
    const { stage } = result.verdict;
    const code = stage === 'healthy' ? 32 : stage === 'early' || stage === 'late' ? 31 : 33;
    lines.push(
      `  ${g}  ${paint(code, stage.padEnd(STAGE_ROOM))}${cut(sentence, 80 - 5 - STAGE_ROOM)}`.trimEnd(),
    );
  });
  return lines;
}

/** In which order the metrics fell, by the generation in which each first failed, and why the last verdict. */
function reasons({ generations }: DemoRun): string[] {
  const gone = new Set<string>();
  const lines: string[] = [];
  generations.forEach(({ result }, g) => {
    const fresh = Object.entries(result.metrics).filter(
      ([id, { grade }]) => grade === 'fail' && !gone.has(id),
    );
    for (const [id] of fresh) gone.add(id);
    if (fresh.length === 0) return;
    const titles = fresh.map(([, { group, title }]) => `${title} (${group})`).join(', ');
    lines.push(...item(`fails at ${g}`, titles));
  });
  const last = generations.length - 1;
  return [...lines, ...item(`why ${last}`, generations[last].result.verdict.because.join(' ')), ''];
}

function next({ saved, generations }: DemoRun, paint: Paint): string[] {
  const last = generations.length - 1;
  const worst = Object.entries(generations[last].result.metrics).find(([, { grade }]) => grade === 'fail');
  const lines: string[] = [];
  if (saved !== undefined) {
    lines.push(`  ${paint(2, 'saved')}   ${saved}/report.html  (generation ${last})`);
  }
  const commands = [
    ...(saved === undefined ? [] : ['gen0 report latest']),
    ...(worst === undefined ? [] : [`gen0 metrics ${worst[0]}`]),
    'gen0 audit yours.jsonl --reference human.jsonl',
  ];
  commands.forEach((command, i) => {
    lines.push(`  ${paint(2, i === 0 ? 'next ' : '     ')}   ${command}`);
  });
  return lines;
}

/** A labelled paragraph. */
function item(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > TEXT_ROOM) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((part, i) => `  ${(i === 0 ? label : '').padEnd(12)}${part}`);
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
