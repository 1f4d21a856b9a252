import type { GroupSums, WordCells } from './pool.js';

/**
 * How fast the plug-in entropy of words grows with the corpus, in nats per log of tokens: what leaving out one
 * document group after the other costs on average. It bridges the few per cent by which two sides differ in size.
 */
export function entropySlope(words: WordCells, sums: GroupSums): number {
  let sum = 0;
  let tokens = 0;
  const change = new Float64Array(sums.tokens.length);
  for (const n of sums.tokens) tokens += n;
  for (let w = 0, i = 0; w < words.length; w++) {
    let count = 0;
    for (const end = words.start[w + 1]; i < end; i++) count += words.count[i];
    const term = count > 1 ? count * Math.log(count) : 0;
    sum += term;
    for (let c = words.start[w]; c < i; c++) {
      const rest = count - words.count[c];
      change[words.group[c]] += (rest > 1 ? rest * Math.log(rest) : 0) - term;
    }
  }
  const all = Math.log(tokens) - sum / tokens;
  let lost = 0;
  let shifts = 0;
  sums.tokens.forEach((own, g) => {
    const rest = tokens - own;
    if (own <= 0 || rest <= 0) return;
    lost += all - (Math.log(rest) - (sum + change[g]) / rest);
    shifts += Math.log(tokens / rest);
  });
  return shifts > 0 ? lost / shifts : 0;
}
