/** `gen0 archive add` killed at random instants, and two at once: real processes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { listArchive, verifyArchive } from '../../archive/index.js';
import { loadObject } from '../../archive/ocfl/load-object.js';
import { digestsOf } from '../../archive/ocfl/next-version.js';
import { archiveFixture, now } from './archive-fixture.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
/** More of them: `GEN0_KILLS=200 node scripts/test.js kill-archive`. */
const KILLS = Number(process.env.GEN0_KILLS ?? 4);

interface Ended {
  out: string;
  code: number | null;
  milliseconds: number;
  /** From the moment at which the addition began to stage files; null where it did not get there. */
  staging: number | null;
}

/** Runs gen0; kills it `after` ms from its start, or from when it stages. */
function run(
  cwd: string,
  args: string[],
  kill?: { after: number; from: 'start' | 'staging' },
): Promise<Ended> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let staging: number | null = null;
    child.stdout.on('data', (bytes) => (out += bytes));
    child.stderr.on('data', (bytes) => (out += bytes));
    const end = (after: number) => setTimeout(() => child.kill('SIGKILL'), after);
    if (kill?.from === 'start') end(kill.after);
    const folder = join(cwd, '.gen0', 'archive-staging');
    const watch = setInterval(() => {
      if (!existsSync(folder) || !readdirSync(folder).some((name) => name.startsWith(`${child.pid}.`)))
        return;
      clearInterval(watch);
      staging = performance.now();
      if (kill?.from === 'staging') end(kill.after);
    }, 1);
    child.on('close', (code) => {
      clearInterval(watch);
      const ended = performance.now();
      resolve({
        out,
        code,
        milliseconds: ended - started,
        staging: staging === null ? null : ended - staging,
      });
    });
  });
}

/** Contents of addition `i`: three files, each unlike all others. */
function files(i: number): Record<string, Buffer> {
  const bytes = (k: number) => createHash('sha512').update(`${i} ${k}`).digest();
  return Object.fromEntries(
    [0, 1, 2].map((k) => [
      `in-${i}/${i}-${k}.txt`,
      Buffer.concat(Array(k === 0 ? 20_000 : 50).fill(bytes(k))),
    ]),
  );
}

const sha512 = (bytes: Buffer) => createHash('sha512').update(bytes).digest('hex');

test(`archive add killed at ${KILLS} random instants: nothing acknowledged is missing, nothing is half there, and it can be repeated`, async (t) => {
  const { folder, store, write, card } = archiveFixture(t);
  await card('novels');
  write(files(0));
  const first = await run(folder, ['archive', 'add', 'in-0', '--source', 'novels']);
  assert.equal(first.code, 0, first.out);
  const states = { before: 0, staged: 0, committing: 0, done: 0 };
  const acknowledged = new Set([0]);
  for (let kill = 1; kill <= KILLS; kill++) {
    write(files(kill));
    const args = ['archive', 'add', `in-${kill}`, '--source', 'novels'];
    const from = kill % 4 === 0 ? 'start' : 'staging';
    const whole = from === 'start' ? first.milliseconds : (first.staging ?? 100);
    const { out, staging } = await run(folder, args, { after: Math.random() * 1.1 * whole, from });
    if (out.startsWith('archived')) acknowledged.add(kill);
    const pending = existsSync(join(store, 'archive-staging/pending.json'));
    states[
      out.startsWith('archived') ? 'done' : pending ? 'committing' : staging === null ? 'before' : 'staged'
    ]++;
    const { faults } = await verifyArchive(store, { now, record: false });
    assert.deepEqual(faults, [], `after kill ${kill}`);
    const { inventory } = loadObject(join(store, 'archive'), 'urn:gen0:source:novels')!;
    const state = digestsOf(inventory.versions.get(inventory.head)!);
    for (let i = 0; i <= kill; i++) {
      const there = Object.entries(files(i)).filter(
        ([path, bytes]) => state.get(path.replace(/^in-\d+/, 'data')) === sha512(bytes),
      ).length;
      if (acknowledged.has(i)) assert.equal(there, 3, `addition ${i} was acknowledged, after kill ${kill}`);
      else assert.ok(there === 0 || there === 3, `addition ${i} is half there, after kill ${kill}`);
    }
    const again = await run(folder, args);
    assert.equal(again.code, 0, again.out);
    assert.match(again.out, /^(archived|unchanged)/);
    acknowledged.add(kill);
    rmSync(join(folder, `in-${kill}`), { recursive: true });
  }
  const audit = await verifyArchive(store, { now });
  assert.deepEqual(audit.faults, []);
  assert.equal(audit.versions, KILLS + 1, 'each addition is one version');
  assert.equal(audit.logSize, KILLS + 2);
  const left = readdirSync(join(store, 'archive-staging'));
  assert.deepEqual(left, [], 'what dead processes staged is gone');
  t.diagnostic(`killed: ${JSON.stringify(states)}`);
  if (KILLS >= 100)
    for (const [state, count] of Object.entries(states)) assert.ok(count > 0, `none was ${state}`);
});

test('two processes at once, from the first addition on: nothing is lost, and the archive is sound', async (t) => {
  const { folder, store, write, card } = archiveFixture(t);
  await card('novels');
  await card('essays');
  for (let i = 0; i < 6; i++) write(files(i));
  const add = (i: number, source: string) => run(folder, ['archive', 'add', `in-${i}`, '--source', source]);
  for (const [i, sources] of [
    [0, ['novels', 'novels']],
    [2, ['novels', 'essays']],
    [4, ['essays', 'essays']],
  ] as const) {
    const ended = await Promise.all([add(i, sources[0]), add(i + 1, sources[1])]);
    for (const { code, out } of ended) assert.equal(code, 0, out);
  }
  const audit = await verifyArchive(store, { now });
  assert.deepEqual(audit.faults, []);
  assert.equal(audit.logSize, 7);
  const sources = await listArchive(store, { now });
  assert.deepEqual(
    sources.map(({ source, head, files }) => [source, head, files]),
    [
      ['essays', 'v3', 9],
      ['novels', 'v3', 9],
    ],
  );
  const ledger = readFileSync(join(store, 'ledger.jsonl'), 'utf8');
  assert.equal(ledger.match(/"event":"add"/g)!.length, 6);
});
