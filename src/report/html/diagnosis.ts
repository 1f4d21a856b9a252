/** Which phenomena the numbers fit, with the evidence, as a table. */
import type { AuditResult } from '../../audit/result.js';
import { escapeXml, shorten } from '../escape.js';

export function diagnosisSection({ diagnosis }: AuditResult): string {
  const list = (lines: string[]) => lines.map((line) => escapeXml(shorten(line, 300))).join('<br>');
  const rows = diagnosis.map(({ title, outcome, for: pro, against, needs }) => {
    const open = needs === null ? '' : escapeXml(shorten(needs, 300));
    return `<tr><td>${escapeXml(shorten(title, 200))}</td><td>${outcome}</td><td>${list(pro)}</td><td>${list(against)}</td><td>${open}</td></tr>`;
  });
  return [
    '<p class="soft">Different causes leave like numbers. This is what speaks for and against each, and what would tell where it cannot be told.</p>',
    '<div class="wide"><table><thead><tr><th>Phenomenon</th><th>Here</th><th>For</th><th>Against</th><th>Would tell</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table></div>`,
  ].join('\n');
}
