/**
 * Speed of `gen0 mix write`, from JSON Lines to JSON Lines: processes of their own, beside a copy of the same bytes with
 * `dd conv=fdatasync` in the same run, which is what the disk gives.
 *
 *   node dist/bench/mix.js [--mb 400] [--jobs 2] [--rounds 3] [--format jsonl|parquet] [--json]
 *
 * Two sources of `mb` / 2 each, human and synthetic, are mixed half and half, nearly all of both. The clock runs from the
 * start of the command to its end: hashes of the inputs, counting, writing, syncing, the statement and the ledger. Rates
 * are MB of shards written a second, and MB of inputs read a second.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCorpus } from './corpus.js';

const SOURCE = fileURLToPath(new URL('../../../shared/golden/inputs/novels500.jsonl.gz', import.meta.url));
const GEN0 = fileURLToPath(new URL('../../bin/gen0.js', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    mb: { type: 'string', default: '400' },
    jobs: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    format: { type: 'string', default: 'jsonl' },
    json: { type: 'boolean', default: false },
  },
});

interface Run {
  seconds: number;
  cpuSeconds: number;
  readMB: number;
  writtenMB: number;
  ddSeconds: number;
  peakMB: number;
}

const folder = mkdtempSync(join(tmpdir(), 'gen0-bench-mix-'));
try {
  const half = (Number(flags.mb) / 2) * 1e6;
  for (const [i, name] of ['human', 'made'].entries())
    writeCorpus(SOURCE, join(folder, `${name}.jsonl`), half, i + 1);
  gen0('source', 'add', 'human.jsonl', '--id', 'human', '--origin', 'human', '--evidence', 'printed');
  gen0('source', 'add', 'made.jsonl', '--id', 'made', '--origin', 'synthetic');
  const sources = [
    { source_name: 'human', target_ratio: 0.5 },
    { source_name: 'made', target_ratio: 0.5 },
  ];
  const config = { requested_tokens: 1e12, on_shortage: 'shrink', floor: { human: 0.45 }, sources };
  writeFileSync(join(folder, 'mix.json'), JSON.stringify(config));
  const readMB = sizeOf(folder, /\.jsonl$/) / 1e6;
  const runs: Run[] = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    const started = performance.now();
    const { cpuSeconds, peakMB } = gen0(
      ...['mix', 'write', 'mix.json', '-o', 'out', '-j', flags.jobs, '--format', flags.format],
    );
    const seconds = (performance.now() - started) / 1000;
    const timed = spawnSync('sh', ['-c', 'cat out/shard-* > all && sync all'], { cwd: folder });
    if (timed.status !== 0) throw new Error('cat failed');
    const dd = performance.now();
    spawnSync('dd', ['if=all', 'of=copy', 'bs=1M', 'conv=fdatasync'], { cwd: folder });
    const ddSeconds = (performance.now() - dd) / 1000;
    const writtenMB = sizeOf(join(folder, 'out'), /^shard-/) / 1e6;
    runs.push({ seconds, cpuSeconds, readMB, writtenMB, ddSeconds, peakMB });
    for (const name of ['out', 'all', 'copy']) rmSync(join(folder, name), { recursive: true });
  }
  runs.sort((a, b) => a.seconds - b.seconds);
  if (flags.json) console.log(JSON.stringify(runs, null, 1));
  else {
    for (const { seconds, cpuSeconds, peakMB, writtenMB, ddSeconds } of runs) {
      console.log(
        `${seconds.toFixed(2)} s  read ${(readMB / seconds).toFixed(0)} MB/s  written ${(writtenMB / seconds).toFixed(0)} MB/s  ` +
          `(${writtenMB.toFixed(0)} of ${readMB.toFixed(0)} MB; dd ${(writtenMB / ddSeconds).toFixed(0)} MB/s)  ` +
          `${(writtenMB / cpuSeconds).toFixed(0)} MB written per CPU second, peak ${peakMB.toFixed(0)} MB`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs the command line in a process of its own, with all its threads. */
function gen0(...args: string[]): { cpuSeconds: number; peakMB: number } {
  const script = `process.argv.splice(1, 0, 'gen0'); process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    require('node:fs').writeSync(1, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMB: maxRSS / 1e3 }));
  }); import(${JSON.stringify(GEN0)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script, ...args, '-q'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`gen0 ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
}

function sizeOf(path: string, names: RegExp): number {
  let bytes = 0;
  for (const name of readdirSync(path)) if (names.test(name)) bytes += statSync(join(path, name)).size;
  return bytes;
}
