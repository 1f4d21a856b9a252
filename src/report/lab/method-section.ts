/** How a result was measured: all that is needed to run it again. */
import { stringify } from 'yaml';
import type { ArmResult, LabResult } from '../../lab/experiments/result.js';
import { formatCount, formatSeconds } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { folded, more, table } from './tables.js';

const MOST_ARMS = 100;
const MOST_NOTES = 60;
const MOST_YAML = 20_000;

export function methodSection(result: LabResult): string {
  const { experiment, world, input, tool, timing } = result;
  const { seed, seeds, every } = experiment;
  const total = timing.total ?? Object.values(timing).reduce((sum, seconds) => sum + seconds, 0);
  const pairs: [string, string][] = [
    ['world', `${world.title} (${experiment.world}): ${world.source}`],
    [
      'real data',
      input
        ? `${input.name} (${formatCount(input.size)}${input.classes === undefined ? '' : ` in ${input.classes} classes`})`
        : 'made by the world',
    ],
    ['seeds', seeds === 1 ? String(seed) : `${seed} to ${seed + seeds - 1}`],
    ['measured', every === 1 ? 'every generation' : `every ${every} generations, the first and the last`],
    ['gen0', tool.version],
    ['started', `${result.startedAt}, took ${formatSeconds(total)}`],
  ];
  const terms = pairs.map(([key, value]) => `<dt>${key}</dt><dd>${escapeXml(shorten(value, 400))}</dd>`);
  return [
    `<dl>${terms.join('')}</dl>`,
    '<p>Generation 0 is the real data; generation 1 is the model fitted to them. The same seeds serve every arm, so that differences are paired. Intervals of claims are Student’s t over the seeds.</p>',
    armsTable(result.arms),
    notes(result),
    folded('The experiment as it was run (YAML)', yaml(experiment)),
    '<p>The whole result: <a href="result.json">result.json</a>, beside this file.</p>',
  ].join('\n');
}

function armsTable(arms: readonly ArmResult[]): string {
  const rows = arms
    .slice(0, MOST_ARMS)
    .map(({ name, regime, samples, generations, growth, initial, with: own }) => [
      shorten(name, 60),
      shorten(regime, 100),
      formatCount(samples) +
        (initial === undefined ? '' : `, first ${formatCount(initial)}`) +
        (growth === 0 ? '' : ` × g^${growth}`),
      formatCount(generations),
      Object.keys(own).length === 0 ? '' : shorten(JSON.stringify(own), 160),
    ]);
  const head = ['arm', 'regime', '#observations', '#generations', "the world's own parameters"];
  return table(head, rows) + more(arms.length, MOST_ARMS, 'arms');
}

function notes({ warnings }: LabResult): string {
  if (warnings.length === 0) return '';
  const items = warnings
    .slice(0, MOST_NOTES)
    .map(({ id, message }) => `<li>${escapeXml(shorten(`${id}: ${message}`, 500))}</li>`);
  return `<h3>Warnings</h3><ul class="notes">${items.join('')}</ul>${more(warnings.length, MOST_NOTES, 'warnings')}`;
}

function yaml(experiment: LabResult['experiment']): string {
  const text = stringify(experiment, { lineWidth: 100 });
  const cut = text.length > MOST_YAML ? '\n# cut here; the whole is in result.json' : '';
  return `<pre><code>${escapeXml(shorten(text, MOST_YAML) + cut)}</code></pre>`;
}
