/**
 * The verdict, from written rules over the grades (`docs/verdict.md` states and justifies them):
 *
 * 1. cannot-say  too little data, or a deciding metric is inconclusive and nothing else decides
 * 2. late        documents loop, or diversity of the whole failed (effective words and distinct 2-grams, both) and
 *                the corpus is known to descend from the reference or its source
 * 3. shifted     diversity of the whole failed but the lineage is unknown; or words were gained; or the distance
 *                failed without more mass lost than gained
 * 4. early       tails failed, more mass was lost than gained, and the corpus is known to descend from the reference or
 *                its source, or else none of its commonest words have lost
 * 5. healthy     none of these
 */
import type { Asymmetry } from './asymmetry.js';
import { CENTRE_HOLDS, type CentreLoss } from './centre.js';
import type { Lineage, MetricResult, Stage } from './result.js';

export const NOT_CLAIMED =
  'Not said that any document was machine-written: gen0 judges corpora, not authors.';

/** The metrics that decide. */
const TAILS = ['tails/coverage', 'tails/hapax', 'tails/rare-mass'];
/** Decide where groups were asked for; never hold a verdict up. */
const GROUPS = ['tails/groups', 'tails/group-coverage'];
/** They decide on stronger evidence than they are graded by, as there are many groups. */
const GROUP_ALPHA = 0.01;
const WHOLE = ['diversity/entropy', 'diversity/distinct-2'];
const DRIFT = ['drift/js', 'drift/gained'];

export interface Verdict {
  stage: Stage;
  because: string[];
  notClaimed: string;
}

export function verdictOf(
  metrics: Record<string, MetricResult>,
  asymmetry: Asymmetry | null,
  centre: CentreLoss | null,
  lineage: Lineage,
): Verdict {
  const failed = (ids: string[]) => ids.filter((id) => metrics[id]?.grade === 'fail');
  const unknown = (ids: string[]) =>
    ids.filter((id) => metrics[id]?.grade === 'inconclusive' || metrics[id]?.grade === 'skipped');
  const say = (stage: Stage, because: string[]): Verdict => ({ stage, because, notClaimed: NOT_CLAIMED });
  const tell = (ids: string[]) => ids.map((id) => sentence(metrics[id]));
  const lostGroups = failed(GROUPS).filter((id) => (metrics[id].q ?? 1) <= GROUP_ALPHA);
  const tails = [...failed(TAILS), ...lostGroups];
  // One alone falls with the tail; the whole has narrowed when both have failed.
  const whole = failed(WHOLE).length === WHOLE.length ? WHOLE : [];
  const loops = failed(['repetition/loops']);
  const copies = failed(['repetition/duplicates']);
  const lostMore = asymmetry !== null && asymmetry.ci[0] > 0;
  const balance = asymmetry === null ? [] : [balanceSentence(asymmetry)];

  if (loops.length > 0) return say('late', [...tell(loops), ...tell(whole), ...tell(tails)]);
  if (whole.length > 0 && lineage !== 'unknown') {
    return say('late', [
      ...tell(whole),
      ...tell(tails),
      `The corpus is declared ${lineage} of the reference.`,
    ]);
  }
  if (copies.length > 0 && lineage === 'descendant') return say('late', tell(copies));
  const gained = failed(['drift/gained']);
  const drifted = failed(['drift/js']);
  if (gained.length > 0 || (drifted.length > 0 && !lostMore)) {
    return say('shifted', [...tell(drifted), ...tell(gained), ...balance]);
  }
  if (whole.length > 0) {
    return say('shifted', [
      'The corpus is less diverse than the reference.',
      ...tell(whole),
      ...balance,
      'Collapse and a plainer human domain look alike here: if the corpus descends from the reference, say so with --lineage descendant.',
    ]);
  }
  if (tails.length > 0 && lostMore) {
    const because = [...tell(tails), ...balance];
    if (lineage === 'unknown' && centre !== null && centre.ci[0] > CENTRE_HOLDS) {
      return say('shifted', [
        'Rare words are fewer, but some of the commonest are rarer too, as between kinds of text.',
        ...because,
        centreSentence(centre),
        'If the corpus descends from the reference, say so with --lineage descendant.',
      ]);
    }
    if (lineage === 'unknown' && (centre === null || centre.ci[1] > CENTRE_HOLDS)) {
      return say('cannot-say', [
        'Rare words are fewer, but whether some of the commonest are rarer too cannot be told at this size: thinner tails and a plainer kind of text look alike.',
        ...because,
        ...(centre === null ? [] : [centreSentence(centre)]),
        'If the corpus descends from the reference, say so with --lineage descendant.',
      ]);
    }
    return say('early', [...because, 'The centre holds: diversity of the whole has not failed.']);
  }
  const open = unknown([...TAILS, ...WHOLE, ...DRIFT]);
  if (open.length > 0) {
    return say(
      'cannot-say',
      open.map((id) => `${metrics[id].title}: ${metrics[id].reason ?? 'inconclusive'}.`),
    );
  }
  if (tails.length > 0) return say('shifted', [...tell(tails), ...balance]);
  const warned = [...TAILS, ...WHOLE, ...DRIFT].filter((id) => metrics[id]?.grade === 'warn');
  return say('healthy', [
    warned.length === 0
      ? 'Tails, diversity and word frequencies are what a fresh sample of the reference would show.'
      : 'Nothing has failed, but not all is what a fresh sample of the reference would show.',
    ...tell(warned),
    ...copies.map((id) => `${sentence(metrics[id])} Copies were taken out before all other metrics.`),
  ]);
}

function sentence({ title, ratio, ci }: MetricResult): string {
  const [lo, hi] = ci ?? [Number.NaN, Number.NaN];
  const times = (x: number) => (x >= 10 ? x.toFixed(0) : x.toFixed(2));
  return `${title}: ${times(ratio ?? Number.NaN)} times the reference's [${times(lo)}, ${times(hi)}].`;
}

function balanceSentence({ lost, gained, ci }: Asymmetry): string {
  const more =
    ci[0] > 0 ? ': more lost than gained' : ci[1] < 0 ? ': more gained than lost' : ': about as much';
  return (
    `Beyond chance, words with ${percent(Math.max(0, lost))} of the reference's tokens are gone, and ` +
    `${percent(Math.max(0, gained))} of the corpus's tokens are on words the reference lacks${more}.`
  );
}

function centreSentence({ excess, ci }: CentreLoss): string {
  const [at, lo, hi] = [excess, ...ci].map((distance) => Math.max(0, distance).toFixed(4));
  return `Some of the commonest words are rarer than in the reference, by a squared Hellinger distance of ${at} [${lo}, ${hi}] beyond chance; within one kind of text it is less than ${CENTRE_HOLDS}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
