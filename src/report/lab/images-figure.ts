/** Grids of images: a row an arm, a column a generation. They are the only pictures of a page that are not drawn. */
import type { ArmResult } from '../../lab/experiments/result.js';
import { shorten } from '../escape.js';
import { armClass } from './chart-style.js';
import { type Figure, label } from './figure.js';
import { spread } from './spread.js';

const WIDTH = 720;
const SPACE = 10;
const HEAD = 40;
/** Tried in turn until all arms fit; then arms are left out. */
const COLUMNS = [6, 4, 3, 2];
/** Characters of all grids, so that a page stays within its limit. */
const MOST = 600_000;

interface Row {
  name: string;
  index: number;
  grids: { generation: number; png: string }[];
}

/** Undefined where no arm has images. */
export function imagesFigure(arms: readonly ArmResult[]): Figure | undefined {
  const rows = arms.flatMap(({ name, pictures }, index): Row[] => {
    const grids = pictures.flatMap(({ generation, picture: { png } }) => (png ? [{ generation, png }] : []));
    return grids.length > 0 ? [{ name, index, grids }] : [];
  });
  if (rows.length === 0) return undefined;
  const drawn = within(rows);
  const columns = Math.max(...drawn.map(({ grids }) => grids.length));
  const size = Math.min(220, (WIDTH - SPACE * (columns - 1)) / columns);
  const left = rows.length - drawn.length;
  return {
    name: 'images',
    title: 'Images over the generations',
    about: `The first images that the models of a few generations wrote, first run; generation 0 is real.${left > 0 ? ` ${left} more arms are left out.` : ''}`,
    width: WIDTH,
    height: Math.ceil(drawn.length * (size + HEAD)),
    body: drawn.map((row, i) => gridRow(row, i * (size + HEAD) + HEAD, size)).join('\n'),
  };
}

function within(rows: readonly Row[]): Row[] {
  const length = (list: readonly Row[]) =>
    list.reduce((sum, { grids }) => sum + grids.reduce((all, { png }) => all + png.length, 0), 0);
  let thinned = [...rows];
  for (const most of COLUMNS) {
    thinned = rows.map((row) => ({ ...row, grids: spread(row.grids, most) }));
    if (length(thinned) <= MOST) return thinned;
  }
  while (thinned.length > 1 && length(thinned) > MOST) thinned.pop();
  return thinned;
}

function gridRow({ name, index, grids }: Row, top: number, size: number): string {
  const images = grids.map(({ generation, png }, k) => {
    const x = k * (size + SPACE);
    return [
      label(`generation ${generation}`, x, top - 6, 'soft small'),
      `<image x="${x}" y="${top}" width="${size}" height="${size}" href="data:image/png;base64,${png}"/>`,
    ].join('');
  });
  return `<g class="${armClass(index)}">${label(shorten(name, 60), 0, top - 22, 'name head')}${images.join('')}</g>`;
}
