/** Tables of the lab's page. */
import { escapeXml } from '../escape.js';

/** `head`: a name that begins with `#` heads a column of numbers. Cells are text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const numeric = head.map((name) => name.startsWith('#'));
  const heads = head.map(
    (name, i) => `<th${numeric[i] ? ' class="n"' : ''}>${escapeXml(name.replace(/^#/, ''))}</th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, i) => `<td class="${numeric[i] ? 'n' : 'text'}"><bdi>${escapeXml(cell)}</bdi></td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

export function folded(summary: string, content: string): string {
  return `<details><summary>${escapeXml(summary)}</summary>${content}</details>`;
}

/** `and 12 more in result.json`, where some were left out. */
export function more(all: number, shown: number, what: string): string {
  return all > shown
    ? `<p class="soft small">${shown} of ${all} ${what} are shown; all are in result.json.</p>`
    : '';
}
