/**
 * A full-panel audit of one large corpus against another through the command line: seconds on the clock and of processor
 * time, and the largest resident size.
 *
 *   node dist/bench/panel.js [--mb 100] [--json]
 *
 * Both corpora are drawn by the model of `corpus.ts` with seeds of their own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCorpus } from './corpus.js';

const SOURCE = fileURLToPath(new URL('../../../shared/golden/inputs/novels10.jsonl.gz', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../bin/gen0.js', import.meta.url));
/** Runs the command in a process of its own, whose usage is told on its last line. */
const MEASURED = `
const before = performance.now();
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { wall: (performance.now() - before) / 1000, cpu: (userCPUTime + systemCPUTime) / 1e6, resident: maxRSS / 1024 };
  require('node:fs').writeSync(2, '\\n' + JSON.stringify(usage));
});
`;

const { values: flags } = parseArgs({
  options: { mb: { type: 'string', default: '100' }, json: { type: 'boolean', default: false } },
});
const folder = mkdtempSync(join(tmpdir(), 'gen0-bench-'));
try {
  const [corpus, reference, hook] = ['c.jsonl', 'r.jsonl', 'hook.cjs'].map((name) => join(folder, name));
  writeCorpus(SOURCE, corpus, Number(flags.mb) * 1e6, 1);
  writeCorpus(SOURCE, reference, Number(flags.mb) * 1e6, 2);
  writeFileSync(hook, MEASURED);
  const args = ['--require', hook, COMMAND, 'audit', corpus, '-r', reference, '--no-save', '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const usage = JSON.parse(stderr.trim().split('\n').at(-1)!) as Record<'wall' | 'cpu' | 'resident', number>;
  const line = `${flags.mb} MB against ${flags.mb} MB: ${usage.wall.toFixed(1)} s, ${usage.cpu.toFixed(1)} s of CPU, ${usage.resident.toFixed(0)} MB`;
  process.stdout.write(flags.json ? `${JSON.stringify({ mb: Number(flags.mb), ...usage })}\n` : `${line}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
