/**
 * Which phenomenon the numbers fit, with the evidence for and against each: model collapse, drift, mode collapse,
 * catastrophic forgetting, performative prediction. They look alike in one number and part in several: collapse loses
 * the tail before the whole and gains nothing; drift gains as much as it loses; mode collapse is narrow from the first
 * generation and needs no chain; forgetting shows in the scores of old tasks; performativity in what a deployed model
 * is asked. `cannot tell`, with what would tell, is an answer.
 */
import { tQuantile } from '../stats/student-t.js';
import type { Lineage, MetricResult, Phenomenon, Stage } from './result.js';

/** One score of one task after one step of training; higher is better. */
export interface TaskScore {
  step: number;
  task: string;
  score: number;
}

export interface Evidence {
  stage: Stage;
  metrics: Record<string, MetricResult>;
  lineage: Lineage;
  /** The audit of an earlier generation of the same chain, against the same reference. */
  earlier?: Record<string, MetricResult>;
  scores?: readonly TaskScore[];
}

/** Which metrics speak of what. */
export interface Roles {
  tails: string[];
  whole: string[];
  /** What the reference does not have. */
  news: string[];
  /** Distance, whatever its direction. */
  moved: string[];
}

const OF_TEXT: Roles = {
  tails: ['tails/coverage', 'tails/hapax', 'tails/rare-mass'],
  whole: ['diversity/entropy', 'diversity/distinct-2'],
  news: ['drift/gained'],
  moved: ['drift/js', 'drift/semantic'],
};

export function diagnose(evidence: Evidence, roles = OF_TEXT): Phenomenon[] {
  return [
    modelCollapse(evidence, roles),
    drift(evidence, roles),
    modeCollapse(evidence, roles),
    forgetting(evidence),
    {
      ...untold('performative', 'Performative prediction'),
      needs: 'what the deployed model was asked and answered over time, before and after each deployment',
    },
  ];
}

/** To be filled with evidence. */
function untold(id: Phenomenon['id'], title: string): Phenomenon {
  return { id, title, outcome: 'cannot tell', for: [], against: [], needs: null };
}

function modelCollapse({ stage, metrics, lineage, earlier }: Evidence, roles: Roles): Phenomenon {
  const found = untold('model-collapse', 'Model collapse');
  const lost = failing(metrics, roles.tails);
  const narrow = failing(metrics, roles.whole);
  for (const id of lost) found.for.push(`The tail is thinner: ${said(metrics, id)}.`);
  for (const id of narrow) found.for.push(`The whole is narrower: ${said(metrics, id)}.`);
  if (bad(metrics, 'repetition/loops')) found.for.push(`Texts loop: ${said(metrics, 'repetition/loops')}.`);
  const direction = metrics['centre/perplexity'];
  if (direction?.ci && direction.ci[1] < 1) {
    found.for.push(
      `The typical text is what the reference makes probable: ${said(metrics, 'centre/perplexity')}.`,
    );
  }
  for (const id of failing(metrics, roles.news))
    found.against.push(`Something new came in: ${said(metrics, id)}.`);
  if (stage !== 'cannot-say' && lost.length === 0 && clear(metrics, roles.tails)) {
    found.against.push('The tail is whole, and it is what collapse loses first.');
  }
  let halted = false;
  if (earlier) {
    const fell = roles.tails.filter((id) => apart(earlier[id], metrics[id]) < 0);
    for (const id of fell) found.for.push(`It goes on: ${change(earlier, metrics, id)}.`);
    halted = fell.length === 0 && lost.length > 0 && roles.tails.every((id) => known(earlier[id]));
    if (halted) {
      found.against.push('The tail was as thin in the earlier generation: the chain loses nothing further.');
    }
  }
  if (stage === 'cannot-say') {
    found.needs = 'more documents';
  } else if (stage === 'healthy') {
    found.outcome = 'does not fit';
  } else if (stage === 'early' || stage === 'late') {
    if (lineage === 'unknown' && !earlier && !bad(metrics, 'repetition/loops')) {
      found.needs =
        '--lineage, whether the corpus descends from the reference: a filter takes rare words out, too';
    } else {
      found.outcome = halted ? 'cannot tell' : 'fits';
      if (halted) found.needs = 'more generations of the chain';
    }
  } else if (narrow.length === roles.whole.length && failing(metrics, roles.news).length === 0) {
    found.needs = '--lineage: a plainer human domain looks like this too';
  } else {
    found.outcome = 'does not fit';
  }
  return found;
}

function drift({ stage, metrics, earlier }: Evidence, roles: Roles): Phenomenon {
  const found = untold('drift', 'Data or model drift');
  const news = failing(metrics, roles.news);
  for (const id of news) found.for.push(`Something new came in: ${said(metrics, id)}.`);
  const moved = failing(metrics, roles.moved);
  for (const id of moved) found.for.push(`It has moved: ${said(metrics, id)}.`);
  for (const id of roles.moved) {
    if (earlier && apart(earlier[id], metrics[id]) > 0)
      found.for.push(`And moves on: ${change(earlier, metrics, id)}.`);
  }
  const narrow = failing(metrics, roles.whole).length === roles.whole.length;
  if (stage === 'early' || stage === 'late') found.against.push('More was lost than came in.');
  if (stage !== 'cannot-say' && news.length === 0 && clear(metrics, roles.news.slice(0, 1))) {
    found.against.push('Nothing came in that the reference lacks.');
  }
  if (stage === 'cannot-say') found.needs = 'more documents';
  else if (stage === 'shifted' && (news.length > 0 || (moved.length > 0 && !narrow))) found.outcome = 'fits';
  else if (stage === 'shifted')
    found.needs = 'whether the new records are of human origin, and their dates (--by date:year)';
  else found.outcome = 'does not fit';
  return found;
}

function modeCollapse({ stage, metrics, lineage, earlier }: Evidence, roles: Roles): Phenomenon {
  const found = untold('mode-collapse', 'Mode collapse');
  const narrow = [
    ...failing(metrics, roles.whole),
    ...failing(metrics, ['tails/topics', 'diversity/semantic']),
  ];
  for (const id of narrow) found.for.push(`The whole is narrower: ${said(metrics, id)}.`);
  if (stage === 'healthy') return { ...found, outcome: 'does not fit', against: ['Nothing is narrower.'] };
  if (stage === 'cannot-say') return { ...found, needs: 'more documents' };
  if (narrow.length === 0) {
    return { ...found, outcome: 'does not fit', against: ['Diversity of the whole has not failed.'] };
  }
  if (!earlier) {
    return {
      ...found,
      needs: 'the first generation: mode collapse is narrow there already (gen0 diff first later)',
    };
  }
  const before = narrow.filter((id) => earlier[id]?.grade === 'fail');
  const further = narrow.filter((id) => apart(earlier[id], metrics[id]) < 0);
  for (const id of before) found.for.push(`It was so before: ${change(earlier, metrics, id)}.`);
  for (const id of further) found.against.push(`It narrows on: ${change(earlier, metrics, id)}.`);
  if (before.length === narrow.length && further.length === 0) {
    if (lineage === 'unknown')
      found.needs = '--lineage: a plainer human domain is narrow from the first, too';
    else found.outcome = 'fits';
  } else if (further.length > 0) found.outcome = 'does not fit';
  else found.needs = 'more generations, or more documents';
  return found;
}

/**
 * Forgetting as Chaudhry et al. 2018 measure it: by how much a task's last score lies below its best before; the
 * interval is over tasks. The task that was learned last cannot be forgotten yet.
 */
function forgetting({ scores }: Evidence): Phenomenon {
  const found = untold('forgetting', 'Catastrophic forgetting');
  if (!scores || scores.length === 0) {
    return { ...found, needs: 'scores of each task over time (--scores FILE with step, task, score)' };
  }
  const tasks = new Map<string, TaskScore[]>();
  for (const row of [...scores].sort((a, b) => a.step - b.step)) {
    const rows = tasks.get(row.task);
    if (rows) rows.push(row);
    else tasks.set(row.task, [row]);
  }
  const last = Math.max(...scores.map(({ step }) => step));
  const newest = Math.max(...[...tasks.values()].map(([first]) => first.step));
  const drops: number[] = [];
  for (const [task, rows] of tasks) {
    const end = rows[rows.length - 1];
    if (rows.length < 2 || end.step !== last || (tasks.size > 1 && rows[0].step === newest)) continue;
    let best = Number.NEGATIVE_INFINITY;
    for (const { score } of rows.slice(0, -1)) best = Math.max(best, score);
    drops.push(best - end.score);
    const line = `${task}: ${end.score} at the end, ${best} at best before`;
    (end.score < best ? found.for : found.against).push(line);
  }
  if (drops.length < 3) {
    return { ...found, needs: 'at least three tasks that are scored before and after others are learned' };
  }
  let mean = 0;
  for (const drop of drops) mean += drop / drops.length;
  let variance = 0;
  for (const drop of drops) variance += (drop - mean) ** 2 / (drops.length - 1);
  const half = tQuantile(0.95, drops.length - 1) * Math.sqrt(variance / drops.length);
  // The best of several noisy scores lies above the last by chance, so the mean drop must clear the interval.
  if (mean - half > 0) found.outcome = 'fits';
  else if (mean + half <= 0 || found.for.length === 0) found.outcome = 'does not fit';
  else found.needs = 'more tasks, or scores repeated over seeds';
  return found;
}

function failing(metrics: Record<string, MetricResult>, ids: string[]): string[] {
  return ids.filter((id) => bad(metrics, id));
}

function bad(metrics: Record<string, MetricResult>, id: string): boolean {
  return metrics[id]?.grade === 'fail';
}

function clear(metrics: Record<string, MetricResult>, ids: string[]): boolean {
  return ids.every((id) => metrics[id]?.grade === 'ok' || metrics[id]?.grade === 'warn');
}

function known(metric: MetricResult | undefined): boolean {
  return metric !== undefined && metric.ci !== null;
}

/** -1 or 1 where the later interval lies wholly below or above the earlier one; else 0. */
function apart(earlier: MetricResult | undefined, later: MetricResult | undefined): number {
  if (!earlier?.ci || !later?.ci) return 0;
  if (later.ci[1] < earlier.ci[0]) return -1;
  return later.ci[0] > earlier.ci[1] ? 1 : 0;
}

function said(metrics: Record<string, MetricResult>, id: string): string {
  const { title, ratio, ci } = metrics[id];
  const range = ci ? ` [${ci[0].toFixed(2)}, ${ci[1].toFixed(2)}]` : '';
  return `${title}, ${ratio?.toFixed(2)} times the reference's${range}`;
}

function change(
  earlier: Record<string, MetricResult>,
  later: Record<string, MetricResult>,
  id: string,
): string {
  return `${later[id].title} ${earlier[id]?.ratio?.toFixed(2)}, then ${later[id].ratio?.toFixed(2)}`;
}
