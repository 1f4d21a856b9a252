import type { HalvingsRun } from './run-halvings.js';

/**
 * Two Markdown tables over all sets: the verdicts of each, and each metric's own false-alarm rate. Human text against
 * human text of the same set has nothing to find, so every `warn` or `fail` is false. `graded` leaves out what was
 * inconclusive: a metric that says nothing raises no alarm. The bound is the upper end of the exact 95 % interval of
 * Clopper and Pearson (1934), as if halvings of one set were independent; they share their documents.
 */
export function falseAlarmsTable(runs: readonly HalvingsRun[]): string {
  const lines = [
    '### All sets',
    '',
    '| set | sizes | halvings | healthy | cannot-say | early, late or shifted |',
    '|---|---|--:|--:|--:|--:|',
  ];
  const metrics = new Map<string, { graded: number; warn: number; fail: number }>();
  for (const { set, times, halvings } of runs) {
    const of = (stage: string) => halvings.filter((h) => h.stage === stage).length;
    const [healthy, silent] = [of('healthy'), of('cannot-say')];
    const wrong = halvings.length - healthy - silent;
    lines.push(`| ${set} | 1:${times} | ${halvings.length} | ${healthy} | ${silent} | ${wrong} |`);
    for (const halving of halvings) {
      for (const [id, { grade }] of Object.entries(halving.metrics)) {
        const tally = metrics.get(id) ?? { graded: 0, warn: 0, fail: 0 };
        if (grade !== 'inconclusive') tally.graded++;
        if (grade === 'warn') tally.warn++;
        if (grade === 'fail') tally.fail++;
        metrics.set(id, tally);
      }
    }
  }
  lines.push(
    '',
    '| metric | graded | warn | fail | false alarms | at most (95 %) |',
    '|---|--:|--:|--:|--:|--:|',
  );
  for (const [id, { graded, warn, fail }] of metrics) {
    const share = (x: number) => `${(100 * x).toFixed(2)} %`;
    const alarms = warn + fail;
    const rate = graded === 0 ? 'none graded' : share(alarms / graded);
    const bound = graded === 0 ? '' : share(upperBound(alarms, graded));
    lines.push(`| \`${id}\` | ${graded} | ${warn} | ${fail} | ${rate} | ${bound} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** The p at which `hits` or fewer of `n` have probability 0.025, by bisection. */
export function upperBound(hits: number, n: number): number {
  if (hits >= n) return 1;
  let [low, high] = [hits / n, 1];
  for (let step = 0; step < 60; step++) {
    const p = (low + high) / 2;
    if (binomialAtMost(hits, n, p) > 0.025) low = p;
    else high = p;
  }
  return high;
}

/** P(X <= hits) of a binomial. */
function binomialAtMost(hits: number, n: number, p: number): number {
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k++) {
    log += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return sum;
}
