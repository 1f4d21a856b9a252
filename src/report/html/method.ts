/** How this was measured: all that is needed to repeat it. */
import type { AuditResult, CorpusSummary } from '../../audit/result.js';
import { formatBytes, formatCount, formatSeconds } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { elapsed, partsOf } from '../words.js';

const MOST_PATHS = 20;
const MOST_NOTES = 60;

/** Definition list, corpora, gates and warnings. */
export function method(result: AuditResult): string {
  const seconds = elapsed(result);
  const pairs: [string, string][] = [
    ['compared at', `${formatCount(result.comparedTokens)} ${partsOf(result).tokens} on each side`],
    ['tokeniser', escapeXml(result.tokeniser)],
    ['seed', String(result.seed)],
    ['lineage', `${result.lineage}${result.lineage === 'unknown' ? ' (none declared)' : ' (declared)'}`],
    ['read', result.partial ? '<b>partial: see the warnings</b>' : 'all of the input'],
    ['gen0', escapeXml(result.tool.version)],
    [
      'started',
      `${escapeXml(result.startedAt)}${seconds === undefined ? '' : `, took ${formatSeconds(seconds)}`}`,
    ],
  ];
  return [
    `<dl>${pairs.map(([key, value]) => `<dt>${key}</dt><dd>${value}</dd>`).join('')}</dl>`,
    `<p>Each figure is a ratio to the reference at equal size. ${partsOf(result).intervals} A metric fails only when its whole interval lies beyond the bound and outside the noise floor; too little data is inconclusive, never ok. ${partsOf(result).copies}</p>`,
    corpora(result),
    notes(
      'Gates',
      result.gates.map(({ id, level, status, message }) => `${status} (${level}) ${id}: ${message}`),
    ),
    notes(
      'Warnings',
      result.warnings.map(({ id, message }) => `${id}: ${message}`),
    ),
  ].join('\n');
}

function corpora(result: AuditResult): string {
  const { corpus, reference } = result;
  const parts = partsOf(result);
  const rows: [string, (side: CorpusSummary) => string][] = [
    [parts.documents, ({ documents }) => formatCount(documents)],
    [parts.distinct, ({ distinct }) => formatCount(distinct)],
    [parts.tokens, ({ tokens }) => formatCount(tokens)],
    [parts.types, ({ types }) => formatCount(types)],
    [parts.bytes, ({ bytes }) => formatBytes(bytes)],
    ['records skipped', ({ skipped }) => formatCount(skipped)],
    ['digest', ({ digest }) => `<code>${escapeXml(shorten(digest, 64))}</code>`],
    ['files', ({ paths }) => files(paths)],
  ];
  const body = rows.map(
    ([label, cell]) =>
      `<tr><th>${label}</th><td class="text">${cell(corpus)}</td><td class="text">${cell(reference)}</td></tr>`,
  );
  return `<div class="wide"><table><thead><tr><th></th><th>corpus</th><th>reference</th></tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function files(paths: string[]): string {
  const shown = paths.slice(0, MOST_PATHS).map((path) => `<bdi>${escapeXml(shorten(path, 200))}</bdi>`);
  const more = paths.length > MOST_PATHS ? [`and ${formatCount(paths.length - MOST_PATHS)} more`] : [];
  return [...shown, ...more].join('<br>');
}

function notes(title: string, lines: string[]): string {
  if (lines.length === 0) return '';
  const items = lines.slice(0, MOST_NOTES).map((line) => `<li>${escapeXml(shorten(line, 500))}</li>`);
  const more = lines.length > MOST_NOTES ? `<li>and ${formatCount(lines.length - MOST_NOTES)} more</li>` : '';
  return `<h3>${title}</h3><ul class="notes">${items.join('')}${more}</ul>`;
}
