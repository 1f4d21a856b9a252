import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrace, traceStore, traceStream } from '../../test/trace.js';
import { compile } from '../executor.js';
import { parameterCount } from '../store.js';
import { type Training, trainStep } from '../train.js';
import { type ConvolutionalVaeSizes, convolutionalVaeTraining } from './convolutional-vae.js';

test('100 losses of a convolutional VAE are those of PyTorch, from the same weights on the same batches', async () => {
  const { sizes, batch, rate, options, losses } = readTrace<ConvolutionalVaeSizes>('convolutional-vae');
  assert.equal(losses.length, 100);
  const graph = convolutionalVaeTraining(sizes, batch, options);
  const pixels = sizes.side ** 2;
  const uniform = traceStream(4);
  const store = traceStore(graph, uniform);
  const training: Training = { program: await compile(graph), store, steps: 0, options };
  for (const [step, expected] of losses.entries()) {
    const x = new Float32Array(batch * pixels);
    for (let row = 0; row < batch; row++) {
      const kind = Math.floor(4 * uniform());
      for (let j = 0; j < pixels; j++) {
        x[row * pixels + j] = 0.7 * ((j >> kind) & 1) + 0.3 * uniform();
      }
    }
    const noise = Float32Array.from(
      { length: batch * sizes.latent },
      () => Math.sqrt(3) * (2 * uniform() - 1),
    );
    const { loss } = await trainStep(training, { x, noise }, rate);
    assert.ok(Math.abs(loss - expected) < 2e-3, `step ${step}: ${loss}, PyTorch ${expected}`);
  }
  await training.program.close();
});

test('at the released sizes it has the released number of parameters', () => {
  const graph = convolutionalVaeTraining({ side: 28, capacity: 64, latent: 20 }, 256);
  assert.equal(parameterCount(graph), 647_081);
});
