/** What generation 0 had and the last one has not, by name. */
import type { LabResult } from '../../lab/experiments/result.js';
import { formatCount } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { percent } from './numbers.js';
import { shownArms } from './shown.js';
import { more, table } from './tables.js';

const NAMED = 8;

/** Empty where nothing was lost. `most`: rows of the table. */
export function lostSection(result: LabResult, most: number): string {
  const arms = shownArms(result);
  const worst = new Map<string, number>();
  for (const { lost } of arms) {
    for (const { name, share } of lost) worst.set(name, Math.max(share, worst.get(name) ?? 0));
  }
  if (worst.size === 0) return '';
  const names = [...worst].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const byArm = arms.map(({ lost }) => new Map(lost.map((each) => [each.name, each])));
  const rows = names.slice(0, most).map((name) => [
    shorten(name, 100),
    ...byArm.map((lost) => {
      const found = lost.get(name);
      return found ? `${percent(found.share)}, from generation ${found.firstGeneration}` : '–';
    }),
  ]);
  const sentences = arms.map(
    ({ name, lost }) => `<li>${escapeXml(`${shorten(name, 60)}: ${sentence(lost)}`)}</li>`,
  );
  return [
    `<ul class="notes">${sentences.join('')}</ul>`,
    '<p class="soft small">Share of the runs in which the last generation lacks it, and the first generation that lacked it.</p>',
    table(['lost', ...arms.map(({ name }) => `#${shorten(name, 40)}`)], rows),
    more(names.length, Math.min(most, names.length), 'names'),
  ].join('\n');
}

function sentence(lost: readonly { name: string; share: number }[]): string {
  if (lost.length === 0) return 'nothing was lost.';
  const named = [...lost]
    .sort((a, b) => b.share - a.share)
    .slice(0, NAMED)
    .map(({ name, share }) => `${shorten(name, 60)} (${percent(share)} of runs)`);
  const rest = lost.length > NAMED ? ` and ${formatCount(lost.length - NAMED)} more` : '';
  return `lost ${named.join(', ')}${rest}.`;
}
