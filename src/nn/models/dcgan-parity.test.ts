import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { readTrace, traceStore, traceStream } from '../../test/trace.js';
import { adamFeeds } from '../adam.js';
import { compile } from '../executor.js';
import { type Training, trainStep } from '../train.js';
import {
  type DcganSizes,
  dcganGenerator,
  dcganSide,
  discriminatorTraining,
  generatorTraining,
} from './dcgan.js';

test('100 losses of both networks of a GAN are those of PyTorch', async () => {
  const { sizes, batch, rate, options, losses } = readTrace<DcganSizes, [number, number]>('gan');
  assert.equal(losses.length, 100);
  const uniform = traceStream(3);
  const graphs = [generatorTraining(sizes, batch, options), discriminatorTraining(sizes, batch, options)];
  const store = traceStore(graphs[0], uniform);
  // The generator's graph holds the discriminator's weights too, and they are drawn by the graph in which they learn.
  traceStore(graphs[1], uniform, store);
  const [generator, discriminator]: Training[] = await Promise.all(
    graphs.map(async (graph) => ({ program: await compile(graph), store, steps: 0, options })),
  );
  const size = sizes.colours * dcganSide(sizes) ** 2;
  for (const [step, expected] of losses.entries()) {
    const real = new Float32Array(batch * size);
    for (let row = 0; row < batch; row++) {
      const kind = Math.floor(4 * uniform());
      for (let j = 0; j < size; j++) real[row * size + j] = 1.4 * ((j >> kind) & 1) + 0.6 * uniform() - 1;
    }
    const noise = Float32Array.from(
      { length: batch * sizes.latent },
      () => Math.sqrt(3) * (2 * uniform() - 1),
    );
    const first = await trainStep(generator, { noise }, rate);
    const second = await trainStep(discriminator, { real, made: first.outputs.pictures }, rate);
    const found = [first.loss, second.loss];
    for (const i of [0, 1]) {
      assert.ok(Math.abs(found[i] - expected[i]) < 2e-3, `step ${step}: ${found}, PyTorch ${expected}`);
    }
  }
  await generator.program.close();
  await discriminator.program.close();
});

test('by the averages of one batch that was seen often, pictures are those of that batch', async () => {
  const { sizes, batch } = readTrace<DcganSizes, [number, number]>('gan');
  const graphs = [generatorTraining(sizes, batch), dcganGenerator(sizes, batch)];
  const store = traceStore(graphs[0], traceStream(4));
  const [training, sampling] = await Promise.all(graphs.map((graph) => compile(graph)));
  const random = newRandom(1);
  const noise = Float32Array.from({ length: batch * sizes.latent }, () => random.normal());
  let expected = new Float32Array();
  for (let step = 1; step <= 200; step++) {
    // At a rate of 0 only the averages move.
    expected = (await training.run(store, { noise, ...adamFeeds(step, 0) })).pictures as typeof expected;
    training.keep(store);
  }
  const { pictures } = await sampling.run(store, { noise });
  assert.equal(pictures.length, batch * sizes.colours * dcganSide(sizes) ** 2);
  for (const [i, value] of pictures.entries()) {
    assert.ok(Math.abs(value - expected[i]) < 1e-4, `${i}: ${value}, by the batch ${expected[i]}`);
  }
  await training.close();
  await sampling.close();
});
