/** `gen0 mix write` killed at random instants. `GEN0_KILLS=200` kills as often. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyMixture } from '../../mix/index.js';
import { readLedger } from '../../provenance/index.js';
import { signingKey } from '../../provenance/signing-key.js';
import { randomRecords } from './workshop.js';

const folder = mkdtempSync(join(tmpdir(), 'gen0-mix-kill-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const gen0 = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
const store = join(folder, '.gen0');

/** Runs the command; kills it after `milliseconds`. Its exit code, or null where it was killed. */
function run(args: string[], milliseconds = 1e6): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [gen0, ...args], { cwd: folder, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

async function mixtures(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { kind, entry } of readLedger(store)) if (kind === 'mixture') ids.push(entry.sha256);
  return ids;
}

test('killed at any instant, a mixture is there whole or not at all, and the command can be repeated', async (t) => {
  const kills = Number(process.env.GEN0_KILLS ?? 6);
  const lines = (name: string, seed: number) =>
    randomRecords(name, 1500, 300, seed)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
  writeFileSync(join(folder, 'human.jsonl'), lines('human', 1));
  writeFileSync(join(folder, 'made.jsonl'), lines('made', 2));
  const how = ['--evidence', 'written by hand'];
  assert.equal(await run(['source', 'add', 'human.jsonl', '--id', 'human', '--origin', 'human', ...how]), 0);
  assert.equal(await run(['source', 'add', 'made.jsonl', '--id', 'made', '--origin', 'synthetic']), 0);
  const config = {
    requested_tokens: 120_000,
    floor: { human: 0.5 },
    sources: [
      { source_name: 'human', target_ratio: 0.6 },
      { source_name: 'made', target_ratio: 0.4 },
    ],
  };
  writeFileSync(join(folder, 'mix.json'), JSON.stringify(config));
  const write = (name: string) => [
    'mix',
    'write',
    'mix.json',
    '-o',
    name,
    '--shard-tokens',
    '9000',
    '-j',
    '2',
  ];
  let started = performance.now();
  assert.equal(await run(write('whole')), 0);
  let whole = performance.now() - started;
  const publicKeys = [signingKey(store).publicKey];
  const expected = readFileSync(join(folder, 'whole', 'mixture.json'));
  let [killed, seen, unseen] = [0, 0, 0];
  while (killed < kills) {
    const code = await run(write('out'), whole * (0.25 + 0.9 * Math.random()));
    if (existsSync(join(folder, 'out'))) {
      const { faults } = await verifyMixture(join(folder, 'out'), { publicKeys, jobs: 0 });
      assert.deepEqual(faults, [], 'what is seen is whole');
      assert.ok(readFileSync(join(folder, 'out', 'mixture.json')).equals(expected));
      if (code === null) seen++;
    } else if (code === null) unseen++;
    else assert.fail(`ended with ${code}, and nothing is there`);
    if (code === null) killed++;
    if (Math.random() < 0.5) continue; // The next run meets what this one left.
    started = performance.now();
    assert.equal(await run(write('out')), 0, 'it can be repeated');
    // Other work on the machine makes a run take more or less time.
    whole = performance.now() - started;
    const hidden = readdirSync(folder).filter((name) => name.startsWith('.out'));
    assert.deepEqual(hidden, [], 'and cleans up');
    assert.deepEqual([...new Set(await mixtures())].length, 1);
    assert.equal((await mixtures()).length, 1, 'the ledger has it once');
    rmSync(join(folder, 'out'), { recursive: true });
  }
  assert.equal(await run(['mix', 'verify', 'whole']), 0);
  t.diagnostic(JSON.stringify({ killed, seen, unseen }));
});

test('two at once: both end well, and there is one mixture', async () => {
  const write = ['mix', 'write', 'mix.json', '-o', 'both', '--shard-tokens', '9000', '-j', '1'];
  assert.deepEqual(await Promise.all([run(write), run(write)]), [0, 0]);
  const { faults } = await verifyMixture(join(folder, 'both'), {
    publicKeys: [signingKey(store).publicKey],
    jobs: 0,
  });
  assert.deepEqual(faults, []);
});
