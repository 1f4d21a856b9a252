/**
 * The audit for pipes and other programs: no colour, no boxes, one line a fact, fields split at single spaces.
 *
 *     fail tails/rare-mass 0.70 0.68 0.72 0.99 1.01      grade id ratio ci ci noise noise
 *     slice "source" "web" early 0.86                     field value stage tails/coverage
 *     group "dialect" "aave" 0.31 0.20 0.44 0.0001        field value rate ci ci, p that chance lost it
 *     term "women" 0.71 0.60 0.83 0.002                   list rate ci ci q
 *     lost 212 9 "to my mind"                            expected found gram
 *     topic 14 2 "navy ships war"                        texts expected, found; its words
 *     compat cshaib self_repetition_score 3.86492       tool name value, where --compat asks for it
 *     gate broken error tails/rare-mass message
 *     verdict early
 *
 * A figure that could not be computed is `-`.
 */
import type { AuditResult, CompatValues, CorpusSummary } from '../audit/result.js';
import { formatCount, formatP, formatRatio } from '../util/format.js';
import { compatGroups } from './compat-rows.js';
import type { ReportOptions } from './options.js';
import { printable } from './terminal.js';
import { partsOf } from './words.js';

const MOST_LOST = 20;
const MOST_GROUPS = 1000;

/** Lines in the order of the text form, the verdict and its reasons last but for `saved`. */
export function plain(result: AuditResult, options: ReportOptions = {}): string {
  const parts = partsOf(result);
  const lines = [
    corpusLine('corpus', result.corpus, parts),
    corpusLine('reference', result.reference, parts),
  ];
  lines.push(`compared ${result.comparedTokens} ${result.tokeniser} seed ${result.seed}`);
  if (result.lineage !== 'unknown') lines.push(`lineage ${result.lineage}`);
  for (const [id, { grade, ratio, ci, noise, reason }] of Object.entries(result.metrics)) {
    const figures = [ratio, ci?.[0], ci?.[1], noise?.[0], noise?.[1]].map((figure) =>
      figure === null || figure === undefined ? '-' : formatRatio(figure),
    );
    const unjudged = grade === 'inconclusive' || grade === 'skipped';
    lines.push([grade, id, ...figures, ...(unjudged && reason ? [reason] : [])].join(' '));
  }
  for (const { field, slices, because } of result.slices ?? []) {
    for (const { value, stage, metrics } of slices) {
      const ratio = metrics['tails/coverage']?.ratio;
      const figure = ratio === null || ratio === undefined ? '-' : formatRatio(ratio);
      lines.push(`slice ${JSON.stringify(field)} ${JSON.stringify(value)} ${stage} ${figure}`);
    }
    for (const sentence of because) lines.push(`slices ${JSON.stringify(field)} ${sentence}`);
  }
  for (const { field, groups, merging } of result.groups ?? []) {
    for (const { value, ratio, ci, lostP } of groups.slice(0, MOST_GROUPS)) {
      const figures = [ratio, ...ci].map(formatRatio).join(' ');
      lines.push(`group ${JSON.stringify(field)} ${JSON.stringify(value)} ${figures} ${formatP(lostP)}`);
    }
    for (const { groups: pair, p } of merging) {
      lines.push(
        `merging ${JSON.stringify(field)} ${pair.map((value) => JSON.stringify(value)).join(' ')} ${formatP(p)}`,
      );
    }
  }
  for (const { name, ratio, ci, q } of result.terms ?? []) {
    lines.push(`term ${JSON.stringify(name)} ${[ratio, ...ci].map(formatRatio).join(' ')} ${formatP(q)}`);
  }
  for (const { gram, expected, observed } of result.lost.slice(0, MOST_LOST)) {
    lines.push(`lost ${Math.round(expected)} ${observed} ${JSON.stringify(gram)}`);
  }
  for (const { words, expected, observed } of result.lostTopics.slice(0, MOST_LOST)) {
    lines.push(`topic ${Math.round(expected)} ${observed} ${JSON.stringify(words.join(' '))}`);
  }
  lines.push(...compatPlain(result.compat));
  for (const { id, message } of result.warnings) lines.push(`warning ${id} ${message}`);
  for (const gate of result.gates) lines.push(`gate ${gate.status} ${gate.level} ${gate.id} ${gate.message}`);
  lines.push(`verdict ${result.verdict.stage}`);
  for (const reason of result.verdict.because) lines.push(`because ${reason}`);
  lines.push(`not-claimed ${result.verdict.notClaimed}`);
  if (options.saved !== undefined) lines.push(`saved ${options.saved}`);
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

function corpusLine(
  label: string,
  { name, documents, tokens }: CorpusSummary,
  parts: ReturnType<typeof partsOf>,
): string {
  return `${label} ${formatCount(documents)} ${parts.documents} ${formatCount(tokens)} ${parts.tokens} ${name}`;
}

/** `compat tool name value`, one line each. */
export function compatPlain(compat: Record<string, CompatValues> | undefined): string[] {
  return compatGroups(compat).flatMap(({ tool, rows }) =>
    rows.map(([name, value]) => `compat ${tool} ${name} ${value.replaceAll(',', '').replace('–', '-')}`),
  );
}
