/** The check as one offline HTML file: each draft's text with its marks, then its figures. */
import type { CheckResult, DraftCheck } from '../../check/result.js';
import { formatCount, formatP, formatPercent, plural } from '../../util/format.js';
import { escapeXml } from '../escape.js';
import { page } from '../html/page.js';
import { STYLE } from '../html/style.js';
import { partsOf } from './marked.js';
import { humanFraction, legend, MARK_TITLES, NOT_SAID, pieceNote, rowsOf } from './words.js';

const CHECK_STYLE = `
.draft{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.3rem 1.5rem;margin:1.2rem 0}
.draft mark,.legend mark{color:inherit;font-weight:inherit}
mark.predictable{text-decoration:underline 2px var(--warn)}
mark.repeated{border-bottom:3px double var(--accent)}
mark.machine{background:var(--noise)}
.legend{list-style:none;padding:0}
tr.marked td{font-weight:650;color:var(--warn)}
`;

export function checkHtml(result: CheckResult, version: string): string {
  const { drafts, reference, warnings, phrases } = result;
  const sections = drafts.map(({ name }, i) => [`draft-${i + 1}`, escapeXml(name)] as const);
  const against = reference
    ? `<p>Held against ${plural(reference.texts, 'text')} of yours, ${formatCount(reference.words)} words.</p>`
    : '';
  const marks = legend(result).map(
    ([kind, meaning]) => `<li><mark class="${kind}">${MARK_TITLES[kind]}</mark>: ${escapeXml(meaning)}</li>`,
  );
  const main = [
    against,
    `<ul class="legend">${marks.join('')}</ul>`,
    `<p class="soft">${NOT_SAID}</p>`,
    ...drafts.map((draft, i) => draftSection(draft, result, `draft-${i + 1}`)),
    phrases.length > 0 ? phraseSection(result) : '',
    warnings.length > 0 ? `<h2>Notes</h2>${list(warnings.map(escapeXml))}` : '',
  ];
  return page({
    title: drafts.length === 1 ? `Check of ${drafts[0].name}` : `Check of ${plural(drafts.length, 'draft')}`,
    heading: 'Drafts against the writer’s own texts',
    sections: phrases.length > 0 ? [...sections, ['repeated', 'Repeated'] as const] : sections,
    main: main.join('\n'),
    style: STYLE + CHECK_STYLE,
    version,
  });
}

function draftSection(draft: DraftCheck, { drafts, repeated }: CheckResult, id: string): string {
  const { name, text, marks, words, sentences, vanished, own } = draft;
  const body = partsOf(text, marks).map(({ text: part, kinds }) =>
    kinds.length === 0
      ? escapeXml(part)
      : `<mark class="${kinds.join(' ')}" title="${kinds.map((kind) => MARK_TITLES[kind]).join(', ')}">${escapeXml(part)}</mark>`,
  );
  const rows = rowsOf(draft, drafts.length === 1 ? repeated : undefined).map(
    (row) =>
      `<tr${row.marked ? ' class="marked"' : ''}><td>${row.marked ? '!' : '✓'} ${row.title}</td><td class="n">${row.value}</td><td class="n">${row.own}</td><td class="n">${escapeXml(row.p)}</td></tr>`,
  );
  const figure = draft.predictable ?? draft.missing;
  const table = `<div class="wide"><table><tr><th>figure</th><th class="n">draft</th><th class="n">your texts</th><th class="n">p</th></tr>${rows.join('')}</table></div>`;
  const lacking = (vanished ?? []).map(
    (each) =>
      `<tr><td class="text">${escapeXml(each.word)}</td><td class="n">${each.expected.toFixed(1)}</td><td class="n">${escapeXml(formatP(each.p))}</td><td class="n">${escapeXml(formatP(each.q))}</td></tr>`,
  );
  return [
    `<section id="${id}"><h2>${escapeXml(name)}</h2>`,
    `<p class="soft">${plural(words, 'word')}, ${plural(sentences, 'sentence')}</p>`,
    `<div class="draft">${body.join('')}</div>`,
    rows.length > 0 ? table : '',
    figure ? `<p class="soft small">${pieceNote(figure, words)}</p>` : '',
    lacking.length > 0
      ? `<h3>Words of yours that it lacks</h3><table><tr><th>word</th><th class="n">expected</th><th class="n">p</th><th class="n">q</th></tr>${lacking.join('')}</table>`
      : '',
    own
      ? `<p>Not in the machine draft: ${formatPercent(own.share[0])} to ${formatPercent(own.share[1])} of words. For a source card: <code>${humanFraction(own)}</code></p>`
      : '',
    '</section>',
  ].join('\n');
}

function phraseSection({ phrases }: CheckResult): string {
  const rows = phrases.map(
    ({ phrase, count, drafts }) =>
      `<tr><td class="n">${count}</td><td class="n">${drafts}</td><td class="text">${escapeXml(phrase)}</td></tr>`,
  );
  return `<section id="repeated"><h2>Repeated</h2><table><tr><th class="n">times</th><th class="n">drafts</th><th>phrase</th></tr>${rows.join('')}</table></section>`;
}

function list(items: readonly string[]): string {
  return `<ul class="notes">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}
