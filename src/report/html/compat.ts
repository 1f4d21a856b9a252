/** Other tools' numbers, one folded table a tool. */
import type { CompatValues } from '../../audit/result.js';
import { COMPAT_NOTE, compatGroups } from '../compat-rows.js';
import { escapeXml, shorten } from '../escape.js';

export function compatSection(compat: Record<string, CompatValues> | undefined): string {
  const tables = compatGroups(compat).map(({ tool, peer, rows }) => {
    const lines = rows.map(
      ([name, value]) => `<tr><td>${escapeXml(name)}</td><td>${escapeXml(shorten(value, 200))}</td></tr>`,
    );
    return `<details id="compat-${escapeXml(tool)}" open><summary>${escapeXml(tool)} <span class="soft">${escapeXml(peer)}</span></summary><div class="wide"><table><tbody>${lines.join('')}</tbody></table></div></details>`;
  });
  return [`<p class="soft">${escapeXml(COMPAT_NOTE)}</p>`, ...tables].join('\n');
}
