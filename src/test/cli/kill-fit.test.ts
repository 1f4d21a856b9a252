import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LabResult } from '../../lab/experiments/result.js';
import { loadStore } from '../../nn/index.js';
import { rng } from '../../stats/rng.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
/** More of them: `GEN0_KILLS=50 node scripts/test.js kill-fit`. */
const KILLS = Number(process.env.GEN0_KILLS ?? 2);

/** A run of two arms, whose networks take so many steps a fit. */
interface Case {
  steps: number;
  args: string[];
}

const caseOf = (steps: number, world: string, ...settings: string[]): Case => ({
  steps,
  args: [
    ...['lab', 'run', ...world.split(' '), '--samples', '80', '--generations', '2', '--seeds', '1'],
    ...['--regime', 'replace', '--regime', 'accumulate'],
    ...[`steps=${steps}`, ...settings].flatMap((each) => ['--set', each]),
  ],
});

const VAE = caseOf(1000, 'digits --images bars8', 'hidden=32', 'latent=2', 'batch=16');
const CASES: Record<string, Case> = {
  autoencoder: VAE,
  GAN: caseOf(60, 'digits --images bars28 --learner gan', 'hidden=32', 'channels=8', 'batch=8'),
  transformer: caseOf(
    150,
    'text --corpus texts.jsonl',
    ...['learner=transformer', 'audit=false', 'tokens=300', 'width=16', 'heads=2', 'layers=1', 'context=16'],
  ),
};

/** A folder with 100 images of 8 x 8 and of 28 x 28, bars of 20 places and thicknesses, and 300 texts. */
function folderOfData(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-fit-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const side of [8, 28]) {
    const idx = Buffer.alloc(16 + 100 * side ** 2);
    for (const [i, value] of [0x803, 100, side, side].entries()) idx.writeUInt32BE(value, 4 * i);
    for (let i = 0; i < 100; i++) {
      for (let at = 0; at < side ** 2; at++) {
        const far = Math.abs(((at % side) * 8) / side - (i % 5));
        idx[16 + i * side ** 2 + at] = far <= i % 4 ? 255 : 0;
      }
    }
    writeFileSync(join(folder, `bars${side}`), idx);
  }
  const random = rng(3);
  const words = ['the', 'old', 'sea', 'cat', 'sat', 'by', 'a', 'red', 'door', 'and', 'sang', 'low'];
  const text = () => Array.from({ length: 8 + random(9) }, () => words[random(words.length)]).join(' ');
  writeFileSync(
    join(folder, 'texts.jsonl'),
    Array.from({ length: 300 }, () => JSON.stringify({ text: text() })).join('\n'),
  );
  return folder;
}

/** To the end; without the times. */
function figuresOf(cwd: string, { args }: Case, ...extra: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args, '--json', ...extra], {
    cwd,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const { startedAt, timing, ...rest } = JSON.parse(stdout) as LabResult;
  assert.ok(startedAt && timing);
  return JSON.stringify(rest);
}

const started = (cwd: string, { args }: Case) =>
  spawn(process.execPath, [BIN, ...args], { cwd, stdio: 'ignore' });
const ended = (child: ChildProcess) => new Promise((resolve) => child.on('exit', resolve));

/** What fits have left in the work folder. */
function leftIn(cwd: string): string[] {
  const work = join(cwd, '.gen0', 'work');
  if (!existsSync(work)) return [];
  const names = readdirSync(work, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.safetensors')).map((name) => join(work, name));
}

for (const [name, each] of Object.entries(CASES)) {
  test(`${name}: a run killed in the middle of a fit, and ${KILLS} times at random instants, ends in the same bytes`, async (t) => {
    const cwd = folderOfData(t);
    const begin = performance.now();
    const whole = figuresOf(cwd, each, '--no-save');
    const took = performance.now() - begin;
    const random = rng(5);
    // The first waits for the state of an unfinished fit.
    for (let kill = -1; kill < KILLS; kill++) {
      rmSync(join(cwd, '.gen0'), { recursive: true, force: true });
      const child = started(cwd, each);
      const gone = ended(child);
      if (kill >= 0) await wait(random(Math.round(took)));
      else while (leftIn(cwd).length === 0 && child.exitCode === null) await wait(5);
      child.kill('SIGKILL');
      await gone;
      if (kill < 0) {
        const [path] = leftIn(cwd);
        const { step } = loadStore(path).facts as { step: number };
        assert.ok(step > 0 && step < each.steps, `the fit had come to step ${step} of ${each.steps}`);
      }
      assert.equal(figuresOf(cwd, each, '--no-save', '--resume'), whole, `kill ${kill}`);
      assert.deepEqual(leftIn(cwd), [], 'nothing is left behind');
    }
  });
}

test('Ctrl-C within a fit ends the run and keeps the state', async (t) => {
  const cwd = folderOfData(t);
  const child = started(cwd, VAE);
  const gone = ended(child);
  while (leftIn(cwd).length === 0 && child.exitCode === null) await wait(5);
  child.kill('SIGINT');
  assert.equal(await gone, 130);
  assert.ok(leftIn(cwd).length > 0);
});

test('a rate of 1e6 stops with what to do, and the last sound state is on the disk', (t) => {
  const cwd = folderOfData(t);
  const { stderr, status } = spawnSync(process.execPath, [BIN, ...VAE.args, '--set', 'rate=1e6'], {
    cwd,
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  const found =
    /training diverged at step (\d+): loss .*It is in (\S+\.safetensors), .*--set rate=100000, say/.exec(
      stderr,
    );
  assert.ok(found, stderr);
  const [, at, path] = found;
  const { store, facts } = loadStore(path);
  assert.equal((facts as { step: number }).step, Number(at) - 1);
  for (const [name, { data }] of store) assert.ok(data.every(Number.isFinite), name);
});
