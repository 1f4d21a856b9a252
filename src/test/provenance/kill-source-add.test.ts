import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { currentCards, readLedger, verifySources } from '../../provenance/index.js';

const CHILD = fileURLToPath(new URL('./add-child.js', import.meta.url));

interface Acknowledged {
  id: string;
  title: string;
}

function folderFor(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'gen0-kill-add-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'books'));
  for (let i = 0; i < 5; i++) {
    writeFileSync(join(root, `${i}.txt`), `text ${i}\n`.repeat(100));
    writeFileSync(join(root, 'books', `${i}.txt`), `book ${i}\n`.repeat(1000));
  }
  return root;
}

/** Runs the child, and kills it `after` ms past its first acknowledgement; resolves to what it acknowledged. */
function run(root: string, name: string, times: number, after?: number): Promise<Acknowledged[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, root, name, String(times)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      if (text === '' && after !== undefined) setTimeout(() => child.kill('SIGKILL'), after);
      text += chunk;
    });
    child.on('close', (code, signal) => {
      if (code || (signal && after === undefined)) reject(new Error(`the child failed: ${code ?? signal}`));
      const whole = text.split('\n').slice(0, -1);
      resolve(whole.map((line) => JSON.parse(line)));
    });
  });
}

async function titlesOf(store: string): Promise<Set<string>> {
  const titles = new Set<string>();
  for await (const { kind, entry } of readLedger(store)) {
    if (kind === 'card') titles.add(entry.card.title!);
  }
  return titles;
}

test('source add killed at any instant: verify passes, nothing acknowledged is missing, and it can be repeated', async (t) => {
  const kills = Number(process.env.GEN0_KILLS ?? 6);
  const root = folderFor(t);
  const store = join(root, '.gen0');
  const acknowledged: Acknowledged[] = [];
  for (let i = 0; i < kills; i++) {
    acknowledged.push(...(await run(root, 's', 1e9, 60 * Math.random())));
    const { faults } = await verifySources(store, undefined);
    assert.deepEqual(faults, []);
    const titles = await titlesOf(store);
    for (const { title } of acknowledged) assert.ok(titles.has(title), `${title} is missing`);
  }
  t.diagnostic(`${kills} kills, ${acknowledged.length} adds acknowledged`);
  const again = await run(root, 's', 5);
  const cards = await currentCards(store);
  for (const { id, title } of again) assert.equal(cards.get(id)!.title, title);
  assert.deepEqual((await verifySources(store, undefined)).faults, []);
  assert.deepEqual(readdirSync(join(root, 'sources', 's')).sort(), [
    '0.yaml',
    '1.yaml',
    '2.yaml',
    '3.yaml',
    '4.yaml',
  ]);
});

test('two processes that add sources at once lose nothing', async (t) => {
  const root = folderFor(t);
  const store = join(root, '.gen0');
  const both = await Promise.all([run(root, 'a', 12), run(root, 'b', 12), run(root, 'a', 12)]);
  const titles = await titlesOf(store);
  for (const { title } of both.flat()) assert.ok(titles.has(title));
  assert.equal((await currentCards(store)).size, 10);
  const { faults, records } = await verifySources(store, undefined);
  assert.deepEqual(faults, []);
  assert.equal(records, 36);
});
