import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DataError } from '../util/errors.js';
import { parseCard } from './card.js';
import { cardEntry, type LedgerEntry } from './entries.js';
import { appendToLedger, currentCards, readLedger } from './ledger.js';

const now = () => Date.UTC(2026, 0, 2);
const HASH = 'ab'.repeat(32);

function storeFor(t: TestContext): string {
  const store = mkdtempSync(join(tmpdir(), 'gen0-ledger-'));
  t.after(() => rmSync(store, { recursive: true, force: true }));
  return store;
}

const batch = (id: string, more: object = {}): LedgerEntry => ({
  kind: 'batch',
  entry: { id, sha256: HASH, origin: 'unknown', humanFraction: [0, 1], documents: 3, ...more },
});

const append = (store: string, entries: LedgerEntry[]) => appendToLedger(store, entries, { now });

async function all(store: string) {
  const records = [];
  for await (const record of readLedger(store)) records.push(record);
  return records;
}

const card = (id: string, more = '') =>
  cardEntry(
    parseCard(`id: ${id}\norigin: human\nevidence: [{kind: declaration, statement: mine}]\n${more}`, 'c'),
  );

test('each line holds the SHA-256 of the line before it, and the seal that of the last', async (t) => {
  const store = storeFor(t);
  await append(store, [batch('a'), batch('b')]);
  await append(store, [card('s')]);
  const lines = readFileSync(join(store, 'ledger.jsonl'), 'utf8').match(/.*\n/g)!;
  const hashes = lines.map((line) => createHash('sha256').update(line).digest('hex'));
  const records = lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map(({ n, prev, at, kind }) => [n, prev, at, kind]),
    [
      [1, '0'.repeat(64), '2026-01-02T00:00:00.000Z', 'batch'],
      [2, hashes[0], '2026-01-02T00:00:00.000Z', 'batch'],
      [3, hashes[1], '2026-01-02T00:00:00.000Z', 'card'],
    ],
  );
  const head = JSON.parse(readFileSync(join(store, 'ledger.head.json'), 'utf8'));
  assert.deepEqual(head, { n: 3, bytes: Buffer.byteLength(lines.join('')), sha256: hashes[2] });
  assert.deepEqual(
    (await all(store)).map(({ n }) => n),
    [1, 2, 3],
  );
});

test('calls that come at once share commits and lose nothing', async (t) => {
  const store = storeFor(t);
  const got = await Promise.all(Array.from({ length: 50 }, (_, i) => append(store, [batch(`b${i}`)])));
  assert.deepEqual(
    got
      .flat()
      .map(({ n }) => n)
      .sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i + 1),
  );
  assert.equal((await all(store)).length, 50);
});

test('the last accepted version of a card is the current one', async (t) => {
  const store = storeFor(t);
  await append(store, [card('x'), card('y'), card('x', 'title: second\n')]);
  const cards = await currentCards(store);
  assert.deepEqual([...cards.keys()], ['x', 'y']);
  assert.equal(cards.get('x')!.title, 'second');
});

test('half a line is not seen, and is set aside before the next append', async (t) => {
  const store = storeFor(t);
  await append(store, [batch('a')]);
  const whole = readFileSync(join(store, 'ledger.jsonl'), 'utf8');
  appendFileSync(join(store, 'ledger.jsonl'), '{"n":2,"prev":"');
  assert.equal((await all(store)).length, 1);
  const seen: number[] = [];
  await appendToLedger(store, [batch('b')], { now, onTorn: ({ bytes }) => seen.push(bytes) });
  assert.deepEqual(seen, [15]);
  const [torn] = readdirSync(store).filter((name) => name.includes('torn'));
  assert.equal(readFileSync(join(store, torn), 'utf8'), '{"n":2,"prev":"');
  assert.ok(readFileSync(join(store, 'ledger.jsonl'), 'utf8').startsWith(`${whole}{"n":2,`));
  assert.deepEqual(
    (await all(store)).map(({ n }) => n),
    [1, 2],
  );
});

test('whole records that a crash left after the seal are kept', async (t) => {
  const store = storeFor(t);
  await append(store, [batch('a')]);
  const head = readFileSync(join(store, 'ledger.head.json'));
  await append(store, [batch('b')]);
  writeFileSync(join(store, 'ledger.head.json'), head);
  const [record] = await append(store, [batch('c')]);
  assert.equal(record.n, 3);
  assert.equal((await all(store)).length, 3);
});

test('a group of records cut anywhere, or filled with zeros, leaves whole records and nothing else', async (t) => {
  const store = storeFor(t);
  const [path, head] = [join(store, 'ledger.jsonl'), join(store, 'ledger.head.json')];
  await append(store, [batch('a'), batch('b')]);
  const [sealed, before] = [readFileSync(head), readFileSync(path)];
  await append(store, [batch('c'), card('d'), batch('e')]);
  const whole = readFileSync(path);
  for (let cut = before.length; cut < whole.length; cut += 37) {
    for (const rest of [Buffer.alloc(0), Buffer.alloc(whole.length - cut)]) {
      const left = Buffer.concat([whole.subarray(0, cut), rest]);
      writeFileSync(path, left);
      writeFileSync(head, sealed);
      const lines = whole.subarray(0, cut).toString('latin1').split('\n').length - 1;
      const kept = before.length + whole.subarray(before.length, cut).lastIndexOf(10) + 1;
      let torn = 0;
      const onTorn = ({ bytes }: { bytes: number }) => {
        torn = bytes;
      };
      const [record] = await appendToLedger(store, [batch('z')], { now, onTorn });
      assert.equal(record.n, lines + 1, `cut at ${cut}`);
      assert.equal(torn, left.length - kept, `cut at ${cut}`);
      assert.ok(readFileSync(path).subarray(0, kept).equals(whole.subarray(0, kept)));
      assert.equal((await all(store)).length, lines + 1);
    }
  }
});

test('a damaged ledger takes no more records, and is not read past the damage', async (t) => {
  const damage = async (change: (text: string) => string) => {
    const store = storeFor(t);
    await append(store, [batch('a'), batch('b'), batch('c')]);
    const path = join(store, 'ledger.jsonl');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    return store;
  };
  const cut = await damage((text) => text.replace(/[^\n]*\n$/, ''));
  await assert.rejects(append(cut, [batch('d')]), /cut off: \d+ bytes where its seal has \d+ \(3 records\)/);
  const last = await damage((text) => text.replace('"id":"c"', '"id":"x"'));
  await assert.rejects(append(last, [batch('d')]), /line 3: altered/);
  const middle = await damage((text) => text.replace('"id":"a"', '"id":"x"'));
  await assert.rejects(all(middle), /line 2: prev is not the SHA-256 of line 1/);
});

test('entries that are wrong or hostile are refused, and nothing of their call is recorded', async (t) => {
  const store = storeFor(t);
  const refused = (entry: unknown, message: RegExp) =>
    assert.rejects(append(store, [batch('good'), entry as LedgerEntry]), (error: Error) => {
      assert.ok(error instanceof DataError, String(error));
      assert.match(error.message, message);
      return true;
    });
  await refused(batch('../x'), /batch\.id: must be letters/);
  await refused(batch('x', { documents: -1 }), /batch\.documents/);
  await refused(batch('x', { licence: 'MIT' }), /batch\.licence: unknown key/);
  await refused({ kind: 'toString', entry: {} }, /kind "toString": must be one of card, /);
  await refused(
    { kind: 'batch', entry: JSON.parse('{"__proto__": {"id": "x"}}') },
    /"__proto__" is not allowed/,
  );
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  await refused({ kind: 'archive', entry: { event: 'add', detail: { deep } } }, /nested more than 64 levels/);
  const human = cardEntry(parseCard('id: h\norigin: human\n', 'c'));
  await refused(human, /origin human without evidence/);
  const other = card('s');
  if (other.kind === 'card') other.entry.sha256 = HASH;
  await refused(other, /its hash is another/);
  assert.deepEqual(await all(store), []);
  assert.equal(({} as { id?: string }).id, undefined);
});
