/**
 * A result of the lab as one offline HTML file of at most 1 MB, whatever the run: question, claims, curves,
 * distributions, what was lost, what papers say, how it was measured. Where the run is large, charts are drawn coarser
 * and lists are cut, which is said.
 */
import type { LabResult } from '../../lab/experiments/result.js';
import { escapeXml, shorten } from '../escape.js';
import { HTML_LIMIT, page } from '../html/page.js';
import { STYLE } from '../html/style.js';
import { attributionSection } from './attribution-section.js';
import { CHART_STYLE } from './chart-style.js';
import { claimList, claimsTitle } from './claims.js';
import { continuedSection } from './continued-section.js';
import { curvesSection } from './curves-section.js';
import { distributionsSection } from './distributions-section.js';
import type { Detail } from './figures.js';
import { lostSection } from './lost-section.js';
import { methodSection } from './method-section.js';
import { profileSection } from './profile-section.js';
import { publishedSection } from './published-section.js';
import { shownMetrics } from './shown.js';
import { finding, whatWasDone } from './story.js';

interface PageDetail extends Detail {
  /** Generations in a table. */
  rows: number;
  /** Names in the table of what was lost. */
  names: number;
}

/** Tried in turn until the page is small enough. */
const DETAILS: PageDetail[] = [
  { metrics: 8, line: 240, cloud: 300, rows: 12, names: 150 },
  { metrics: 6, line: 120, cloud: 120, rows: 8, names: 60 },
  { metrics: 4, line: 60, cloud: 50, rows: 5, names: 30 },
  { metrics: 2, line: 24, cloud: 20, rows: 3, names: 10 },
];

const LAB_STYLE = `
figure{margin:.8rem 0}figcaption{margin-top:-.3rem}
.claim{margin:1rem 0}.claim h3{margin-bottom:.1rem}.claim .figure{margin:.3rem 0}
section h3{font-size:1.05rem;line-height:1.35;margin-top:1.8rem}
pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem}
pre code{background:none;border:0;padding:0;overflow-wrap:normal}
@media print{pre{white-space:pre-wrap}}
`;

export function labHtml(result: LabResult): string {
  for (const detail of DETAILS) {
    const whole = render(result, detail);
    if (Buffer.byteLength(whole) <= HTML_LIMIT) return whole;
  }
  throw new Error('the page of the lab is over its limit at the coarsest: a list is not capped');
}

function render(result: LabResult, detail: PageDetail): string {
  const title = shorten(result.experiment.title, 160);
  const sections: [id: string, name: string, body: string][] = [
    ['curves', 'Over the generations', curvesSection(result, detail, detail.rows)],
    ['distributions', 'Distributions', distributionsSection(result, detail, detail.rows)],
    ['continued', 'The same beginnings, continued', continuedSection(result, detail.rows)],
    ['errors', 'Which error does it', attributionSection(result, detail.line, detail.rows)],
    ['profile', 'Which collapse is it?', profileSection(result)],
    ['lost', 'What was lost', lostSection(result, detail.names)],
    ['published', 'Against the papers', publishedSection(result)],
    ['method', 'How this was measured', methodSection(result)],
  ];
  const filled = sections.filter(([, , body]) => body !== '');
  return page({
    title: `${title} (gen0 lab)`,
    heading: `gen0 lab: <bdi>${escapeXml(title)}</bdi>`,
    sections: [['found', 'What was found'], ...filled.map(([id, name]) => [id, name] as const)],
    main: [
      found(result),
      ...filled.map(([id, name, body]) => `<section id="${id}"><h2>${name}</h2>\n${body}\n</section>`),
    ].join('\n'),
    style: STYLE + LAB_STYLE + CHART_STYLE,
    version: result.tool.version,
    images: result.arms.some(({ pictures }) => pictures.some(({ picture }) => picture.png !== undefined)),
  });
}

/** The question, what was done, and what came of it. */
function found(result: LabResult): string {
  const { claims, experiment } = result;
  const headline = shownMetrics(result)[0];
  const stage = claims.length > 0 ? claimsTitle(claims) : headline ? finding(result, headline) : 'No figures';
  return [
    '<section id="found"><div class="card">',
    `<p class="stage">${escapeXml(stage)}</p>`,
    experiment.about === '' ? '' : `<p>${escapeXml(shorten(experiment.about, 800))}</p>`,
    `<p class="soft">${escapeXml(whatWasDone(result))}</p>`,
    claimList(result),
    '</div></section>',
  ].join('\n');
}
