/** The same beginnings of texts as each generation continues them: a table a beginning, a column an arm. */
import type { LabResult } from '../../lab/experiments/result.js';
import { escapeXml, shorten } from '../escape.js';
import { shownArms } from './shown.js';
import { spread } from './spread.js';
import { table } from './tables.js';

/** Characters of a text. */
const LONGEST = 400;

/** Empty where no arm has texts. `rows`: generations of a table. */
export function continuedSection(result: LabResult, rows: number): string {
  const arms = shownArms(result).filter(({ continued = [] }) => continued.length > 0);
  if (arms.length === 0) return '';
  const generations = [
    ...new Set(arms.flatMap(({ continued }) => continued!.map((each) => each.generation))),
  ];
  const shown = spread(
    generations.sort((a, b) => a - b),
    rows,
  );
  const head = ['#generation', ...arms.map(({ name }) => shorten(name, 40))];
  const prompts = arms[0].continued![0].texts.map(({ prompt }) => prompt);
  const tables = prompts.map((prompt, i) => {
    const lines = shown.map((generation) => [
      generation === 0 ? '0 (real)' : String(generation),
      ...arms.map(({ continued }) => {
        const found = continued!.find((each) => each.generation === generation);
        return shorten((found?.texts[i]?.text ?? '–').replace(/\s+/gu, ' '), LONGEST);
      }),
    ]);
    return `<h3><bdi>${escapeXml(shorten(prompt.trim(), 160))}</bdi> …</h3>\n${table(head, lines)}`;
  });
  const about =
    'Beginnings of real texts that no model has learnt from, continued with the same chance; first run.';
  return [`<p class="soft small">${about}</p>`, ...tables].join('\n');
}
