/** What the comparison shows of each definition of collapse, as a table. */
import type { AuditResult } from '../../audit/result.js';
import { escapeXml, shorten } from '../escape.js';

export function definitionsSection({ definitions }: AuditResult): string {
  const rows = definitions.map(
    ({ title, outcome, because }) =>
      `<tr><td>${escapeXml(shorten(title, 200))}</td><td>${outcome}</td><td>${escapeXml(shorten(because, 300))}</td></tr>`,
  );
  return [
    '<p class="soft">The word collapse is used in eight senses (Schaeffer et al. 2025). Two corpora can show two of them.</p>',
    '<div class="wide"><table><thead><tr><th>Definition</th><th>Here</th><th>Because</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table></div>`,
  ].join('\n');
}
