/**
 * The verdict on images, by the rules for text (`audit/verdict.ts`) as far as they apply; `docs/verdict.md` has both.
 * Diversity of the whole has failed when the variance of the pixels and the spread of the features both have. More is
 * lost than gained when recall over precision lies below 1 with its whole interval.
 */
import type { Lineage, MetricResult, Stage } from '../audit/result.js';
import { NOT_CLAIMED, type Verdict } from '../audit/verdict.js';

export const WHOLE = ['diversity/pixel-variance', 'diversity/features'];
export const TAILS = ['tails/recall', 'tails/rare-images'];
export const DRIFT = ['drift/precision', 'drift/brightness', 'drift/contrast', 'drift/sharpness'];
const COPIES = ['repetition/copied-images', 'repetition/near-copied-images'];

/** Without these there is no telling that images are healthy. */
const DECIDING = [...TAILS, ...WHOLE, ...DRIFT];

/** A class that failed decides only with a q at most this: there are many of them. */
const ONE_OF_MANY = 0.01;

/** `balance`: the 95 % interval of recall over precision. `lack`: why nothing else was measured. */
export function verdictOfImages(
  metrics: Record<string, MetricResult>,
  balance: [number, number] | null,
  lineage: Lineage,
  lack: string | null,
): Verdict {
  const fails = (id: string) => metrics[id]?.grade === 'fail';
  const say = (stage: Stage, because: string[]): Verdict => ({ stage, because, notClaimed: NOT_CLAIMED });
  const tell = (ids: readonly string[]) => ids.slice(0, 6).map((id) => sentence(metrics[id]));
  const copies = COPIES.filter(fails);
  if (copies.length > 0 && lineage === 'descendant') {
    return say('late', [...tell(copies), `The corpus is declared ${lineage} of the reference.`]);
  }
  if (lack !== null) return say('cannot-say', [lack, ...tell(copies)]);
  const classes = Object.keys(metrics).filter(
    (id) => id.startsWith('tails/class:') && fails(id) && (metrics[id].q ?? 1) <= ONE_OF_MANY,
  );
  const tails = [...TAILS.filter(fails), ...classes];
  const lost = balance !== null && balance[1] < 1 ? tails : [];
  const whole = WHOLE.every(fails) ? WHOLE : [];
  const drifted = DRIFT.filter(fails);

  if (whole.length > 0 && lineage !== 'unknown') {
    return say('late', [
      ...tell([...whole, ...tails]),
      `The corpus is declared ${lineage} of the reference.`,
    ]);
  }
  if (drifted.length > 0 && lost.length === 0) return say('shifted', tell([...drifted, ...tails]));
  if (whole.length > 0) {
    return say('shifted', [
      'The corpus is less diverse than the reference.',
      ...tell(whole),
      'Collapse and a plainer kind of images look alike here: if the corpus descends from the reference, say so with --lineage descendant.',
    ]);
  }
  if (lost.length > 0) {
    const rest =
      drifted.length === 0
        ? 'Diversity of the whole has not failed.'
        : `Images have moved too: ${sentence(metrics[drifted[0]])}`;
    return say('early', [...tell(lost), 'More was lost than gained.', rest]);
  }
  const open = DECIDING.filter((id) => !/ok|warn|fail/.test(metrics[id]?.grade));
  if (open.length > 0) {
    return say(
      'cannot-say',
      open.map((id) => `${metrics[id].title}: ${metrics[id].reason ?? 'inconclusive'}.`),
    );
  }
  const moved = [...tails, ...WHOLE.filter(fails)];
  if (moved.length > 0) return say('shifted', tell(moved));
  return say('healthy', [
    'Coverage, diversity and looks are what a fresh sample of the reference would show.',
    ...tell(copies),
  ]);
}

function sentence({ title, ratio, ci }: MetricResult): string {
  const [lo, hi] = ci ?? [Number.NaN, Number.NaN];
  const times = (x: number) => (x >= 10 ? x.toFixed(0) : x.toFixed(2));
  return `${title}: ${times(ratio ?? Number.NaN)} times the reference's [${times(lo)}, ${times(hi)}].`;
}
