/**
 * Self-BLEU (Zhu et al. 2018): each document as a hypothesis, all others as its references. Two definitions, which
 * differ fourfold in scale and by more in value:
 *
 * - nltk 3.10: `sentence_bleu`, words at white space, smoothing method 1 (a count of 0 becomes 0.1). Range 0 to 1.
 * - sacrebleu 2.6: `sentence_bleu`, its 13a words, exponential smoothing, effective order. Range 0 to 100.
 *
 * Kept: it grows with the number of documents, as there are more references to match. Linear here, quadratic there.
 */
import { type BleuCounts, bleuCounts, ORDERS } from './bleu-counts.js';
import { lstrip, rstrip, split } from './python.js';

/** nltk's score of each document; null for fewer than two. */
export function nltkSelfBleu(documents: readonly string[]): number[] | null {
  if (documents.length < 2) return null;
  const counts = bleuCounts(documents, split);
  return documents.map((_, i) => {
    const { matched, total, words, nearest } = counts;
    if (matched[ORDERS * i] === 0) return 0;
    let logs = 0;
    for (let n = 0; n < ORDERS; n++) {
      const found = matched[ORDERS * i + n];
      logs += Math.log((found === 0 ? 0.1 : found) / Math.max(1, total[ORDERS * i + n])) / ORDERS;
    }
    return brevity(words[i], nearest[i]) * Math.exp(logs);
  });
}

/** sacrebleu's score of each document; null for fewer than two. */
export function sacrebleuSelfBleu(documents: readonly string[]): number[] | null {
  if (documents.length < 2) return null;
  const counts = bleuCounts(documents, tokenise13a);
  return documents.map((_, i) => sacrebleu(counts, i));
}

function sacrebleu({ matched, total, words, nearest }: BleuCounts, i: number): number {
  let halving = 1;
  let logs = 0;
  let order = 0;
  let any = false;
  for (let n = 0; n < ORDERS && total[ORDERS * i + n] > 0; n++) {
    order = n + 1;
    const all = total[ORDERS * i + n];
    const found = matched[ORDERS * i + n];
    if (found > 0) any = true;
    else halving *= 2;
    logs += Math.log(found > 0 ? (100 * found) / all : 100 / (halving * all));
  }
  return any ? brevity(words[i], nearest[i]) * Math.exp(logs / order) : 0;
}

function brevity(words: number, reference: number): number {
  if (words === 0) return 0;
  return words > reference ? 1 : Math.exp(1 - reference / words);
}

/** mteval-v13a's words, as sacrebleu makes them: international only in name, for it knows ASCII marks alone. */
export function tokenise13a(text: string): string[] {
  let line = rstrip(text).replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (line.includes('&')) {
    line = line
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>');
  }
  line = ` ${line} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
  return split(lstrip(line));
}

/** The plain mean. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
