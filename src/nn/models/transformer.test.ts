import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { fillStore } from '../store.js';
import { transformerScoring } from './transformer.js';

/** Root of the mean square. */
const deviation = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length);

test("first weights are GPT-2's at its width, and as large in sums over any other", () => {
  for (const [width, layers] of [
    [32, 2],
    [128, 2],
    [768, 1],
  ]) {
    const graph = transformerScoring({ vocabulary: 50, context: 4, width, heads: 4, layers }, 1);
    const store = fillStore(new Map(), graph, newRandom(1));
    const near = (name: string, value: number) => {
      const found = deviation(store.get(name)!.data);
      assert.ok(Math.abs(found / value - 1) < 0.05, `${name} of width ${width}: ${found}, not ${value}`);
    };
    const spread = 0.02 * Math.sqrt(768 / width);
    near('tokens.table', spread);
    near('block0.qkv.w', spread);
    near('block0.narrow.w', spread / Math.sqrt(2 * layers));
  }
});
