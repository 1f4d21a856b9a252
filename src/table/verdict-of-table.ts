/**
 * The verdict on a table, by the rules for text (`audit/verdict.ts`) as far as they apply; `docs/verdict.md` has both.
 * Diversity of the whole has failed when `diversity/categories` and `diversity/common-categories` have, or
 * `diversity/spread`: all over all columns. More is lost than gained when
 * the balance of a failed tail lies below 1 with its whole interval: for categories and combinations the number of
 * different ones, for a tail of numbers both ends of the column together, for small groups all small groups together.
 */
import type { Lineage, MetricResult, Stage } from '../audit/result.js';
import { NOT_CLAIMED, type Verdict } from '../audit/verdict.js';

/** Effective categories alone fall with the tail; the whole has narrowed when both have failed, or the spread has. */
const OF_CATEGORIES = ['diversity/categories', 'diversity/common-categories'];
const OF_NUMBERS = ['diversity/spread'];

/** Without these there is no telling that a table is healthy: of each line one at least must be judged. */
const DECIDING = [
  ['tails/categories'],
  ['tails/combinations'],
  ['tails/numbers'],
  OF_CATEGORIES,
  OF_NUMBERS,
  ['drift/categories'],
  ['drift/numbers'],
];

/** A failed metric of one column or group decides only with a q at most this: there are many of them. */
const ONE_OF_MANY = 0.01;

/** `balances`: the 95 % interval of the balance of each tail, by the tail's id. */
export function verdictOfTable(
  metrics: Record<string, MetricResult>,
  balances: ReadonlyMap<string, [number, number]>,
  lineage: Lineage,
  partial: boolean,
): Verdict {
  const fails = (id: string) => metrics[id]?.grade === 'fail';
  const decides = (id: string) => !id.includes(':') || (metrics[id].q ?? 1) <= ONE_OF_MANY;
  const failed = (test: (id: string) => boolean) =>
    Object.keys(metrics).filter((id) => fails(id) && decides(id) && test(id));
  const say = (stage: Stage, because: string[]): Verdict => ({ stage, because, notClaimed: NOT_CLAIMED });
  const tell = (ids: readonly string[]) => ids.slice(0, 6).map((id) => sentence(metrics[id]));
  // A group that is no minority has no balance: its rows went elsewhere, which is drift.
  const tails = failed((id) => id.startsWith('tails/') && balances.has(id));
  const lost = tails.filter((id) => balances.get(id)![1] < 1);
  const whole = [OF_CATEGORIES, OF_NUMBERS].filter((ids) => ids.every(fails)).flat();
  const drifted = failed(
    (id) => /^drift\/(categories|numbers)/.test(id) || (/^tails\/group/.test(id) && !balances.has(id)),
  );
  const narrowed = failed((id) => id.startsWith('diversity/') && id.includes(':'));

  if (whole.length > 0 && lineage !== 'unknown') {
    return say('late', [
      ...tell(whole),
      ...tell(tails),
      `The corpus is declared ${lineage} of the reference.`,
    ]);
  }
  if (drifted.length > 0 && lost.length === 0) return say('shifted', [...tell(drifted), ...tell(tails)]);
  if (whole.length > 0) {
    return say('shifted', [
      'The corpus is less diverse than the reference.',
      ...tell(whole),
      'Collapse and a plainer population look alike here: if the corpus descends from the reference, say so with --lineage descendant.',
    ]);
  }
  if (lost.length > 0) {
    const rest =
      drifted.length === 0
        ? 'Diversity of the whole has not failed.'
        : `Values have moved too: ${sentence(metrics[drifted[0]])}`;
    return say('early', [...tell(lost), 'More was lost than gained.', rest]);
  }
  const isOpen = (id: string) =>
    metrics[id]?.grade === 'inconclusive' || (partial && metrics[id]?.grade === 'skipped');
  const open = DECIDING.filter(
    (ids) => ids.some(isOpen) && !ids.some((id) => /ok|warn/.test(metrics[id]?.grade)),
  ).flat();
  if (open.length > 0) {
    return say(
      'cannot-say',
      open.map((id) => `${metrics[id].title}: ${metrics[id].reason ?? 'inconclusive'}.`),
    );
  }
  const moved = [...tails, ...narrowed];
  if (moved.length > 0) return say('shifted', tell(moved));
  return say('healthy', [
    'Tails, diversity and distributions are what a fresh sample of the reference would show.',
  ]);
}

function sentence({ title, ratio, ci }: MetricResult): string {
  const [lo, hi] = ci ?? [Number.NaN, Number.NaN];
  const times = (x: number) => (x >= 10 ? x.toFixed(0) : x.toFixed(2));
  return `${title}: ${times(ratio ?? Number.NaN)} times the reference's [${times(lo)}, ${times(hi)}].`;
}
