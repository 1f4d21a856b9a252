import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { UsageError } from '../../util/errors.js';
import { compile } from '../executor.js';
import { generate } from '../generate.js';
import { newGraph, output, state } from '../graph.js';
import { fillStore } from '../store.js';
import { type TransformerSizes, transformerLogits } from './transformer.js';
import { transformerSampler } from './transformer-sampler.js';

const SIZES: TransformerSizes = { vocabulary: 11, context: 9, width: 24, heads: 3, layers: 2 };
const BATCH = 2;

async function newSampler() {
  const graph = transformerSampler(SIZES, BATCH);
  const store = fillStore(new Map(), graph, newRandom(1));
  // Weights as they begin would make all texts nearly alike.
  for (const [name, { data }] of store) if (name.endsWith('.w')) for (const i of data.keys()) data[i] *= 20;
  return { program: await compile(graph), store };
}

test('token by token with the cache, logits are those of the whole text at once, also in a second text', async () => {
  const { program, store } = await newSampler();
  const graph = newGraph();
  output('logits', transformerLogits(graph, SIZES, BATCH, state));
  const whole = await compile(graph);
  const { context, vocabulary } = SIZES;
  const random = newRandom(2);
  for (let text = 0; text < 2; text++) {
    const tokens = Int32Array.from({ length: BATCH * context }, () => random.below(vocabulary));
    const { logits } = await whole.run(store, { tokens });
    for (let t = 0; t < context; t++) {
      const token = Int32Array.from({ length: BATCH }, (_, row) => tokens[row * context + t]);
      const found = (await program.run(store, { token, place: Int32Array.of(t), temperature: 1 })).logits;
      program.keep(store);
      for (let row = 0; row < BATCH; row++) {
        for (let word = 0; word < vocabulary; word++) {
          const [one, all] = [
            found[row * vocabulary + word],
            logits[(row * context + t) * vocabulary + word],
          ];
          assert.ok(Math.abs(one - all) < 1e-4, `place ${t}, word ${word}: ${one}, at once ${all}`);
        }
      }
    }
  }
  await whole.close();
  await program.close();
});

test('texts keep their prompts and do not depend on their neighbours', async () => {
  const { program, store } = await newSampler();
  const texts = (prompts: number[][], seeds: number[]) =>
    generate(
      program,
      store,
      SIZES.context,
      prompts,
      9,
      seeds.map((seed) => newRandom(seed)),
    );
  const [a, b] = await texts([[1, 2, 3], [4]], [10, 11]);
  assert.deepEqual([...a.subarray(0, 3)], [1, 2, 3]);
  assert.equal(b[0], 4);
  const [c, d] = await texts([[4], [5]], [11, 12]);
  assert.deepEqual(c, b);
  assert.notDeepEqual(d, b);
  await assert.rejects(generate(program, store, 9, [[1], [2]], 10, []), UsageError);
  await assert.rejects(generate(program, store, 9, [[1], []], 5, []), UsageError);
  await program.close();
});

test('heads that the engine cannot take are refused', () => {
  assert.throws(() => transformerSampler({ ...SIZES, width: 36 }, BATCH), {
    name: 'UsageError',
    message: /36 \/ 3 = 12.*a width of 48/,
  });
});
