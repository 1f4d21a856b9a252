import type { HalvingsRun } from './run-halvings.js';

/** A Markdown section: how often each verdict and grade came, and each metric's bias and coverage. */
export function halvingsTable({ set, times, halvings }: HalvingsRun): string {
  const runs = halvings.length;
  const stages = new Map<string, number>();
  let lists = 0;
  const warnings = new Map<string, number>();
  for (const h of halvings) {
    for (const id of h.warnings) warnings.set(id, (warnings.get(id) ?? 0) + 1);
    stages.set(h.stage, (stages.get(h.stage) ?? 0) + 1);
    if (h.lost > 0) lists++;
  }
  const lines = [
    `### ${set}, 1:${times}, ${runs} halvings`,
    '',
    `Verdicts: ${[...stages].map(([stage, n]) => `${stage} ${n}`).join(', ')}. Reports that list anything lost: ${lists}. Warnings: ${
      [...warnings].map(([id, n]) => `${id} ${n}`).join(', ') || 'none'
    }.`,
    '',
    '| metric | mean log ratio | ± SE | z | sd | covers 1.00 | ok | warn | fail | inconclusive |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
  ];
  const ids = new Set(halvings.flatMap((h) => Object.keys(h.metrics)));
  for (const id of ids) {
    const all = halvings.flatMap((h) => (h.metrics[id] ? [h.metrics[id]] : []));
    const logs = all.map((m) => m.log).filter((log) => log !== null);
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / (logs.length - 1));
    const error = sd / Math.sqrt(logs.length);
    const covers = all.filter((m) => m.covers).length / logs.length;
    const share = (grade: string) =>
      `${((100 * all.filter((m) => m.grade === grade).length) / runs).toFixed(1)} %`;
    const cells = [
      `\`${id}\``,
      known(mean, mean.toFixed(4)),
      known(error, error.toFixed(4)),
      known(error, error > 0 ? (mean / error).toFixed(1) : '0'),
      known(sd, sd.toFixed(4)),
      known(covers, `${(100 * covers).toFixed(1)} %`),
      share('ok'),
      share('warn'),
      share('fail'),
      share('inconclusive'),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** Nothing, where no halving or only one gave a figure. */
function known(value: number, text: string): string {
  return Number.isFinite(value) ? text : '–';
}
