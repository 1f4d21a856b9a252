/** Plans and mixtures as text. */
import type { MixPlan, Nearest } from '../mix/index.js';
import { formatCount, plural } from '../util/format.js';
import { shareText, tableText } from './sources.js';

/** `planned` or `written`. */
export function planText(plan: MixPlan, name: string, done: string): string {
  if (!plan.possible) return impossibleText(plan, name);
  const { tokens, documents, shards, human, floor, requestedTokens } = plan;
  const lines = [
    `${name}  ${plural(tokens, 'token')} ${done} of ${formatCount(requestedTokens)} asked for: ${plural(documents, 'document')} in ${plural(shards.length, 'shard')}`,
    `  human  ${percent(human.certain)} certain, ${percent(human.lowestShard)} in the lowest shard, at most ${percent(human.atMost)}${floor > 0 ? `; the floor is ${percent(floor)}` : ''}`,
  ];
  if (human.byCards - human.certain > 5e-5) {
    lines.push(
      `         ${percent(human.byCards)} by the cards; ${percent(human.byCards - human.certain)} less is certain with confidence ${plan.confidence}`,
    );
  }
  const rows = plan.sources.map((source) => [
    source.name,
    source.origin === 'mixed' ? `mixed ${shareText(source.humanFraction)}` : source.origin,
    percent(source.targetRatio),
    percent(source.share),
    formatCount(source.tokens),
    formatCount(source.documents),
    source.repetition > 1 + 1e-9 ? `${source.repetition.toFixed(2)} times` : 'no',
    formatCount(source.usable.tokens),
  ]);
  const headings = ['source', 'origin', 'asked', 'gets', 'tokens', 'documents', 'repeated', 'usable tokens'];
  const out = [...lines, '', tableText(headings, rows).trimEnd(), ...leftOutLines(plan)];
  for (const warning of plan.warnings) out.push(`note: ${warning}`);
  out.push(`tokens are counted by ${plan.tokeniser}`);
  return `${out.join('\n')}\n`;
}

function leftOutLines({ sources }: MixPlan): string[] {
  const words = {
    exact: 'exact copies',
    near: 'near-copies',
    loops: 'with loops',
    attributes: 'by attributes',
    blank: 'without words',
    used: 'taken by earlier mixtures',
  };
  return sources.flatMap(({ name, leftOut }) => {
    const parts = (Object.keys(words) as (keyof typeof words)[])
      .filter((key) => leftOut[key] > 0)
      .map((key) => `${formatCount(leftOut[key])} ${words[key]}`);
    return parts.length > 0 ? [`left out of ${name}: ${parts.join(', ')}`] : [];
  });
}

function impossibleText({ faults, nearest, warnings }: MixPlan, name: string): string {
  const lines = [`${name}  impossible`];
  for (const { constraint, message } of faults) lines.push(`  ${constraint}: ${message}`);
  if (nearest.length > 0) lines.push('possible instead:');
  for (const each of nearest) lines.push(`  ${nearestText(each)}`);
  for (const warning of warnings) lines.push(`note: ${warning}`);
  return `${lines.join('\n')}\n`;
}

/** `requested_tokens: 3100000 and floor.human: 0.21`. */
function nearestText(nearest: Nearest): string {
  const parts = Object.entries(nearest).map(([key, value]) =>
    typeof value === 'object'
      ? `${key} ${Object.entries(value)
          .map(([source, each]) => `${source} ${each}`)
          .join(', ')}`
      : `${key} ${value}`,
  );
  return parts.join(' and ');
}

/** Two decimals: a floor is held to more than whole per cent. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
