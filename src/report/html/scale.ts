/** The verdict on a small scale from healthy over early to late; what is off the scale is drawn beside it. */
import type { Stage } from '../../audit/result.js';
import { STAGE_TITLES } from '../words.js';

const WIDTH = 720;
const STEPS: { stage: Stage; label: string }[] = [
  { stage: 'healthy', label: 'healthy' },
  { stage: 'early', label: 'early: tails thin' },
  { stage: 'late', label: 'late: the whole goes' },
];
const STEP = 165;
const GAP = 4;

/** SVG of 720 units; the current stage has a full colour, a pointer and bold type. */
export function scale(stage: Stage): string {
  const parts = STEPS.map(({ stage: each, label }, i) =>
    zone(i * (STEP + GAP), STEP, `z${i}`, label, each === stage),
  );
  const aside = 3 * (STEP + GAP) + 24;
  if (stage === 'shifted' || stage === 'cannot-say') {
    parts.push(
      zone(aside, WIDTH - aside, 'z3', stage === 'shifted' ? 'shifted: no collapse' : 'cannot say', true),
    );
  } else {
    parts.push(zone(aside, WIDTH - aside, 'z3', 'shifted / cannot say', false));
  }
  const title = `Verdict: ${STAGE_TITLES[stage].toLowerCase()}`;
  return `<svg viewBox="0 0 ${WIDTH} 56" role="img" aria-label="${title}"><title>${title}</title>${parts.join('')}</svg>`;
}

function zone(x: number, width: number, name: string, label: string, here: boolean): string {
  const middle = x + width / 2;
  const pointer = here ? `<path class="here" d="M${middle - 8} 2h16l-8 11z"/>` : '';
  return [
    `<rect class="${name}" x="${x}" y="17" width="${width}" height="12" rx="3"${here ? '' : ' opacity="0.35"'}/>`,
    pointer,
    `<text x="${middle}" y="48" text-anchor="middle" class="${here ? 'strong' : 'soft'}">${label}</text>`,
  ].join('');
}
