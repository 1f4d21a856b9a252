/**
 * Speed and memory of profiling, interleaved with two other counters of 1- to 4-grams on the same machine:
 * nltk.FreqDist (or, where PyPI is out of reach, the collections.Counter that it is) and a plain Map of strings.
 *
 *   node dist/bench/profile.js [--mb 100] [--peer-mb 10] [--jobs 2] [--memory 1e9] [--rounds 3] [--json]
 *
 * Every run is a process of its own. gen0 reads, counts, merges and has the finished profile in memory at the
 * end of the clock; the peers read and count. Rates are MB of text; a peer reads less, for it is slow and needs
 * much memory, which favours it (smaller tables).
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCorpus } from './corpus.js';
import { pythonWith } from './python.js';
import { runJson } from './run-json.js';

interface Run {
  /** MB of text a second. */
  wall: number;
  /** MB of text a second of processor time. */
  cpu: number;
  /** Largest resident size in MB. */
  rss: number;
  cells?: string;
}

const SOURCE = fileURLToPath(new URL('../../../shared/golden/inputs/novels10.jsonl.gz', import.meta.url));

const GEN0 = `
import { profileCorpus } from '${new URL('../profile/index.js', import.meta.url).href}';
const [path, jobs, memory, workFolder] = process.argv.slice(1);
const start = performance.now();
const { profile, timing } = await profileCorpus([path], { jobs: Number(jobs), memory: Number(memory), workFolder });
const wall = (performance.now() - start) / 1000;
const used = process.resourceUsage();
const mb = profile.totals.bytes.reduce((a, b) => a + b) / 1e6;
const cells = profile.grams.map(({ length, shift }) => length + (shift ? '/2^' + shift : '')).join(' ');
console.log(JSON.stringify({ wall: mb / wall, cpu: (mb * 1e6) / (used.userCPUTime + used.systemCPUTime),
  rss: used.maxRSS / 1e3, cells, timing }));`;

const MAP = `
import { readFileSync } from 'node:fs';
const start = performance.now();
const counts = [1, 2, 3, 4].map(() => new Map());
let bytes = 0;
for (const line of readFileSync(process.argv[1], 'utf8').split('\\n')) {
  if (!line) continue;
  const { text } = JSON.parse(line);
  bytes += Buffer.byteLength(text);
  const tokens = text.toLowerCase().match(/[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}\\p{M}\\p{N}]+)*/gu) ?? [];
  for (let n = 1; n <= 4; n++)
    for (let i = n; i <= tokens.length; i++) {
      const gram = tokens.slice(i - n, i).join(' ');
      counts[n - 1].set(gram, (counts[n - 1].get(gram) ?? 0) + 1);
    }
}
const wall = (performance.now() - start) / 1000;
const used = process.resourceUsage();
console.log(JSON.stringify({ wall: bytes / 1e6 / wall, cpu: bytes / (used.userCPUTime + used.systemCPUTime), rss: used.maxRSS / 1e3 }));`;

const PYTHON = `
import json, resource, sys, time
peer = sys.argv[2]
if peer == 'nltk':
    from nltk import FreqDist as Table, ngrams
else:
    from collections import Counter as Table
    def ngrams(words, n): return zip(*[words[i:] for i in range(n)])
start, cpu, size = time.perf_counter(), time.process_time(), 0
tables = [Table() for _ in range(4)]
for line in open(sys.argv[1], encoding='utf8'):
    text = json.loads(line)['text']
    size += len(text.encode())
    words = text.lower().split()
    for n in range(1, 5): tables[n - 1].update(ngrams(words, n))
wall, cpu = time.perf_counter() - start, time.process_time() - cpu
rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
print(json.dumps({'wall': size / 1e6 / wall, 'cpu': size / 1e6 / cpu, 'rss': rss}))`;

const { values: flags } = parseArgs({
  options: {
    mb: { type: 'string', default: '100' },
    'peer-mb': { type: 'string', default: '10' },
    jobs: { type: 'string', default: '2' },
    memory: { type: 'string', default: '1e9' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});

/** GB/s of copying 256 MB. */
function memcpy(): number {
  const [from, to] = [new Uint8Array(2.56e8).fill(1), new Uint8Array(2.56e8).fill(2)];
  const start = performance.now();
  for (let i = 0; i < 4; i++) to.set(from);
  return 1.024e3 / (performance.now() - start);
}

function median(runs: Run[], key: 'wall' | 'cpu' | 'rss'): number {
  const sorted = runs.map((one) => one[key]).sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

if (!existsSync(SOURCE)) {
  console.log('skipped: needs ../shared/golden/inputs/novels10.jsonl.gz');
  process.exit(process.env.GEN0_NO_SKIP === '1' ? 1 : 0);
}
const folder = mkdtempSync(join(tmpdir(), 'gen0-bench-'));
try {
  const [corpus, small] = [join(folder, 'corpus.jsonl'), join(folder, 'small.jsonl')];
  writeCorpus(SOURCE, corpus, Number(flags.mb) * 1e6, 1);
  writeCorpus(SOURCE, small, Number(flags['peer-mb']) * 1e6, 1);
  const { command, skipped } = pythonWith(folder, 'nltk', 'nltk');
  const peer = skipped ? 'Counter' : 'nltk';
  const script = join(folder, 'peer.py');
  writeFileSync(script, PYTHON);
  const runs: Record<string, Run[]> = { gen0: [], [peer]: [], Map: [] };
  for (let round = 0; round < Number(flags.rounds); round++) {
    const gen0 = ['--input-type=module', '-e', GEN0, corpus, flags.jobs, flags.memory, join(folder, 'work')];
    const map = ['--max-old-space-size=8000', '--input-type=module', '-e', MAP, small];
    for (const [name, result] of [
      ['gen0', runJson<Run>(process.execPath, gen0)],
      [peer, runJson<Run>(command, [script, small, peer])],
      ['Map', runJson<Run>(process.execPath, map)],
    ] as const) {
      if (result) runs[name].push(result);
    }
  }
  const summary = Object.fromEntries(
    Object.entries(runs).map(([name, list]) => [
      name,
      { wall: median(list, 'wall'), cpu: median(list, 'cpu'), rss: median(list, 'rss'), runs: list },
    ]),
  );
  const ratio = summary.gen0.cpu / summary[peer].cpu;
  const report = {
    mb: Number(flags.mb),
    peerMb: Number(flags['peer-mb']),
    jobs: Number(flags.jobs),
    peer,
    skipped,
    memcpy: memcpy(),
    ratio,
    summary,
  };
  if (flags.json) console.log(JSON.stringify(report, null, 1));
  else {
    if (skipped) console.log(`nltk skipped (${skipped}); collections.Counter in its place`);
    for (const [name, { wall, cpu, rss }] of Object.entries(summary)) {
      console.log(
        `${name.padEnd(8)} ${wall.toFixed(2)} MB/s wall  ${cpu.toFixed(2)} MB/s per CPU second  ${rss.toFixed(0)} MB`,
      );
    }
    console.log(
      `gen0 / ${peer} per CPU second: ${ratio.toFixed(1)}; memcpy ${report.memcpy.toFixed(1)} GB/s`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
