/**
 * The Vendi score of 3,000 × 256 embeddings, against NumPy: X'X/n and `eigvalsh` of it, which is what the authors'
 * `score_dual` does. Both are run in turn, so that they meet the same load; times are the medians after warming up.
 *
 *   node dist/bench/vendi.js [rounds]
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { newRandom } from '../stats/random.js';
import { vendi } from '../stats/vendi.js';

const ROWS = 3000;
const DIMS = 256;
const WARM = 3;
const ROUNDS = Number(process.argv[2] ?? 15);

const PYTHON = `
import sys, time, numpy as np
x = np.frombuffer(sys.stdin.buffer.read(${8 * ROWS * DIMS}), dtype='<f8').reshape(${ROWS}, ${DIMS})
for line in iter(sys.stdin.buffer.readline, b''):
    t, c = time.perf_counter(), time.process_time()
    w = np.linalg.eigvalsh(x.T @ x / len(x))
    w = w[w > 0]
    score = np.exp(-(w * np.log(w)).sum())
    print(time.perf_counter() - t, time.process_time() - c, score, flush=True)
`;

const random = newRandom(1);
const rows = new Float64Array(ROWS * DIMS);
random.fillNormal(rows);
for (let at = 0; at < rows.length; at += DIMS) {
  // A falling spectrum, as embeddings have.
  for (let j = 0; j < DIMS; j++) rows[at + j] /= 1 + j;
  const length = Math.hypot(...rows.subarray(at, at + DIMS));
  for (let j = 0; j < DIMS; j++) rows[at + j] /= length;
}

const python = spawn('/usr/bin/python3', ['-c', PYTHON], { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
python.stdin.write(new Uint8Array(rows.buffer));
const times: Record<'gen0' | 'numpy' | 'numpyCpu' | 'gen0Cpu', number[]> = {
  gen0: [],
  gen0Cpu: [],
  numpy: [],
  numpyCpu: [],
};
let scores: number[] = [];
for (let round = 0; round < ROUNDS + WARM; round++) {
  python.stdin.write('\n');
  const [wall, cpu, theirs] = ((await lines.next()).value as string).split(' ').map(Number);
  const start = performance.now();
  const before = process.cpuUsage();
  const ours = vendi(rows, ROWS, DIMS);
  const used = process.cpuUsage(before);
  if (round < WARM) continue;
  times.gen0.push((performance.now() - start) / 1000);
  times.gen0Cpu.push((used.user + used.system) / 1e6);
  times.numpy.push(wall);
  times.numpyCpu.push(cpu);
  scores = [ours, theirs];
}
python.stdin.end();
const median = (list: number[]) => `${(1000 * list.sort((a, b) => a - b)[list.length >> 1]).toFixed(1)} ms`;
console.log(`gen0   ${median(times.gen0)} (CPU ${median(times.gen0Cpu)}), score ${scores[0].toFixed(9)}`);
console.log(`NumPy  ${median(times.numpy)} (CPU ${median(times.numpyCpu)}), score ${scores[1].toFixed(9)}`);
