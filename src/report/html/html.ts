/**
 * The audit as one offline HTML file of at most 1 MB, whatever the corpus: no script, no request, aggregates
 * and a capped list of examples only. The content security policy allows the one style sheet by its hash and
 * nothing else, so that even a fault in escaping could neither run nor fetch anything.
 */
import { createHash } from 'node:crypto';
import type { AuditResult, CorpusSummary } from '../../audit/result.js';
import { formatCompact, formatCount } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { json } from '../json.js';
import type { ReportOptions } from '../options.js';
import { byGroup, GROUP_TITLES, gradeLine, STAGE_MEANINGS, STAGE_TITLES } from '../words.js';
import { advice } from './advice.js';
import { definitionsSection } from './definitions.js';
import { axisOf } from './forest.js';
import { groupSection, legend } from './groups.js';
import { lostSection } from './lost.js';
import { method } from './method.js';
import { scale } from './scale.js';
import { STYLE } from './style.js';

/** Largest report in bytes. */
export const HTML_LIMIT = 1_000_000;

/** Rows of the table of what was lost: fewer when the report would grow over its limit. */
const ROWS = [300, 100, 30];

/** The report; the result itself is embedded for download where it fits. */
export function html(result: AuditResult, options: ReportOptions = {}): string {
  const data = Buffer.from(json(result)).toString('base64');
  const link = `<a download="result.json" href="data:application/json;base64,${data}">Download result.json</a>`;
  const none = '<span class="soft">result.json is too large to embed here; it lies beside this file.</span>';
  for (const rows of ROWS) {
    for (const download of [link, none]) {
      const whole = page(result, options, rows, download);
      if (Buffer.byteLength(whole) <= HTML_LIMIT) return whole;
    }
  }
  throw new Error('the HTML report is over its limit without any list: a metric or gate list is not capped');
}

function page(result: AuditResult, options: ReportOptions, rows: number, download: string): string {
  const groups = byGroup(result);
  const axis = axisOf(result);
  const name = escapeXml(shorten(result.corpus.name, 120));
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const links = [
    ['verdict', 'Verdict'],
    ['lost', 'What was lost'],
    ...groups.map(({ group }) => [group, GROUP_TITLES[group]]),
    ['advice', 'What to do'],
    ['definitions', 'Eight definitions'],
    ['method', 'How this was measured'],
  ];
  const first = groups.findIndex(({ metrics }) => metrics.some(({ metric }) => metric.ratio !== null));
  const section = ({ group, metrics }: (typeof groups)[number], i: number) =>
    groupSection(group, metrics, axis, options.explain ?? {}, i === first ? legend(result) : '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${STAGE_TITLES[result.verdict.stage].toLowerCase()}: ${name} (gen0 audit)</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>gen0 audit of <bdi>${name}</bdi></h1>
<nav aria-label="Sections">${links.map(([id, label]) => `<a href="#${id}">${label}</a>`).join(' ')}</nav></header>
<main>
${verdictSection(result)}
<section id="lost"><h2>What was lost</h2>
${lostSection(result, rows)}
</section>
${groups.map(section).join('\n')}
<section id="advice"><h2>What to do</h2>
${advice(result)}
</section>
<section id="definitions"><h2>Eight definitions of collapse</h2>
${definitionsSection(result)}
</section>
<section id="method"><h2>How this was measured</h2>
${method(result)}
<p class="screen">${download}</p>
</section>
</main>
<footer>Made by gen0 ${escapeXml(result.tool.version)} on this machine; nothing was sent anywhere.</footer>
</body>
</html>
`;
}

function verdictSection(result: AuditResult): string {
  const { stage, because, notClaimed } = result.verdict;
  const reasons = because.slice(0, 12).map((reason) => `<li>${escapeXml(shorten(reason, 500))}</li>`);
  return [
    '<section id="verdict"><div class="card">',
    `<p class="stage">${sentenceCase(STAGE_TITLES[stage])}</p>`,
    `<p>${STAGE_MEANINGS[stage]}</p>`,
    scale(stage),
    reasons.length > 0 ? `<ul class="because">${reasons.join('')}</ul>` : '',
    `<p class="soft">${escapeXml(shorten(notClaimed, 500))}</p>`,
    '</div>',
    `<div class="corpora">${corpusCard('Corpus', result.corpus)}${corpusCard('Reference', result.reference)}</div>`,
    `<p class="soft">Compared at ${formatCompact(result.comparedTokens)} tokens each · ${gradeLine(result, ' · ')}${result.partial ? ' · <b>partial: not all of the input was read</b>' : ''}</p>`,
    '</section>',
  ].join('\n');
}

function corpusCard(label: string, { name, documents, tokens }: CorpusSummary): string {
  return `<div><span class="soft small">${label}</span><b><bdi>${escapeXml(shorten(name, 120))}</bdi></b><span class="soft">${formatCount(documents)} documents · ${formatCompact(tokens)} tokens</span></div>`;
}

function sentenceCase(title: string): string {
  return title.charAt(0) + title.slice(1).toLowerCase();
}
