/** Slices, groups and terms as tables, with what they say of the whole. */
import type { AuditResult } from '../../audit/result.js';
import { formatCount } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import { sliceTables } from '../slices.js';

/** '' where nothing was asked. `rows`: of each table at most. */
export function slicesSection(result: AuditResult, rows: number): string {
  return sliceTables(result, rows)
    .map(({ title, head, rows: body, more, notes }) => {
      const [name, ...figures] = head;
      const cells = body.map(
        ([first, ...others]) =>
          `<tr><td class="text"><bdi>${escapeXml(shorten(first, 120))}</bdi></td>${others.map((cell) => `<td class="n">${escapeXml(shorten(cell, 120))}</td>`).join('')}</tr>`,
      );
      const table = `<div class="wide"><table><thead><tr><th>${escapeXml(name)}</th>${figures.map((cell) => `<th class="n">${escapeXml(cell)}</th>`).join('')}</tr></thead><tbody>${cells.join('')}</tbody></table></div>`;
      return [
        `<h3>${escapeXml(shorten(title, 120))}</h3>`,
        body.length > 0 ? table : '',
        more > 0 ? `<p class="soft small">and ${formatCount(more)} more in result.json</p>` : '',
        ...notes.map((note) => `<p>${escapeXml(shorten(note, 500))}</p>`),
      ].join('\n');
    })
    .join('\n');
}
