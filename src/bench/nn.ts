/**
 * Milliseconds of a training step, and of a sampled token, against PyTorch on the CPU, in turns on the same machine.
 *
 *   node dist/bench/nn.js [--models vae,convolutional-vae,transformer,dcgan,sampling-1,sampling-64] [--rounds 5]
 *     [--python PATH] [--json]
 *
 * VAE 784-400-20-400-784, batch 128. Convolutional VAE: 28 by 28, channels 64 and 128, batch 256. Transformer: 4 layers,
 * width 128, 4 heads, context 128, 2,048 tokens, batch 16, 1.07 million parameters. DCGAN: 32 by 32, channels 128, 64,
 * 32, batch 64, a step of both networks. Sampling: the same transformer with a cache, to the full context, a batch of 1
 * or 64, the draw included. Adam at 1e-3. Each setting runs `rounds` turns; given are the fastest step and the median, since other
 * programs may be running. Ratios are of the fastest steps, ours to PyTorch's better number of threads; PyTorch's
 * speed is that of its BLAS, which is printed: pip's packages have MKL, Debian's take OpenBLAS or slower ones. Without
 * --python it is installed by pip into a virtual environment under the system's temporary folder, which is kept.
 */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile, type ExecutorOptions, type Feeds, type Program } from '../nn/executor.js';
import type { Graph } from '../nn/graph.js';
import { convolutionalVaeTraining } from '../nn/models/convolutional-vae.js';
import { discriminatorTraining, generatorTraining } from '../nn/models/dcgan.js';
import { transformerTraining } from '../nn/models/transformer.js';
import { transformerSampler } from '../nn/models/transformer-sampler.js';
import { vaeTraining } from '../nn/models/vae.js';
import { drawToken } from '../nn/sample-token.js';
import { fillStore, type Store } from '../nn/store.js';
import { trainStep } from '../nn/train.js';
import { newRandom } from '../stats/random.js';
import { TORCH } from './nn-torch.js';
import { startPeer } from './peer.js';
import { pythonWith } from './python.js';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: 'vae,convolutional-vae,transformer,dcgan,sampling-1,sampling-64' },
    rounds: { type: 'string', default: '5' },
    python: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const SIZES = { vocabulary: 2048, context: 128, width: 128, heads: 4, layers: 4 };
const random = newRandom(1);
const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
const uniforms = (n: number) => Float32Array.from({ length: n }, () => random.uniform());
const tokens = (n: number) => Int32Array.from({ length: n }, () => random.below(SIZES.vocabulary));

type Step = (programs: Program[], store: Store, step: number) => Promise<void>;

interface Model {
  /** What is compiled: one graph, or a GAN's two. */
  graphs: Graph[];
  step: Step;
  /** In a turn. */
  steps: number;
  /** Steps that are measured together, and divided by: the tokens of a text, of which the later ones cost more. */
  together: number;
}

const trained = (graph: Graph, batch: Feeds, steps: number): Model => ({
  graphs: [graph],
  steps,
  together: 1,
  step: async ([program], store, step) => {
    await trainStep({ program, store, steps: step }, batch, 1e-3);
  },
});

function adversaries(): Model {
  const sizes = { latent: 64, start: 4, channels: [128, 64, 32], colours: 1 };
  const options = { beta1: 0.5 };
  const [real, noise] = [uniforms(64 * 1024), normals(64 * 64)];
  return {
    graphs: [generatorTraining(sizes, 64, options), discriminatorTraining(sizes, 64, options)],
    steps: 5,
    together: 1,
    step: async ([generator, discriminator], store, step) => {
      const { outputs } = await trainStep(
        { program: generator, store, steps: step, options },
        { noise },
        1e-3,
      );
      const batch = { real, made: outputs.pictures };
      await trainStep({ program: discriminator, store, steps: step, options }, batch, 1e-3);
    },
  };
}

function sampled(batch: number, steps: number): Model {
  let token = new Int32Array(batch);
  return {
    graphs: [transformerSampler(SIZES, batch)],
    steps,
    together: SIZES.context,
    step: async ([program], store, step) => {
      const place = step % SIZES.context;
      if (place === 0) token.fill(0);
      const fed = { token, place: Int32Array.of(place), temperature: 1 };
      const { probabilities } = await program.run(store, fed);
      program.keep(store);
      token = token.map((_, i) =>
        drawToken(probabilities.subarray(i * SIZES.vocabulary, (i + 1) * SIZES.vocabulary), random),
      );
    },
  };
}

const MODELS: Record<string, () => Model> = {
  vae: () =>
    trained(
      vaeTraining({ pixels: 784, hidden: 400, latent: 20 }, 128),
      { x: uniforms(128 * 784), noise: normals(128 * 20) },
      40,
    ),
  'convolutional-vae': () =>
    trained(
      convolutionalVaeTraining({ side: 28, capacity: 64, latent: 20 }, 256),
      { x: uniforms(256 * 784), noise: normals(256 * 20) },
      3,
    ),
  transformer: () =>
    trained(transformerTraining(SIZES, 16), { tokens: tokens(16 * 128), targets: tokens(16 * 128) }, 4),
  dcgan: adversaries,
  'sampling-1': () => sampled(1, 128),
  'sampling-64': () => sampled(64, 128),
};

const SETTINGS: Required<ExecutorOptions>[] = [
  { threads: 1, spinning: false },
  { threads: 2, spinning: false },
  { threads: 2, spinning: true },
];
const THEIR_THREADS = [1, 2];

const summary = (times: number[], together: number) => {
  const parts: number[] = [];
  for (let i = 0; i + together <= times.length; i += together) {
    parts.push(times.slice(i, i + together).reduce((sum, time) => sum + time, 0) / together);
  }
  const sorted = parts.sort((a, b) => a - b);
  return { fastest: sorted[0], median: sorted[sorted.length >> 1] };
};

const { command: python, skipped } = flags.python
  ? {
      command: flags.python,
      skipped:
        spawnSync(flags.python, ['-c', 'import torch']).status === 0
          ? undefined
          : `${flags.python} has no torch`,
    }
  : pythonWith(join(tmpdir(), 'gen0-bench-torch'), 'torch', 'torch', 900);
/** A process for each number of threads: some of PyTorch's libraries take it only at the start. */
const names = flags.models.split(',');
for (const name of names) {
  if (!MODELS[name]) throw new Error(`--models ${name}: one of ${Object.keys(MODELS).join(', ')}`);
}
const peers = THEIR_THREADS.map((threads) => ({
  threads,
  peer: skipped ? undefined : startPeer(python, TORCH, [], threads),
}));
const torch: { version: string; blas: string; threads: number[] } = { version: '', blas: '', threads: [] };
const results = [];
for (const name of names) {
  const { graphs, step, steps, together } = MODELS[name]();
  const ours = SETTINGS.map((setting) => ({ ...setting, times: [] as number[], taken: 0 }));
  const theirs = peers.map((one) => ({ ...one, times: [] as number[] }));
  const store: Store = new Map();
  for (const graph of graphs) fillStore(store, graph, random);
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const setting of ours) {
      // A session that spins takes the processor from the others: it lives for its turn only.
      const programs = await Promise.all(graphs.map((graph) => compile(graph, setting)));
      await step(programs, store, setting.taken++);
      for (let i = 0; i < steps; i++) {
        const start = performance.now();
        await step(programs, store, setting.taken++);
        setting.times.push(performance.now() - start);
      }
      for (const program of programs) await program.close();
    }
    for (const setting of theirs) {
      const answer = await setting.peer?.ask<{
        version: string;
        blas: string;
        threads: number;
        times: number[];
      }>(`${name} ${steps + 1}`);
      if (!answer) continue;
      Object.assign(torch, { version: answer.version, blas: answer.blas });
      torch.threads = [...new Set([...torch.threads, answer.threads])].sort();
      setting.times.push(...answer.times.slice(1));
    }
  }
  const best = !skipped
    ? Math.min(...theirs.map(({ times }) => summary(times, together).fastest))
    : undefined;
  results.push({
    model: name,
    gen0: ours.map(({ threads, spinning, times }) => {
      const { fastest, median } = summary(times, together);
      return { threads, spinning, fastest, median, ratio: best === undefined ? null : fastest / best };
    }),
    torch: !skipped ? theirs.map(({ threads, times }) => ({ threads, ...summary(times, together) })) : null,
  });
}
for (const { peer } of peers) peer?.close();

if (flags.json) {
  const versions = { node: process.version, torch: skipped ? undefined : torch };
  console.log(
    JSON.stringify({ unit: 'ms', skipped: skipped ? 1 : 0, reason: skipped, versions, results }, null, 1),
  );
} else {
  const line = (label: string, { fastest, median }: { fastest: number; median: number }, more = '') =>
    console.log(`  ${label.padEnd(28)} ${fastest.toFixed(2)} ms (median ${median.toFixed(2)})${more}`);
  for (const { model, gen0, torch: other } of results) {
    console.log(model);
    for (const one of gen0) {
      const ratio = one.ratio === null ? '' : `  ratio ${one.ratio.toFixed(2)}`;
      line(`gen0, threads ${one.threads}${one.spinning ? ', spinning' : ''}`, one, ratio);
    }
    for (const one of other ?? []) line(`PyTorch, threads ${one.threads}`, one);
  }
  console.log(
    skipped
      ? `1 skipped: ${skipped}`
      : `0 skipped; PyTorch ${torch.version}, BLAS ${torch.blas}, with ${torch.threads.join(' and ')} threads`,
  );
}
if (skipped && process.env.GEN0_NO_SKIP === '1') process.exitCode = 1;
