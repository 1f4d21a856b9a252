/**
 * Speed of the lab's simplest loop against NumPy, in turns on the same machine, one thread each: a normal distribution
 * drawn from and fitted again (ddof 0), M numbers a generation.
 *
 *   node dist/bench/lab-gaussian.js [--sizes 100,500,1000,10000] [--numbers 2e7] [--json]
 *
 * Ours is the lab's own loop (regime replace, with all its streams), measured at the last generation only. NumPy's is
 * what a script would be: Generator.normal, mean and std. Every size takes `numbers` draws in all. Rates are generations a
 * second of processor time, since other programs may be running.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runLoop } from '../lab/loop/loop.js';
import { parseRegime } from '../lab/loop/regime.js';
import { gaussian } from '../lab/worlds/gaussian.js';
import { newRandom } from '../stats/random.js';
import { startPeer } from './peer.js';
import { pythonWith } from './python.js';

const SCRIPT = `
import json, sys, time
import numpy as np
rng = np.random.default_rng(1)
for line in sys.stdin:
    size, generations = map(int, line.split())
    wall, cpu = time.perf_counter(), time.process_time()
    x = rng.normal(0, 1, size)
    for _ in range(generations):
        x = rng.normal(x.mean(), x.std(), size)
    print(json.dumps({'wall': time.perf_counter() - wall, 'cpu': time.process_time() - cpu,
        'version': np.__version__}), flush=True)
`;

/** Seconds. */
interface Turn {
  wall: number;
  cpu: number;
}

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,500,1000,10000' },
    numbers: { type: 'string', default: '2e7' },
    json: { type: 'boolean', default: false },
  },
});
const TURNS = 10;

async function turn(samples: number, generations: number, seed: number): Promise<Turn> {
  const setup = await gaussian.setup(gaussian.parameters.parse({}), newRandom(seed, 0, 0));
  const plan = { samples, growth: 0, generations, regime: parseRegime('replace') };
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await runLoop(setup, plan, { seed, every: generations, onGeneration: () => {} });
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 };
}

const folder = mkdtempSync(join(tmpdir(), 'gen0-bench-'));
try {
  const { command, skipped } = pythonWith(folder, 'numpy', 'numpy');
  const peer = skipped ? undefined : startPeer(command, SCRIPT);
  let numpy: string | undefined;
  const sizes = [];
  for (const size of flags.sizes.split(',').map(Number)) {
    const each = Math.ceil(Number(flags.numbers) / size / TURNS);
    const [ours, theirs]: [Turn[], Turn[]] = [[], []];
    for (let i = 0; i < TURNS; i++) {
      ours.push(await turn(size, each, i + 1));
      if (!peer) continue;
      const { version, ...their } = await peer.ask<Turn & { version: string }>(`${size} ${each}`);
      numpy = version;
      theirs.push(their);
    }
    const rate = (turns: Turn[], key: keyof Turn) =>
      (each * turns.length) / turns.reduce((sum, one) => sum + one[key], 0);
    sizes.push({
      size,
      generations: each * TURNS,
      gen0: rate(ours, 'cpu'),
      numpy: peer ? rate(theirs, 'cpu') : null,
      ratio: peer ? rate(ours, 'cpu') / rate(theirs, 'cpu') : null,
      ratioWall: peer ? rate(ours, 'wall') / rate(theirs, 'wall') : null,
    });
  }
  peer?.close();
  const versions = { node: process.version, numpy };
  if (flags.json)
    console.log(JSON.stringify({ skipped: skipped ? 1 : 0, reason: skipped, versions, sizes }, null, 1));
  else {
    for (const { size, gen0, numpy, ratio, ratioWall } of sizes) {
      const theirs = numpy === null ? '' : `  NumPy ${numpy.toFixed(0)}/s`;
      const ratios = ratio === null ? '' : `  ratio ${ratio.toFixed(2)} (wall ${ratioWall?.toFixed(2)})`;
      console.log(`M = ${String(size).padEnd(6)} gen0 ${gen0.toFixed(0)}/s${theirs}${ratios}`);
    }
    console.log(skipped ? `1 skipped: NumPy is missing (${skipped})` : '0 skipped');
  }
  if (skipped && process.env.GEN0_NO_SKIP === '1') process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
