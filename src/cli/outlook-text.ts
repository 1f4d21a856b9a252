/** The outlook of a planned mixture as text. */
import type { Outlook } from '../mix/index.js';
import { wrap } from '../report/terminal.js';
import { formatCount, formatPercent, plural } from '../util/format.js';
import { tableText } from './sources.js';

/** Generations that are shown: the first and last, and about so many between. */
const SHOWN = 8;

export function outlookText({ promises, forecast, least, simulated, notes }: Outlook): string {
  const out = ['', 'What theory promises (docs/forecast.md)'];
  for (const { formula, applies, says } of promises) {
    out.push(...wrap(`${applies ? '' : 'To compare: '}${says} [${formula}]`, 98).map((line) => `  ${line}`));
  }
  if (forecast) {
    const { rareTypes, rareUpTo, atFirst, tokens, learner, method, generations, regime } = forecast;
    const where =
      atFirst < 1
        ? `human text, of which generation 0 with its ${formatCount(tokens)} tokens holds ${formatPercent(atFirst)}`
        : `${formatCount(tokens)} tokens of human text`;
    const what = `What is forecast for rare words: ${formatCount(rareTypes)} types that stand up to ${rareUpTo} times in ${where}. The share of them that each generation writes, by ${method} for ${learner === 'unigram' ? 'unigram' : 'n-gram'} models (regime ${regime}), with the 95 % prediction interval of one run:`;
    out.push('', ...wrap(what, 100), '');
    const headings = ['generation', 'forecast', '95 % interval', ...(simulated ? ['in the lab'] : [])];
    const rows = generations
      .filter(({ generation }) => isShown(generation, generations.length))
      .map(({ generation, share, low, high }) => [
        String(generation),
        share.toFixed(3),
        `${low.toFixed(3)} to ${high.toFixed(3)}`,
        ...(simulated ? [simulated.shares[generation - 1].toFixed(3)] : []),
      ]);
    out.push(
      ...tableText(headings, rows)
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
  }
  if (least && forecast) {
    const { maxLoss, documents, share, tokens, loss, worst, unreachable } = least;
    const lost = `${formatPercent(maxLoss)} of what generation 1 writes of them lost by generation ${forecast.generations.length}`;
    const figures = `loss ${formatPercent(loss)}, at most ${formatPercent(worst)} with 97.5 %`;
    const what = `${formatPercent(share)} human, ${plural(documents, 'document')} or ${formatCount(tokens)} tokens a generation`;
    const says = unreachable
      ? `Less than ${lost} is out of reach: even ${what} leaves ${figures}.`
      : documents === 0
        ? `Less than ${lost} takes no human data beyond generation 1 (${figures}).`
        : `Less than ${lost} takes at least ${what} (${figures}).`;
    out.push('', ...wrap(says, 98).map((line) => `  ${line}`));
  }
  for (const note of notes) out.push(...wrap(`note: ${note}`, 100));
  return `${out.join('\n')}\n`;
}

function isShown(generation: number, last: number): boolean {
  const step = Math.ceil(last / SHOWN);
  return generation === 1 || generation === last || generation % step === 0;
}
