/** The eight definitions of model collapse as findings of each arm: shown, not shown or cannot say, with the measurement. */
import type { Finding } from '../../audit/result.js';
import type { LabResult } from '../../lab/experiments/result.js';
import { escapeXml, shorten } from '../escape.js';
import { MOST_ARMS } from './shown.js';
import { folded, more, table } from './tables.js';

const MARKS: Record<Finding['outcome'], string> = {
  shown: '● shown',
  'not shown': '○ not shown',
  'cannot say': '? cannot say',
};

/** More arms than this fold their sentences. */
const OPEN = 2;

/** Empty where no arm has a profile. */
export function profileSection({ profiles }: LabResult): string {
  const arms = Object.entries(profiles).filter(([, findings]) => findings.length > 0);
  if (arms.length === 0) return '';
  const shown = arms.slice(0, MOST_ARMS);
  const sentences = shown.map(([name, findings]) => {
    const title = shorten(name, 60);
    const rows = findings.map((each) => [
      shorten(each.title, 160),
      MARKS[each.outcome],
      shorten(each.because, 400),
    ]);
    const content = table(['definition', 'outcome', 'measured'], rows);
    return shown.length > OPEN ? folded(title, content) : `<h3>${escapeXml(title)}</h3>${content}`;
  });
  return [
    shown.length > 1 ? matrix(shown) : '',
    ...sentences,
    more(arms.length, shown.length, 'arms'),
    '<p class="soft small">Definitions after Schaeffer et al. 2025, who count eight in use; a run may show some and not others.</p>',
  ].join('\n');
}

function matrix(arms: readonly [string, Finding[]][]): string {
  const ids = [...new Set(arms.flatMap(([, findings]) => findings.map(({ id }) => id)))];
  const rows = ids.map((id) => {
    const found = arms.map(([, findings]) => findings.find((each) => each.id === id));
    const title = found.find((each) => each !== undefined)!.title;
    return [shorten(title, 160), ...found.map((each) => (each ? MARKS[each.outcome] : '–'))];
  });
  return table(['definition', ...arms.map(([name]) => shorten(name, 40))], rows);
}
