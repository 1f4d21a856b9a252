/**
 * The eight definitions of model collapse (Schaeffer et al. 2025), as far as two corpora alone can show them. The lab,
 * which knows its truth, says all eight of a run.
 */
import type { Finding, MetricResult } from './result.js';

const NO_MODEL = 'A corpus has no risk: it takes models that are trained on it and tested on people.';

/** The metrics of text that show two of them. */
const OF_TEXT = {
  variance: ['diversity/entropy', 'diversity/distinct-2'],
  tail: ['tails/coverage', 'tails/hapax', 'tails/rare-mass'],
};

/** `ids`: the metrics that are looked at; those that an audit does not have are passed over. */
export function definitionsOf(metrics: Record<string, MetricResult>, ids = OF_TEXT): Finding[] {
  const unsaid = (id: string, title: string, because: string): Finding => ({
    id,
    title,
    outcome: 'cannot say',
    because,
  });
  return [
    unsaid('catastrophic-risk', 'Population risk rises catastrophically', NO_MODEL),
    unsaid('any-risk', 'Population risk rises at all', NO_MODEL),
    unsaid('diverging-risk', 'Population risk diverges', NO_MODEL),
    unsaid('scaling-law', 'The scaling law changes', 'It takes models of several sizes of data.'),
    byGrades(metrics, 'variance', 'Variance collapses', ids.variance, 'every'),
    unsaid('modes', 'Real modes run into each other or are lost', 'Counts alone do not know modes.'),
    byGrades(metrics, 'tail', 'Real tail data disappear', ids.tail, 'some'),
    unsaid(
      'invented',
      'Data appear that no real source would give',
      'What is new may be invented or only new.',
    ),
  ];
}

/** Shown where every, or some, of the metrics fail; not shown where all are ok. */
function byGrades(
  metrics: Record<string, MetricResult>,
  id: string,
  title: string,
  wanted: string[],
  quantity: 'every' | 'some',
): Finding {
  const ids = wanted.filter((each) => Object.hasOwn(metrics, each));
  if (ids.length === 0)
    return { id, title, outcome: 'cannot say', because: 'Nothing was measured that shows it.' };
  const grades = ids.map((each) => metrics[each]?.grade);
  const failed = (grade: string) => grade === 'fail';
  const shown = quantity === 'every' ? grades.every(failed) : grades.some(failed);
  const outcome = shown ? 'shown' : grades.every((grade) => grade === 'ok') ? 'not shown' : 'cannot say';
  const figures = ids.map((each) => {
    const { title: name, ratio, grade } = metrics[each];
    return `${name} ${ratio === null ? 'unknown' : ratio.toFixed(2)} (${grade})`;
  });
  return { id, title, outcome, because: `Ratio to the reference: ${figures.join(', ')}.` };
}
