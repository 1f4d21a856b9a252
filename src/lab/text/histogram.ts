import type { Picture } from '../world.js';

/** Nats of a bin. */
const BIN = 0.1;

/** Density of values that are nats, such as log perplexities, over bins from 0 to the last that holds one. */
export function histogram(values: Float64Array): Picture {
  const counts: number[] = [];
  for (const value of values) {
    const bin = Math.max(0, Math.floor(value / BIN));
    while (counts.length <= bin) counts.push(0);
    counts[bin]++;
  }
  return {
    form: 'density',
    x: counts.map((_, bin) => (bin + 0.5) * BIN),
    y: counts.map((count) => count / (values.length * BIN)),
  };
}
