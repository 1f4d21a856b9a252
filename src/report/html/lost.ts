/** What was lost: for each gram how often it was to be expected and how often it was found, and where it stood. */
import type { AuditResult, LostGram, LostTopic } from '../../audit/result.js';
import { formatCount, formatP } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';

const WIDTH = 720;
const LEFT = 250;
const RIGHT = 130;
const ROW = 24;
const DRAWN = 15;
const QUOTED = 5;
const TOPICS = 20;

/** The section's body: bars for the first few, a table of at most `rows` with one example each. */
export function lostSection({ lost, lostTopics, verdict, tokeniser }: AuditResult, rows: number): string {
  const topics = topicTable(lostTopics.slice(0, TOPICS), lostTopics.length);
  if (lost.length === 0) {
    return verdict.stage === 'cannot-say'
      ? '<p>There is too little text to say.</p>'
      : `<p>${/^(table|image)-/.test(tokeniser) ? 'Nothing' : 'No single word or phrase'} is missing beyond doubt.</p>${topics}`;
  }
  const shown = lost.slice(0, rows);
  const rest =
    lost.length > shown.length
      ? `<p class="soft small">The ${formatCount(shown.length)} with the strongest evidence, of ${formatCount(lost.length)}; all are in result.json.</p>`
      : '';
  return [
    `<p>${formatCount(lost.length)} ${named(lost)} of the reference ${lost.length === 1 ? 'is' : 'are'} rarer here than chance explains. Each outline is what a fresh sample of the reference would hold; the filled part is what was found.</p>`,
    `<div class="figure">${bars(lost.slice(0, DRAWN))}</div>`,
    quotes(lost.slice(0, QUOTED)),
    `<details><summary>${lost[0].kind ? 'Table' : 'Table with an example of each'}</summary>${lostTable(shown)}${rest}</details>`,
    topics,
  ].join('\n');
}

function named(lost: LostGram[]): string {
  if (lost[0].kind)
    return lost.length === 1 ? 'category or combination' : 'categories, combinations and groups';
  return lost.length === 1 ? 'word or phrase' : 'words and phrases';
}

/** Each pair is drawn to its own expectation, so that the filled share is the share that is left. */
function bars(lost: LostGram[]): string {
  const room = WIDTH - LEFT - RIGHT;
  const rows = lost.map(({ gram, expected, observed }, i) => {
    const y = i * ROW;
    const share = expected > 0 ? Math.min(1, observed / expected) : 0;
    return [
      `<text x="0" y="${y + 16}">${escapeXml(shorten(gram, 35))}</text>`,
      `<rect class="expected" x="${LEFT}" y="${y + 4.5}" width="${room}" height="15"/>`,
      share > 0
        ? `<rect class="found" x="${LEFT}" y="${y + 4.5}" width="${(share * room).toFixed(1)}" height="15"/>`
        : '',
      `<text x="${WIDTH}" y="${y + 16}" text-anchor="end">${formatCount(expected)} → ${formatCount(observed)}</text>`,
    ].join('');
  });
  const title = 'Expected and found occurrences of what was lost most';
  return `<svg viewBox="0 0 ${WIDTH} ${lost.length * ROW + 2}" role="img" aria-label="${title}"><title>${title}</title>${rows.join('')}</svg>`;
}

/** Where the first few stood in the reference. */
function quotes(lost: LostGram[]): string {
  const items = lost
    .filter(({ example }) => example.trim() !== '')
    .map(({ gram, example }) => `<li><bdi>${marked(shorten(example, 240), shorten(gram, 80))}</bdi></li>`);
  if (items.length === 0) return '';
  return `<p class="soft small">As they stood in the reference:</p><ul class="quotes">${items.join('')}</ul>`;
}

/** The example with the gram marked where it stands in just that spelling, whatever the case. */
function marked(example: string, gram: string): string {
  const lower = example.toLowerCase();
  const at = lower.length === example.length && gram !== '' ? lower.indexOf(gram.toLowerCase()) : -1;
  if (at < 0) return escapeXml(example);
  const end = at + gram.length;
  return `${escapeXml(example.slice(0, at))}<mark>${escapeXml(example.slice(at, end))}</mark>${escapeXml(example.slice(end))}`;
}

function lostTable(lost: LostGram[]): string {
  const rows = lost.map(
    ({ gram, expected, observed, example, p }) =>
      `<tr><td class="text"><bdi>${escapeXml(shorten(gram, 80))}</bdi></td><td class="n">${formatCount(expected)}</td><td class="n">${formatCount(observed)}</td><td class="n">${escapeXml(formatP(p))}</td><td class="text"><bdi>${escapeXml(shorten(example, 240))}</bdi></td></tr>`,
  );
  return `<div class="wide"><table><thead><tr><th>${lost[0]?.kind ? 'what' : 'word or phrase'}</th><th class="n">expected</th><th class="n">found</th><th class="n">p</th><th>in the reference</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function topicTable(topics: LostTopic[], all: number): string {
  if (topics.length === 0) return '';
  const rows = topics.map(
    ({ words, expected, observed, p }) =>
      `<tr><td class="text"><bdi>${escapeXml(shorten(words.join(' '), 120))}</bdi></td><td class="n">${formatCount(expected)}</td><td class="n">${formatCount(observed)}</td><td class="n">${escapeXml(formatP(p))}</td></tr>`,
  );
  const said =
    all === 1 ? 'One topic of the reference has' : `${formatCount(all)} topics of the reference have`;
  return `<p>${said} fewer texts here than chance explains; each is named by the words that stand out in it.</p><div class="wide"><table><thead><tr><th>topic</th><th class="n">texts expected</th><th class="n">found</th><th class="n">p</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
