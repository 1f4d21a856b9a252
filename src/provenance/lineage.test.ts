import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rng } from '../stats/rng.js';
import { parseCard } from './card.js';
import { cardEntry, type LedgerEntry } from './entries.js';
import { appendToLedger, readLedger } from './ledger.js';
import { checkIndex, indexFolder, keyOf, openIndex } from './ledger-index.js';
import { lineageOf } from './lineage.js';
import { lineageDot, lineageMermaid } from './lineage-graph.js';

const options = { now: () => Date.UTC(2026, 0, 2) };
const HASH = 'ab'.repeat(32);

function storeFor(t: TestContext): string {
  const store = mkdtempSync(join(tmpdir(), 'gen0-lineage-'));
  t.after(() => rmSync(store, { recursive: true, force: true }));
  return store;
}

function card(id: string, origin: string, parents: string[] = []): LedgerEntry {
  const evidence = '[{kind: document, statement: seen}]';
  const list = JSON.stringify(parents);
  return cardEntry(parseCard(`id: ${id}\norigin: ${origin}\nevidence: ${evidence}\nparents: ${list}\n`, 'c'));
}

const batch = (id: string, source: string, parents: string[] = [], origin = 'synthetic'): LedgerEntry => ({
  kind: 'batch',
  entry: {
    id,
    source,
    parents,
    origin: origin as 'synthetic',
    sha256: HASH,
    humanFraction: [0, 0],
    documents: 5,
  },
});

const mixture = (id: string, parents: Record<string, number>): LedgerEntry => ({
  kind: 'mixture',
  entry: { id, sha256: HASH, parents: Object.entries(parents).map(([each, share]) => ({ id: each, share })) },
});

test('generations are counted over models only, by the nearest and the furthest way back', async (t) => {
  const store = storeFor(t);
  await appendToLedger(
    store,
    [
      card('books', 'human'),
      card('web', 'unknown'),
      card('gen1', 'synthetic', ['books']),
      batch('gen1-a', 'gen1'),
      mixture('mix', { books: 0.4, 'gen1-a': 0.6 }),
      card('gen2', 'synthetic', ['mix']),
      card('tidied', 'mixed', ['gen2']),
      card('lost', 'synthetic'),
      card('half', 'synthetic', ['web', 'books']),
    ],
    options,
  );
  const far = async (id: string) => {
    const { nodes } = (await lineageOf(store, id))!;
    const { fewest, most } = nodes.find((node) => node.id === id)!.generations;
    return [fewest, most];
  };
  assert.deepEqual(await far('books'), [0, 0]);
  assert.deepEqual(await far('web'), [null, null]);
  assert.deepEqual(await far('gen1'), [1, 1]);
  assert.deepEqual(await far('gen1-a'), [1, 1]);
  assert.deepEqual(await far('mix'), [0, 1]);
  assert.deepEqual(await far('gen2'), [1, 2]);
  assert.deepEqual(await far('tidied'), [1, 2]);
  assert.deepEqual(await far('lost'), [null, null]);
  assert.deepEqual(await far('half'), [1, null]);

  const back = (await lineageOf(store, 'gen2'))!;
  assert.deepEqual(back.ancestors, ['mix', 'books', 'gen1-a', 'gen1']);
  assert.deepEqual(back.descendants, ['tidied']);
  assert.equal(back.edges.find(({ parent }) => parent === 'gen1-a')!.share, 0.6);
  assert.match(lineageDot(back), /"mix" -> "gen2" \[style=bold\]/);
  assert.match(lineageMermaid(back), /-->\|60 %\|/);
  assert.equal(await lineageOf(store, 'nobody'), null);
});

test('what strangers wrote as a parent ends no string of a graph', async (t) => {
  const store = storeFor(t);
  await appendToLedger(store, [card('x', 'synthetic', ['a"];b->c;["\n', '<img src=x>', '\\'])], options);
  const lineage = (await lineageOf(store, 'x'))!;
  const dot = lineageDot(lineage);
  assert.ok(dot.includes(String.raw`"a\"];b->c;[\"\ufffd" -> "x"`.replace('\\ufffd', '\ufffd')), dot);
  assert.ok(dot.includes(String.raw`"\\" -> "x"`), dot);
  assert.equal(dot.split('\n').length, 3 + 4 + 3 + 2);
  const mermaid = lineageMermaid(lineage);
  assert.ok(mermaid.includes('["a#34;];b->c;[#34;\ufffd<br>not recorded"]'.replace('->', '-#62;')), mermaid);
  assert.ok(!mermaid.includes('<img'), mermaid);
});

test('loops are found and named, and have no furthest generation', async (t) => {
  const store = storeFor(t);
  await appendToLedger(
    store,
    [
      card('books', 'human'),
      card('crawl', 'mixed', ['books', 'output']),
      card('output', 'synthetic', ['crawl']),
      card('x', 'unknown', ['y']),
      card('y', 'unknown', ['z']),
      card('z', 'unknown', ['x', 'output']),
    ],
    options,
  );
  const { loops, nodes } = (await lineageOf(store, 'output'))!;
  assert.deepEqual(loops, [
    ['crawl', 'output'],
    ['x', 'z', 'y'],
  ]);
  const output = nodes.find(({ id }) => id === 'output')!;
  assert.deepEqual(output.generations, { fewest: 1, most: null });
});

/** What brute force over the whole ledger gives. */
async function reached(store: string, id: string, forward: boolean): Promise<string[]> {
  const parents = new Map<string, Set<string>>();
  for await (const record of readLedger(store)) {
    if (record.kind === 'archive') continue;
    const { kind, entry } = record;
    const made = kind === 'card' ? entry.card : entry;
    const from = made.parents.map((parent) => (typeof parent === 'string' ? parent : parent.id));
    if (kind === 'batch' && entry.source) from.push(entry.source);
    parents.set(made.id, new Set(from));
  }
  const seen = new Set([id]);
  for (const each of seen) {
    if (!forward) for (const parent of parents.get(each) ?? []) seen.add(parent);
    else for (const [child, from] of parents) if (from.has(each)) seen.add(child);
  }
  seen.delete(id);
  return [...seen].sort();
}

test('the index, however it grew, gives what reading the whole ledger gives', async (t) => {
  const store = storeFor(t);
  const random = rng(3);
  const open = (at: string) => openIndex(at, 1);
  let made = 0;
  for (let round = 0; round < 12; round++) {
    const size = 1 + random(60);
    const entries = Array.from({ length: size }, (): LedgerEntry => {
      const known = () => `s${random(made + 1)}`;
      // Sometimes a new version, with other parents.
      const old = random(5) === 0;
      const number = old ? random(made + 1) : ++made;
      return number % 3 === 1
        ? batch(`s${number}`, known(), [known()])
        : number % 3 === 2
          ? mixture(`s${number}`, { [known()]: 0.5 })
          : card(`s${number}`, 'synthetic', random(4) === 0 ? [] : [known(), known()]);
    });
    await appendToLedger(store, entries, options);
    const id = `s${random(made) + 1}`;
    const lineage = await lineageOf(store, id, 10_000, open);
    assert.deepEqual(lineage!.ancestors.toSorted(), await reached(store, id, false), `back from ${id}`);
    assert.deepEqual(lineage!.descendants.toSorted(), await reached(store, id, true), `forward from ${id}`);
    assert.deepEqual(lineage, await lineageOf(store, id, 10_000), 'without the index');
  }
  const segments = readdirSync(indexFolder(store));
  assert.ok(segments.length > 0 && segments.length < 12, `${segments.length} segments, some merged`);
});

test('an index that does not fit the ledger is made anew, and a damaged one is found by its hash', async (t) => {
  const store = storeFor(t);
  const many = Array.from({ length: 50 }, (_, i) => batch(`b${i}`, 'books'));
  await appendToLedger(store, many, options);
  (await openIndex(store, 1)).close();
  const [name] = readdirSync(indexFolder(store));
  const path = join(indexFolder(store), name);
  const whole = readFileSync(path);
  const counted = async () => {
    const index = await openIndex(store, 1);
    const { count } = index.find(keyOf.parent('books'));
    index.close();
    return count;
  };
  for (const wrong of [whole.subarray(0, 900), whole.subarray(0, -8), Buffer.from('x'), Buffer.alloc(3000)]) {
    writeFileSync(path, wrong);
    assert.equal(await counted(), 50);
    assert.ok(readFileSync(path).equals(whole));
  }
  const flipped = Buffer.from(whole);
  flipped[1500] ^= 1;
  writeFileSync(path, flipped);
  assert.equal(checkIndex(store), 1);
  assert.equal(await counted(), 50);
  // Damage that is met while segments are merged.
  flipped[1500] ^= 1;
  flipped[1100] ^= 4;
  writeFileSync(path, flipped);
  await appendToLedger(
    store,
    Array.from({ length: 30 }, (_, i) => batch(`c${i}`, 'books')),
    options,
  );
  assert.equal(await counted(), 80);
  assert.equal(checkIndex(store), 0);
  assert.deepEqual(readdirSync(indexFolder(store)), ['0-80.g0x']);
  // Another ledger in its place.
  for (const file of ['ledger.jsonl', 'ledger.head.json']) rmSync(join(store, file));
  await appendToLedger(store, [batch('one', 'books'), ...many.slice(1)], options);
  assert.equal(await counted(), 50);
  assert.ok(!readFileSync(path).equals(whole));
  assert.deepEqual(readdirSync(indexFolder(store)), [name]);
});
