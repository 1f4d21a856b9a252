/** One section a group: the plot, its table, and for each metric what was found and why it matters. */
import type { AuditResult, MetricGroup, MetricResult } from '../../audit/result.js';
import { formatCount, formatInterval, formatRatio, formatValue } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import type { Explanation } from '../options.js';
import { GROUP_TITLES, MARKS, type NamedMetric } from '../words.js';
import { type Axis, forest, gradeClass } from './forest.js';

const LEADS: Record<MetricGroup, string> = {
  tails: 'Rare words and phrases: the first thing that a collapsing corpus loses.',
  diversity: 'How varied the corpus is as a whole, at equal size.',
  centre: 'The typical text: it holds in early collapse and goes in late collapse.',
  repetition: 'Texts that loop or repeat one another.',
  drift: 'How far the words have moved, and what came in. Movement alone is no collapse.',
  bias: 'Who and what the corpus speaks of more, or less, than the reference does.',
};

/** The section of one group, with its heading. */
export function groupSection(
  group: MetricGroup,
  metrics: NamedMetric[],
  axis: Axis,
  explain: Record<string, Explanation>,
  note = '',
): string {
  const drawn = metrics.some(({ metric }) => metric.ratio !== null);
  const plot = `${note}<div class="figure">${forest(metrics, axis, GROUP_TITLES[group])}</div>
<details><summary>Table of these figures</summary>${figuresTable(metrics)}</details>`;
  return [
    `<section id="${group}"><h2>${GROUP_TITLES[group]}</h2>`,
    `<p class="soft">${LEADS[group]}</p>`,
    drawn ? plot : '',
    ...metrics.map(({ id, metric }) =>
      finding(id, metric, Object.hasOwn(explain, id) ? explain[id] : undefined),
    ),
    '</section>',
  ].join('\n');
}

/** How to read the plots, said once. */
export function legend(result: AuditResult): string {
  const noise = Object.values(result.metrics).some((metric) => metric.noise !== null);
  return `<p class="soft small">In the plots the mark is the ratio to the reference at equal size, its line the 95 % interval${noise ? ', the grey band what the reference scores against itself at this size (the noise floor)' : ''}; the dashed line is 1. Disc: ok. Triangle: warn. Cross: fail. Ring: not judged.</p>`;
}

/** In full where there is something to act on; other metrics fold to one line. */
function finding(id: string, metric: MetricResult, explanation: Explanation | undefined): string {
  const { grade, ratio } = metric;
  const head = `<span class="grade ${gradeClass(grade)}">${MARKS[grade]} ${grade}</span> ${escapeXml(capital(shorten(metric.title, 160)))}`;
  const body = [
    `<p>${escapeXml(sentence(metric))}</p>`,
    explanation ? `<p>${escapeXml(explanation.why)}</p>` : '',
    `<p class="soft small"><code>${escapeXml(shorten(id, 120))}</code>${explanation ? ` · ${escapeXml(explanation.source)}` : ''}</p>`,
  ].join('');
  if (grade === 'fail' || grade === 'warn') return `<div class="metric"><h3>${head}</h3>${body}</div>`;
  const figure =
    ratio === null ? shorten(metric.reason ?? '', 100) : `${formatRatio(ratio)} of the reference`;
  return `<details class="metric"><summary>${head} <span class="soft">${escapeXml(figure)}</span></summary>${body}</details>`;
}

function capital(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function sentence({ ratio, ci, noise, value, reference, unit, reason, grade }: MetricResult): string {
  const parts: string[] = [];
  if (ratio !== null) {
    const interval = ci ? ` (95 % interval ${formatRatio(ci[0])} to ${formatRatio(ci[1])})` : '';
    parts.push(`${formatRatio(ratio)} of the reference${interval}.`);
  }
  if (noise !== null) {
    parts.push(`Against itself the reference gives ${formatRatio(noise[0])} to ${formatRatio(noise[1])}.`);
  }
  if (value !== null && reference !== null) {
    parts.push(
      `${formatValue(value)} here, ${formatValue(reference)} there${unit === '' ? '' : ` (${unit})`}.`,
    );
  }
  if (reason !== undefined && grade !== 'ok')
    parts.push(`${capital(reason)}${/[.!?]$/.test(reason) ? '' : '.'}`);
  return shorten(parts.join(' '), 600);
}

function figuresTable(metrics: NamedMetric[]): string {
  const figure = (value: number | null, format: (value: number) => string) =>
    value === null ? '–' : format(value);
  const rows = metrics.map(({ id, metric }) => {
    const { grade, value, reference, ratio, ci, noise, q, n } = metric;
    const cells = [
      figure(value, formatValue),
      figure(reference, formatValue),
      figure(ratio, formatRatio),
      ci ? formatInterval(ci) : '–',
      noise ? formatInterval(noise) : '–',
      figure(q, (each) => String(Number(each.toPrecision(2)))),
      formatCount(n),
    ];
    return `<tr><td class="id">${escapeXml(shorten(id, 120))}</td><td>${MARKS[grade]} ${grade}</td>${cells.map((cell) => `<td class="n">${cell}</td>`).join('')}</tr>`;
  });
  const head = ['value', 'reference', 'ratio', '95 % interval', 'noise floor', 'q', 'documents'];
  return `<div class="wide"><table><thead><tr><th>metric</th><th>grade</th>${head.map((cell) => `<th class="n">${cell}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
