/** What the experiment claims and how it came out: a claim that fails is said as plainly as one that holds. */

import type { ClaimResult, LabResult } from '../../lab/experiments/result.js';
import { plural } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { comparedOf, controlOf, wantedOf } from '../lab-control.js';
import { finite, valueAxis } from './axis.js';
import { label } from './figure.js';
import { capital, figure, signed } from './numbers.js';
import { metricInfo } from './shown.js';
import { more } from './tables.js';

const MOST = 30;

const OUTCOMES: Record<ClaimResult['outcome'], { mark: string; grade: string; chart: string }> = {
  holds: { mark: '✓ holds', grade: 'ok', chart: 'holds' },
  failed: { mark: '✗ FAILED', grade: 'fail', chart: 'failed' },
  'cannot say': { mark: '? cannot say', grade: 'none', chart: 'unsure' },
};

/** `2 claims hold, 1 FAILED`. */
export function claimsTitle(claims: readonly ClaimResult[]): string {
  const count = (outcome: ClaimResult['outcome']) =>
    claims.filter((claim) => claim.outcome === outcome).length;
  const [holds, failed, unsure] = [count('holds'), count('failed'), count('cannot say')];
  if (claims.length === 1)
    return { holds: 'The claim holds', failed: 'The claim FAILED', 'cannot say': 'Cannot say' }[
      claims[0].outcome
    ];
  const parts = [
    holds > 0 ? `${holds} of ${claims.length} claims ${holds === 1 ? 'holds' : 'hold'}` : '',
    failed > 0 ? `${failed} FAILED` : '',
    unsure > 0 ? `of ${unsure} it cannot be said` : '',
  ];
  return capital(parts.filter((part) => part !== '').join(', '));
}

/** A card's content: each claim with its difference, its interval and what would have been enough. */
export function claimList(result: LabResult): string {
  const shown = result.claims.slice(0, MOST);
  return shown.map((claim) => item(claim, result)).join('\n') + more(result.claims.length, MOST, 'claims');
}

function item(claim: ClaimResult, result: LabResult): string {
  const { mark, grade } = OUTCOMES[claim.outcome];
  const text = escapeXml(shorten(claim.text, 300));
  return `<div class="claim"><h3><span class="grade ${grade}">${mark}</span> ${text}</h3><p>${escapeXml(sentence(claim, result))}</p>${interval(claim)}</div>`;
}

function sentence(claim: ClaimResult, { world, experiment }: LabResult): string {
  const { arm, control, difference, ci, n } = claim;
  const generation = claim.generation ?? experiment.arms[arm]?.generations ?? experiment.generations;
  const named = (id: string) => shorten(metricInfo(world, id).title, 100);
  const title = comparedOf(claim, named);
  const against = controlOf({ ...claim, control: shorten(control, 60) }, named);
  const wanted = wantedOf(claim, figure);
  const range = ci === null ? '' : `, 95 % interval ${signed(ci[0])} to ${signed(ci[1])}`;
  return `${capital(title)} at generation ${generation}, ${shorten(arm, 60)} minus ${against}: ${signed(difference)}${range} over ${plural(n, 'pair')} of runs. Claimed: ${wanted}.`;
}

const WIDTH = 720;

/** The difference with its interval on an axis; the shaded side is where the claim holds. */
function interval({ difference, ci, direction, least, outcome }: ClaimResult): string {
  if (!finite(difference) || ci === null || !ci.every(finite)) return '';
  const bound = direction === 'higher' ? least : -least;
  const axis = valueAxis([0, bound, difference, ...ci], false, [40, WIDTH - 40], 6);
  const [from, to] = direction === 'higher' ? [axis.at(bound), WIDTH - 8] : [8, axis.at(bound)];
  const name = OUTCOMES[outcome].chart;
  const title = `Difference ${signed(difference)}, 95 % interval ${signed(ci[0])} to ${signed(ci[1])}`;
  const ticks = axis.ticks.map(
    (tick) =>
      `<line class="grid" x1="${tick.at}" x2="${tick.at}" y1="4" y2="32"/>${label(tick.label, tick.at, 48, 'soft small', 'middle')}`,
  );
  return [
    `<div class="figure"><svg class="chart" viewBox="0 0 ${WIDTH} 54" role="img" aria-label="${title}"><title>${title}</title>`,
    `<rect class="met" x="${from}" y="4" width="${Math.max(0, Math.round((to - from) * 100) / 100)}" height="28" fill-opacity="0.45"/>`,
    ...ticks,
    `<line class="zero" x1="${axis.at(0)}" x2="${axis.at(0)}" y1="4" y2="32"/>`,
    `<line class="${name}" stroke-width="3" x1="${axis.at(ci[0])}" x2="${axis.at(ci[1])}" y1="18" y2="18"/>`,
    `<circle class="${name}" cx="${axis.at(difference)}" cy="18" r="5"/>`,
    '</svg></div>',
  ].join('');
}
