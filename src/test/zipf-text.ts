import type { Document } from '../corpus/document.js';
import { type Rng, rng } from '../stats/rng.js';

/**
 * Documents of words drawn from a Zipf-Mandelbrot distribution, each with a topic of its own that makes some words
 * more likely, so that documents, not tokens, are the independent units. Every seed is a sample of one source.
 */
export function zipfDocuments(count: number, length: number, seed: number, types = 20_000): Document[] {
  const random = rng(seed);
  const cumulative = new Float64Array(types);
  let sum = 0;
  for (let r = 0; r < types; r++) {
    sum += 1 / (r + 3) ** 1.07;
    cumulative[r] = sum;
  }
  return Array.from({ length: count }, (_, d) => {
    const topic = random(200);
    const n = Math.round(length * (0.5 + random(1000) / 1000));
    const words = Array.from({ length: n }, () => {
      const rank = drawn(cumulative, random);
      return `w${random(4) === 0 ? (rank * 31 + topic * 97) % types : rank}`;
    });
    return { id: `${seed}-${d}`, text: words.join(' ') };
  });
}

function drawn(cumulative: Float64Array, random: Rng): number {
  const at = (random(2 ** 30) / 2 ** 30) * cumulative[cumulative.length - 1];
  let lo = 0;
  let hi = cumulative.length - 1;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (cumulative[mid] < at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
