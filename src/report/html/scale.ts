/** The verdict on a small scale from healthy over early to late; what is off the scale stands beside it. */
import type { Stage } from '../../audit/result.js';
import { STAGE_TITLES } from '../words.js';

const STEPS: { stage: Stage; label: string }[] = [
  { stage: 'healthy', label: 'healthy' },
  { stage: 'early', label: 'early: tails thin' },
  { stage: 'late', label: 'late: the whole goes' },
];

/** A list that the style sheet draws as a bar; the current step has a full colour, a pointer and bold type. */
export function scale(stage: Stage): string {
  const aside = {
    shifted: 'shifted: no collapse',
    'cannot-say': 'cannot say',
    other: 'shifted / cannot say',
  };
  const off = stage === 'shifted' || stage === 'cannot-say';
  const steps = STEPS.map(({ stage: each, label }, i) => step(`z${i}`, label, each === stage));
  steps.push(step('z3', off ? aside[stage] : aside.other, off));
  return `<ol class="scale" aria-label="Verdict: ${STAGE_TITLES[stage].toLowerCase()}">${steps.join('')}</ol>`;
}

function step(name: string, label: string, here: boolean): string {
  return `<li class="${name}${here ? ' here" aria-current="true' : ''}"><span>${label}</span></li>`;
}
