/**
 * Speed of the lab's EM against scikit-learn's GaussianMixture, in turns on the same machine, one thread each.
 *
 *   node dist/bench/lab-mixture.js [--generations 2000] [--n 1000] [--iterations 20] [--released 100] [--json]
 *
 * `equal`: generations of n points drawn from the last fit of two components, and exactly so many iterations of EM from
 * the last fit's parameters. Both begin with the same points and the same start, and their first fits are compared.
 * scikit-learn goes on by warm_start, its fastest way; drawing is part of both. `released`: first fits to normal points
 * as the code of Shumailov et al. (2024) makes them, k-means and then EM until the change is below 1e-5; each has the
 * iterations it needs.
 * The headline is the ratio of processor time, since other programs may be running.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fitMixture } from '../lab/learners/em.js';
import { drawMixture, type Mixture } from '../lab/learners/mixture.js';
import { quantile } from '../stats/quantile.js';
import { newRandom } from '../stats/random.js';
import { type Peer, startPeer } from './peer.js';
import { pythonWith } from './python.js';

const SCRIPT = `
import json, sys, time, warnings
import numpy as np, sklearn
from sklearn.mixture import GaussianMixture
warnings.filterwarnings('ignore')
n, iterations = int(sys.argv[2]), int(sys.argv[3])
rng = np.random.RandomState(1)
model = GaussianMixture(2, tol=0, max_iter=iterations, init_params='random', random_state=rng, warm_start=True,
    weights_init=[.5, .5], means_init=[[-.5, 0], [.5, 0]], precisions_init=[np.eye(2), np.eye(2)])
model.fit(np.fromfile(sys.argv[1]).reshape(-1, 2))
for line in sys.stdin:
    what, count = line.split()
    made, wall, cpu = 0, time.perf_counter(), time.process_time()
    if what == 'first':
        print(json.dumps({'version': sklearn.__version__, 'numpy': np.__version__,
            'fit': [*model.weights_, *model.means_.ravel(), *model.covariances_.ravel()]}), flush=True)
        continue
    for _ in range(int(count)):
        if what == 'equal':
            x, _ = model.sample(n)
            made += model.fit(x).n_iter_
        else:
            made += GaussianMixture(2, tol=1e-5, max_iter=2000, random_state=rng).fit(rng.randn(n, 2)).n_iter_
    print(json.dumps({'wall': time.perf_counter() - wall, 'cpu': time.process_time() - cpu, 'iterations': made}), flush=True)
`;

interface Turn {
  /** Seconds. */
  wall: number;
  cpu: number;
  iterations: number;
}

const { values: flags } = parseArgs({
  options: {
    generations: { type: 'string', default: '2000' },
    n: { type: 'string', default: '1000' },
    iterations: { type: 'string', default: '20' },
    released: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const [n, iterations] = [Number(flags.n), Number(flags.iterations)];
const TURNS = 20;

const random = newRandom(1);
const first: Mixture = {
  dims: 2,
  weights: Float64Array.of(0.5, 0.5),
  means: Float64Array.of(-0.5, 0, 0.5, 0),
  covariances: Float64Array.of(1, 0, 0, 1, 1, 0, 0, 1),
};
const points = drawMixture(first, n, random);
const equal = { components: 2, tol: 0, most: iterations };
const released = { components: 2, tol: 1e-5, most: 2000 };
const start = fitMixture(points, { ...equal, start: first }, random);
let chain = start;

/** One generation; returns the iterations made. */
const STEPS = {
  equal: () => {
    chain = fitMixture(drawMixture(chain, n, random), { ...equal, start: chain }, random);
    return chain.iterations;
  },
  released: () => {
    const values = new Float64Array(2 * n);
    random.fillNormal(values);
    return fitMixture({ dims: 2, values }, released, random).iterations;
  },
};

function turn(what: keyof typeof STEPS, generations: number): Turn {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  let made = 0;
  for (let g = 0; g < generations; g++) made += STEPS[what]();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6, iterations: made };
}

async function measure(peer: Peer, what: keyof typeof STEPS, generations: number) {
  const each = Math.ceil(generations / TURNS);
  const [ours, theirs]: [Turn[], Turn[]] = [[], []];
  for (let i = 0; i < TURNS; i++) {
    ours.push(turn(what, each));
    theirs.push(await peer.ask<Turn>(`${what} ${each}`));
  }
  const sum = (turns: Turn[]) => ({
    wall: turns.reduce((a, { wall }) => a + wall, 0),
    cpu: turns.reduce((a, { cpu }) => a + cpu, 0),
    iterations: turns.reduce((a, turn) => a + turn.iterations, 0),
  });
  const ratios = (key: 'wall' | 'cpu') =>
    Float64Array.from(ours, (own, i) => theirs[i][key] / own[key]).sort();
  const [gen0, sklearn] = [sum(ours), sum(theirs)];
  return {
    generations: each * TURNS,
    gen0,
    sklearn,
    ratio: sklearn.cpu / gen0.cpu,
    ratioWall: sklearn.wall / gen0.wall,
    /** Of the turns: 10 %, median, 90 %. */
    turns: [0.1, 0.5, 0.9].map((p) => quantile(ratios('cpu'), p)),
    perIteration: (sklearn.cpu / sklearn.iterations / gen0.cpu) * gen0.iterations,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'gen0-bench-'));
try {
  const { command, skipped } = pythonWith(folder, 'scikit-learn', 'sklearn');
  if (skipped) {
    const { wall, cpu } = turn('equal', Number(flags.generations));
    if (flags.json) console.log(JSON.stringify({ n, iterations, skipped: 1, reason: skipped, wall, cpu }));
    else
      console.log(
        `gen0 ${cpu.toFixed(2)} s of processor time\n1 skipped: scikit-learn is missing (${skipped})`,
      );
    process.exitCode = process.env.GEN0_NO_SKIP === '1' ? 1 : 0;
  } else {
    const file = join(folder, 'points');
    writeFileSync(file, points.values);
    const peer = startPeer(command, SCRIPT, [file, flags.n, flags.iterations]);
    const { version, numpy, fit } = await peer.ask<{ version: string; numpy: string; fit: number[] }>(
      'first 0',
    );
    const { weights, means, covariances } = start;
    const difference = Math.max(
      ...[...weights, ...means, ...covariances].map((x, i) => Math.abs(x - fit[i])),
    );
    const report = {
      n,
      iterations,
      skipped: 0,
      versions: { node: process.version, 'scikit-learn': version, numpy },
      firstFitsDifferBy: difference,
      equal: await measure(peer, 'equal', Number(flags.generations)),
      released: await measure(peer, 'released', Number(flags.released)),
    };
    peer.close();
    if (flags.json) console.log(JSON.stringify(report, null, 1));
    else {
      console.log(`first fits differ by ${difference.toExponential(1)} at most`);
      for (const what of ['equal', 'released'] as const) {
        const { generations, gen0, sklearn, ratio, ratioWall, turns } = report[what];
        const own = (t: Turn) => `${t.cpu.toFixed(2)} s CPU, ${t.iterations} iterations`;
        console.log(
          `${what.padEnd(8)} ${generations} generations: gen0 ${own(gen0)}; scikit-learn ${own(sklearn)}; ` +
            `ratio ${ratio.toFixed(1)} (wall ${ratioWall.toFixed(1)}; turns ${turns.map((x) => x.toFixed(1)).join(' ')})`,
        );
      }
      console.log('0 skipped');
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
