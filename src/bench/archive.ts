/**
 * Speed of `gen0 archive add` beside `dd conv=fdatasync` of the same file, in turn, on the same disk: whole processes from
 * start to end, the file in the page cache, everything written before on the disk (`sync`) when the clock starts.
 * gen0 also hashes what it copies (SHA-512), reads it but once, and syncs everything that it acknowledges.
 *
 *   node dist/bench/archive.js [--mb 1000] [--rounds 5] [--folder DIR] [--json]
 */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const BIN = fileURLToPath(new URL('../../bin/gen0.js', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    mb: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    folder: { type: 'string', default: tmpdir() },
    json: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(flags.folder, 'gen0-bench-archive-'));
const gen0 = (...args: string[]) =>
  execFileSync(process.execPath, [BIN, ...args], { cwd: folder, stdio: 'ignore' });

/** Seconds that `work` takes, with nothing left to write from before. */
function seconds(work: () => void): number {
  execFileSync('sync');
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

try {
  const mb = Number(flags.mb);
  const file = openSync(join(folder, 'file'), 'w');
  const block = Buffer.alloc(1e6);
  for (let i = 0; i < mb; i++) writeSync(file, randomFillSync(block));
  closeSync(file);
  const dd: number[] = [];
  const add: number[] = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    const copy = () =>
      execFileSync('dd', ['if=file', 'of=copy', 'bs=1M', 'conv=fdatasync'], { cwd: folder, stdio: 'ignore' });
    dd.push(seconds(copy));
    rmSync(join(folder, 'copy'));
    gen0('source', 'add', 'file', '--id', 'bench', '--origin', 'human', '--evidence', 'for the bench');
    add.push(seconds(() => gen0('archive', 'add', 'file', '--source', 'bench')));
    rmSync(join(folder, '.gen0'), { recursive: true });
    rmSync(join(folder, 'sources'), { recursive: true });
  }
  const ratios = dd.map((each, i) => each / add[i]);
  const report = {
    mb,
    dd: dd.map((each) => mb / each),
    add: add.map((each) => mb / each),
    ratios,
    ratio: median(ratios),
  };
  if (flags.json) console.log(JSON.stringify(report, null, 1));
  else {
    const shown = (values: readonly number[]) => values.map((each) => each.toFixed(0)).join(' ');
    console.log(`dd           ${shown(report.dd)} MB/s`);
    console.log(`archive add  ${shown(report.add)} MB/s`);
    console.log(
      `share of dd  ${ratios.map((each) => each.toFixed(2)).join(' ')}, median ${report.ratio.toFixed(2)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
