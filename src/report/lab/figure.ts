/**
 * A chart before it is a file: elements with classes only. Alone it carries its style and its ground; inside a page it
 * takes the page's style, so the page's content security policy needs no exception.
 */
import { escapeXml } from '../escape.js';
import { CHART_STYLE } from './chart-style.js';

export interface Figure {
  /** File name without ending. */
  name: string;
  title: string;
  /** What is drawn and how to read it; the accessible description, and the caption in the page. */
  about: string;
  width: number;
  height: number;
  /** SVG elements. */
  body: string;
}

/** A document of its own. */
export function standalone({ title, about, width, height, body }: Figure): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="-16 -16 ${width + 32} ${height + 32}" role="img">
<title>${escapeXml(title)}</title>
<desc>${escapeXml(about)}</desc>
<style>${CHART_STYLE}</style>
<rect class="ground" x="-16" y="-16" width="${width + 32}" height="${height + 32}"/>
${body}
</svg>
`;
}

/** Inside a page, with its caption. */
export function inline({ title, about, width, height, body }: Figure): string {
  return `<figure><div class="figure"><svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}"><title>${escapeXml(title)}</title><desc>${escapeXml(about)}</desc>${body}</svg></div><figcaption class="soft small">${escapeXml(about)}</figcaption></figure>`;
}

/** Text; `classes` as in the style sheet. */
export function label(
  text: string,
  x: number,
  y: number,
  classes = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const where = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const name = classes === '' ? '' : ` class="${classes}"`;
  return `<text${name} x="${x}" y="${y}"${where}>${escapeXml(text)}</text>`;
}

/** Advances of the chart's type (13 units high): those of DejaVu Sans, the widest that the style sheet may end at. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'| ]/, 4.6],
  [/[frt()[\]/-]/, 5.4],
  [/[mM@%—]/, 12.8],
  [/[wWOQGDHNU±+=<>~≥≤]/, 10.9],
  [/[A-Z]/, 9],
  [/[\u1100-\u{10ffff}]/u, 13],
];

/** Room that text needs; other fonts of the style sheet are narrower. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? 8.3;
  return Math.ceil(width);
}
