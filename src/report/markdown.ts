/** The audit as Markdown: for a pull request, a step summary or a model card. */
import type {
  AuditResult,
  CompatValues,
  CorpusSummary,
  LostGram,
  LostTopic,
  MetricResult,
} from '../audit/result.js';
import { formatCompact, formatCount, formatInterval, formatRatio } from '../util/format.js';
import { COMPAT_NOTE, compatGroups } from './compat-rows.js';
import { escapeMarkdown, shorten } from './escape.js';
import type { ReportOptions } from './options.js';
import { sliceTables } from './slices.js';
import { byGroup, GROUP_TITLES, gradeLine, MARKS, partsOf, STAGE_MEANINGS, STAGE_TITLES } from './words.js';

const MOST_LOST = 20;

/** GitHub-flavoured Markdown, the verdict first. */
export function markdown(result: AuditResult, _options: ReportOptions = {}): string {
  const { verdict } = result;
  const parts = partsOf(result);
  const blocks = [
    `## gen0 audit: ${STAGE_TITLES[verdict.stage].toLowerCase()}`,
    STAGE_MEANINGS[verdict.stage],
    verdict.because.map((reason) => `- ${escapeMarkdown(reason)}`).join('\n'),
    `*${escapeMarkdown(verdict.notClaimed)}*`,
    table(
      ['', 'name', parts.documents, parts.tokens],
      [corpusRow('corpus', result.corpus), corpusRow('reference', result.reference)],
    ),
    `Compared at ${formatCompact(result.comparedTokens)} ${parts.tokens} each · ${escapeMarkdown(result.tokeniser)} · seed ${result.seed} · lineage ${result.lineage}`,
    table(
      ['', 'metric', 'ratio to reference', '95 % interval', 'noise floor', 'id'],
      byGroup(result).flatMap(({ group, metrics }) =>
        metrics.map(({ id, metric }) => metricRow(id, metric, GROUP_TITLES[group])),
      ),
    ),
    gradeLine(result, ' · '),
    ...sliceBlocks(result),
    ...lostBlocks(result.lost),
    ...topicBlocks(result.lostTopics),
    ...gateBlocks(result),
    ...(result.compat ? ["### Other tools' numbers", COMPAT_NOTE, compatTable(result.compat)] : []),
    result.warnings
      .map(({ id, message }) => `- warning \`${code(id)}\`: ${escapeMarkdown(message)}`)
      .join('\n'),
    `<sub>gen0 ${escapeMarkdown(result.tool.version)} · ${escapeMarkdown(result.startedAt)} · corpus ${escapeMarkdown(result.corpus.digest)} · reference ${escapeMarkdown(result.reference.digest)}</sub>`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

export function compatTable(compat: Record<string, CompatValues>): string {
  const rows = compatGroups(compat).flatMap(({ tool, rows: each }) =>
    each.map(([name, value]) => [tool, `\`${code(name)}\``, escapeMarkdown(shorten(value, 200))]),
  );
  return table(['tool', 'number', 'value'], rows);
}

/** Header and rows; cells are Markdown already. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Inside a code span only the backtick, line breaks and (in tables) the bar need care. */
function code(text: string): string {
  return text.replace(/[`|\s\u0000-\u001f]/g, ' ');
}

function corpusRow(label: string, { name, documents, tokens }: CorpusSummary): string[] {
  return [label, escapeMarkdown(shorten(name, 120)), formatCount(documents), formatCompact(tokens)];
}

function metricRow(id: string, metric: MetricResult, group: string): string[] {
  const { grade, title, ratio, ci, noise, reason } = metric;
  const unjudged = grade === 'inconclusive' || grade === 'skipped' || ratio === null;
  return [
    `${MARKS[grade]} ${grade}`,
    `${group}: ${escapeMarkdown(title)}`,
    unjudged ? escapeMarkdown(reason ?? '–') : `**${formatRatio(ratio)}**`,
    unjudged || ci === null ? '' : formatInterval(ci),
    unjudged || noise === null ? '' : formatInterval(noise),
    `\`${code(id)}\``,
  ];
}

function sliceBlocks(result: AuditResult): string[] {
  return sliceTables(result).flatMap(({ title, head, rows, more, notes }) => [
    `### ${escapeMarkdown(shorten(title, 120))}`,
    ...(rows.length > 0
      ? [
          table(
            head,
            rows.map((row) => row.map((cell) => escapeMarkdown(shorten(cell, 120)))),
          ),
        ]
      : []),
    ...(more > 0 ? [`and ${formatCount(more)} more in result.json`] : []),
    notes.map((note) => `- ${escapeMarkdown(shorten(note, 500))}`).join('\n'),
  ]);
}

function lostBlocks(lost: LostGram[]): string[] {
  if (lost.length === 0) return [];
  const rows = lost
    .slice(0, MOST_LOST)
    .map(({ gram, expected, observed, example }) => [
      escapeMarkdown(shorten(gram, 80)),
      formatCount(expected),
      formatCount(observed),
      escapeMarkdown(shorten(example, 160)),
    ]);
  return [
    `### Lost most (${Math.min(MOST_LOST, lost.length)} of ${formatCount(lost.length)})`,
    table([lost[0].kind ? 'what' : 'word or phrase', 'expected', 'found', 'in the reference'], rows),
  ];
}

function topicBlocks(topics: LostTopic[]): string[] {
  if (topics.length === 0) return [];
  const rows = topics
    .slice(0, MOST_LOST)
    .map(({ words, expected, observed }) => [
      escapeMarkdown(shorten(words.join(' '), 120)),
      formatCount(expected),
      formatCount(observed),
    ]);
  return [
    `### Topics lost (${Math.min(MOST_LOST, topics.length)} of ${formatCount(topics.length)})`,
    table(['words that stand out', 'texts expected', 'found'], rows),
  ];
}

function gateBlocks({ gates }: AuditResult): string[] {
  if (gates.length === 0) return [];
  const rows = gates.map(({ id, level, status, message }) => [
    status,
    level,
    `\`${code(id)}\``,
    escapeMarkdown(message),
  ]);
  return ['### Gates', table(['', 'level', 'gate', ''], rows)];
}
