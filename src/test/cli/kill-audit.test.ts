import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AuditResult } from '../../audit/result.js';
import { rng } from '../../stats/rng.js';
import { TRAP } from '../network-trap.js';
import { zipfDocuments } from '../zipf-text.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
/** More of them: `GEN0_KILLS=50 node scripts/test.js kill-audit`. */
const KILLS = Number(process.env.GEN0_KILLS ?? 4);

test(`an audit killed at ${KILLS} random instants leaves nothing half-written, and --resume gives the same result`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-kill-'));
  const write = (name: string, seed: number) => {
    const lines = zipfDocuments(3000, 150, seed).map((document) => JSON.stringify(document));
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  };
  write('corpus.jsonl', 1);
  write('reference.jsonl', 2);
  writeFileSync(join(folder, 'trap.cjs'), TRAP);
  // No socket either, in any thread.
  const trap = ['--require', join(folder, 'trap.cjs')];
  const args = [...trap, BIN, 'audit', 'corpus.jsonl', '--reference', 'reference.jsonl'];
  const run = (extra: string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [...args, '--json', ...extra], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    assert.equal(status, 0, stderr);
    const { startedAt, timing, ...rest } = JSON.parse(stdout) as AuditResult;
    assert.ok(startedAt && timing);
    return rest;
  };
  const begin = performance.now();
  const undisturbed = run([]);
  const whole = performance.now() - begin;
  const random = rng(9);
  for (let kill = 0; kill < KILLS; kill++) {
    rmSync(join(folder, '.gen0'), { recursive: true, force: true });
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    setTimeout(() => child.kill('SIGKILL'), random(Math.round(whole)));
    await ended;
    const audits = join(folder, '.gen0', 'audits');
    for (const name of existsSync(audits) ? readdirSync(audits) : []) {
      if (!/^\d{4}-/.test(name)) continue;
      assert.deepEqual(readdirSync(join(audits, name)).sort(), ['report.html', 'result.json']);
    }
    assert.deepEqual(run(['--resume']), undisturbed);
  }
  rmSync(folder, { recursive: true, force: true });
});
