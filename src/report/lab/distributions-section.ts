/** The distributions as they were drawn, and a few of their points as a table. */
import type { LabResult } from '../../lab/experiments/result.js';
import type { Picture } from '../../lab/world.js';
import { escapeXml, shorten } from '../escape.js';
import { inline } from './figure.js';
import { type Detail, distributionFigures } from './figures.js';
import { figure } from './numbers.js';
import { picturesOf } from './pictures.js';
import { shownArms } from './shown.js';
import { spreadIndices } from './spread.js';
import { folded, table } from './tables.js';

const POINTS = 8;

/** Empty where the world draws nothing. `rows`: generations of each arm in the table. */
export function distributionsSection(result: LabResult, detail: Detail, rows: number): string {
  const figures = distributionFigures(result, detail);
  if (figures.length === 0) return '';
  const drawn = figures.map((each) => `<h3>${escapeXml(each.title)}</h3>${inline(each)}`);
  const points = pointsTable(result, rows);
  return [...drawn, points === '' ? '' : folded('Table: some points of each', points)].join('\n');
}

function pointsTable(result: LabResult, rows: number): string {
  const forms: Picture['form'][] = ['density', 'ranks', 'points'];
  const lines = forms.flatMap((form) =>
    picturesOf(shownArms(result), form, Math.min(8, rows)).flatMap(({ name, pictures }) =>
      pictures.map(({ generation, x, y }) => [
        shorten(name, 60),
        String(generation),
        ...spreadIndices(x.length, POINTS).map((i) => `${figure(x[i])}: ${figure(y[i])}`),
      ]),
    ),
  );
  if (lines.length === 0) return '';
  const heads = Array.from({ length: POINTS }, () => '#x: y');
  return table(['arm', '#generation', ...heads], lines);
}
