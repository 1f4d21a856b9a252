import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrace, traceStore, traceStream } from '../../test/trace.js';
import { compile } from '../executor.js';
import { type Training, trainStep } from '../train.js';
import { type TransformerSizes, transformerTraining } from './transformer.js';

test('100 losses of a transformer are those of PyTorch, with AdamW and clipping', async () => {
  const { sizes, batch, rate, options, losses } = readTrace<TransformerSizes>('transformer');
  const { vocabulary, context } = sizes;
  assert.equal(losses.length, 100);
  const graph = transformerTraining(sizes, batch, options);
  const uniform = traceStream(2);
  const store = traceStore(graph, uniform);
  const training: Training = { program: await compile(graph), store, steps: 0, options };
  for (const [step, expected] of losses.entries()) {
    const tokens = new Int32Array(batch * context);
    const targets = new Int32Array(batch * context);
    for (let row = 0; row < batch; row++) {
      let token = Math.floor(vocabulary * uniform());
      for (let t = 0; t < context; t++) {
        tokens[row * context + t] = token;
        const [jump, to] = [uniform(), Math.floor(vocabulary * uniform())];
        token = jump < 0.25 ? to : (5 * token + 1) % vocabulary;
        targets[row * context + t] = token;
      }
    }
    const { loss } = await trainStep(training, { tokens, targets }, rate);
    assert.ok(Math.abs(loss - expected) < 2e-3, `step ${step}: ${loss}, PyTorch ${expected}`);
  }
  await training.program.close();
});
