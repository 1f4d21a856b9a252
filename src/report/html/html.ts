/** The audit as one offline HTML file of at most 1 MB, whatever the corpus: aggregates and a capped list of examples. */
import type { AuditResult, CorpusSummary } from '../../audit/result.js';
import { formatCompact, formatCount } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { json } from '../json.js';
import type { ReportOptions } from '../options.js';
import { byGroup, GROUP_TITLES, gradeLine, partsOf, STAGE_MEANINGS, STAGE_TITLES } from '../words.js';
import { advice } from './advice.js';
import { compatSection } from './compat.js';
import { definitionsSection } from './definitions.js';
import { diagnosisSection } from './diagnosis.js';
import { axisOf } from './forest.js';
import { groupSection, legend } from './groups.js';
import { lostSection } from './lost.js';
import { method } from './method.js';
import { HTML_LIMIT, page } from './page.js';
import { scale } from './scale.js';
import { slicesSection } from './slices.js';
import { STYLE } from './style.js';

/** Rows of the table of what was lost: fewer when the report would grow over its limit. */
const ROWS = [300, 100, 30];

/** The report; the result itself is embedded for download where it fits. */
export function html(result: AuditResult, options: ReportOptions = {}): string {
  const data = Buffer.from(json(result)).toString('base64');
  const link = `<a download="result.json" href="data:application/json;base64,${data}">Download result.json</a>`;
  const none = '<span class="soft">result.json is too large to embed here; it lies beside this file.</span>';
  for (const rows of ROWS) {
    for (const download of [link, none]) {
      const whole = render(result, options, rows, download);
      if (Buffer.byteLength(whole) <= HTML_LIMIT) return whole;
    }
  }
  throw new Error('the HTML report is over its limit without any list: a metric or gate list is not capped');
}

function render(result: AuditResult, options: ReportOptions, rows: number, download: string): string {
  const groups = byGroup(result);
  const axis = axisOf(result);
  const name = shorten(result.corpus.name, 120);
  const sliced = slicesSection(result, rows);
  const sections: [string, string][] = [
    ['verdict', 'Verdict'],
    ['lost', 'What was lost'],
    ...(sliced === '' ? [] : ([['slices', 'Slices and groups']] as [string, string][])),
    ...groups.map(({ group }): [string, string] => [group, GROUP_TITLES[group]]),
    ['advice', 'What to do'],
    ['diagnosis', 'Diagnosis'],
    ['definitions', 'Eight definitions'],
    ...(result.compat ? [['compat', 'Other tools'] as [string, string]] : []),
    ['method', 'How this was measured'],
  ];
  const first = groups.findIndex(({ metrics }) => metrics.some(({ metric }) => metric.ratio !== null));
  const section = ({ group, metrics }: (typeof groups)[number], i: number) =>
    groupSection(group, metrics, axis, options.explain ?? {}, i === first ? legend(result) : '');
  const main = `${verdictSection(result)}
<section id="lost"><h2>What was lost</h2>
${lostSection(result, rows)}
</section>
${sliced === '' ? '' : `<section id="slices"><h2>Slices and groups</h2>\n${sliced}\n</section>\n`}${groups.map(section).join('\n')}
<section id="advice"><h2>What to do</h2>
${advice(result)}
</section>
<section id="diagnosis"><h2>Which phenomenon it fits</h2>
${diagnosisSection(result)}
</section>
<section id="definitions"><h2>Eight definitions of collapse</h2>
${definitionsSection(result)}
</section>${result.compat ? `\n<section id="compat"><h2>Other tools’ numbers</h2>\n${compatSection(result.compat)}\n</section>` : ''}
<section id="method"><h2>How this was measured</h2>
${method(result)}
<p class="screen">${download}</p>
</section>`;
  return page({
    title: `${STAGE_TITLES[result.verdict.stage].toLowerCase()}: ${name} (gen0 audit)`,
    heading: `gen0 audit of <bdi>${escapeXml(name)}</bdi>`,
    sections,
    main,
    style: STYLE,
    version: result.tool.version,
  });
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
    `<div class="corpora">${corpusCard('Corpus', result.corpus, result)}${corpusCard('Reference', result.reference, result)}</div>`,
    `<p class="soft">Compared at ${formatCompact(result.comparedTokens)} ${partsOf(result).tokens} each · ${gradeLine(result, ' · ')}${result.partial ? ' · <b>partial: not all of the input was read</b>' : ''}</p>`,
    '</section>',
  ].join('\n');
}

function corpusCard(label: string, { name, documents, tokens }: CorpusSummary, result: AuditResult): string {
  const parts = partsOf(result);
  return `<div><span class="soft small">${label}</span><b><bdi>${escapeXml(shorten(name, 120))}</bdi></b><span class="soft">${formatCount(documents)} ${parts.documents} · ${formatCompact(tokens)} ${parts.tokens}</span></div>`;
}

function sentenceCase(title: string): string {
  return title.charAt(0) + title.slice(1).toLowerCase();
}
