/** One bit flipped anywhere in the ledger, its seal, or a file of a source is found by `source verify` and named. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { addSource, appendToLedger, verifySources } from '../../provenance/index.js';
import { rng } from '../../stats/rng.js';

const FLIPS = Number(process.env.GEN0_FLIPS ?? 200);
const root = mkdtempSync(join(tmpdir(), 'gen0-flips-'));
after(() => rmSync(root, { recursive: true, force: true }));
const store = join(root, '.gen0');
const options = { now: () => Date.UTC(2026, 0, 2) };

test('single-bit flips of ledger, seal and source files are all found, and each is named', async () => {
  mkdirSync(join(root, 'books', 'more'), { recursive: true });
  const text = 'It was the best of times, it was the worst of times.\n'.repeat(20);
  const names = ['books/a.txt', 'books/b.txt', 'books/more/c.txt', 'gen.jsonl'];
  for (const [i, name] of names.entries()) writeFileSync(join(root, name), text.slice(i));
  const evidence = [{ kind: 'document' as const, statement: 'printed 1859' }];
  await addSource(store, [join(root, 'books')], { id: 'dickens', origin: 'human', evidence }, options);
  const generator = { model: 'm', version: '1' };
  const words = { id: 'gen/1', origin: 'synthetic' as const, generator, parents: ['dickens'] };
  await addSource(store, [join(root, 'gen.jsonl')], words, options);
  for (let i = 0; i < 6; i++) {
    const entry = { id: `batch-${i}`, sha256: 'ab'.repeat(32), source: 'gen/1', documents: i };
    const batch = { ...entry, origin: 'synthetic' as const, humanFraction: [0, 0] as [number, number] };
    await appendToLedger(store, [{ kind: 'batch', entry: batch }], options);
  }
  assert.deepEqual((await verifySources(store, undefined)).faults, []);

  const targets = ['.gen0/ledger.jsonl', '.gen0/ledger.jsonl', '.gen0/ledger.head.json', ...names];
  const random = rng(1);
  for (let i = 0; i < FLIPS; i++) {
    const name = targets[random(targets.length)];
    const path = join(root, name);
    const whole = readFileSync(path);
    const flipped = Buffer.from(whole);
    const [at, bit] = [random(whole.length), random(8)];
    flipped[at] ^= 1 << bit;
    writeFileSync(path, flipped);
    const { faults } = await verifySources(store, undefined);
    writeFileSync(path, whole);
    const shown = `bit ${bit} of byte ${at} of ${name}: ${JSON.stringify(faults)}`;
    if (name === '.gen0/ledger.jsonl') {
      const line = whole.subarray(0, at).toString('latin1').split('\n').length;
      assert.ok(
        faults.some((fault) => fault.path === name && fault.line === line),
        shown,
      );
    } else if (name === '.gen0/ledger.head.json') {
      // The last line and what the seal says of it differ: which of the two is altered cannot be told.
      const last = whole.toString().includes('"n":8') ? 8 : 0;
      assert.ok(
        faults.some(({ path, line }) => path === name || (path === '.gen0/ledger.jsonl' && line === last)),
        shown,
      );
    } else {
      assert.ok(faults.every((fault) => fault.path === name) && faults.length === 1, shown);
    }
  }
  assert.deepEqual((await verifySources(store, undefined)).faults, []);
});
