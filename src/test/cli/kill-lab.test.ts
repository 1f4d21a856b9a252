import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LabResult } from '../../lab/experiments/result.js';
import { rng } from '../../stats/rng.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
/** More of them: `GEN0_KILLS=50 node scripts/test.js kill-lab`. */
const KILLS = Number(process.env.GEN0_KILLS ?? 4);

/** Runs long enough for states to be written within a run, several of them, and a pool that looks back. */
const ARGS = ['lab', 'run', 'gaussian', '--regime', 'replace', '--regime', 'accumulate-subsample+fresh:0.1'];
const SIZE = ['--samples', '1000', '--generations', '200', '--seeds', '4', '--every', '50'];

test(`a run of the lab killed at ${KILLS} random instants is taken up to the same bytes`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-lab-'));
  const run = (extra: string[]) => {
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [BIN, ...ARGS, ...SIZE, '--json', ...extra],
      options,
    );
    assert.equal(status, 0, stderr);
    const { startedAt, timing, ...rest } = JSON.parse(stdout) as LabResult;
    assert.ok(startedAt && timing);
    return JSON.stringify(rest);
  };
  const begin = performance.now();
  const undisturbed = run(['--no-save']);
  const whole = performance.now() - begin;
  assert.equal(run(['--no-save', '--jobs', '1']), undisturbed);
  const random = rng(3);
  for (let kill = 0; kill < KILLS; kill++) {
    rmSync(join(folder, '.gen0'), { recursive: true, force: true });
    const child = spawn(process.execPath, [BIN, ...ARGS, ...SIZE], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    setTimeout(() => child.kill('SIGKILL'), random(Math.round(whole)));
    await ended;
    const saved = join(folder, '.gen0', 'lab');
    for (const name of existsSync(saved) ? readdirSync(saved) : []) {
      if (!/^\d{4}-/.test(name)) continue;
      assert.ok(readdirSync(join(saved, name)).includes('report.html'));
    }
    assert.equal(run(['--resume', '--no-save']), undisturbed);
  }
  assert.equal(
    existsSync(join(folder, '.gen0', 'work')) && readdirSync(join(folder, '.gen0', 'work')).length > 0,
    false,
  );
  rmSync(folder, { recursive: true, force: true });
});
