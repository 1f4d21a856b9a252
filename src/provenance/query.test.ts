import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DataError, UsageError } from '../util/errors.js';
import { parseCard } from './card.js';
import { cardEntry } from './entries.js';
import { appendToLedger } from './ledger.js';
import { queryLedger } from './query.js';

const root = mkdtempSync(join(tmpdir(), 'gen0-query-'));
after(() => rmSync(root, { recursive: true, force: true }));
// Signs that patterns and SQL have a meaning for.
const store = join(root, "it's [a] *store?");
const options = { now: () => Date.UTC(2026, 0, 2) };
const HASH = 'ab'.repeat(32);

const query = (sql: string, most = 100) => queryLedger(store, sql, most);

test('an empty ledger has empty views', async () => {
  const { rows, columns } = await query('select * from cards');
  assert.deepEqual(rows, []);
  assert.ok(columns.includes('origin'));
});

test('views have the last version of each card, batch and mixture, and who was made from what', async () => {
  const card = (title: string) =>
    cardEntry(
      parseCard(
        `id: a/b\ntitle: ${title}\norigin: mixed\nhumanFraction: [0.2, 0.6]\nparents: [p, q]\ngenerator: {model: m}\n` +
          `evidence: [{kind: document, statement: "it's"}]\nfiles: [{path: x, sha256: ${HASH}, bytes: 7}, {path: y, sha256: ${HASH}, bytes: 8}]\n`,
        'c',
      ),
    );
  const batch = { id: 'b1', sha256: HASH, source: 'a/b', origin: 'mixed' as const, documents: 3, tokens: 40 };
  await appendToLedger(
    store,
    [
      card('old'),
      card('new'),
      { kind: 'batch', entry: { ...batch, humanFraction: [0.2, 0.6] } },
      { kind: 'mixture', entry: { id: 'mix', sha256: HASH, parents: [{ id: 'b1', share: 0.25 }] } },
      { kind: 'archive', entry: { event: 'add' } },
    ],
    options,
  );
  const cards = await query(
    'select id, title, human_low, human_high, parents, generator, files, bytes, n, evidence from cards',
  );
  assert.deepEqual(cards.rows, [
    ['a/b', 'new', 0.2, 0.6, ['p', 'q'], 'm', 2, 15, 2, [{ kind: 'document', statement: "it's" }]],
  ]);
  assert.deepEqual((await query('select sum(tokens) t, min(recorded_at)::VARCHAR from batches')).rows, [
    [40, '2026-01-02 00:00:00'],
  ]);
  const { rows } = await query('select child, parent, share from parents order by child, parent');
  assert.deepEqual(rows, [
    ['a/b', 'p', null],
    ['a/b', 'q', null],
    ['b1', 'a/b', null],
    ['mix', 'b1', 0.25],
  ]);
  assert.deepEqual((await query('select count(*) from ledger')).rows, [[5]]);
  assert.deepEqual(await query('select n from ledger order by n', 2), {
    columns: ['n'],
    rows: [[1], [2]],
    more: true,
  });
});

test('a query reads nothing but the ledger, and writes nothing', async () => {
  const secret = join(root, 'secret.csv');
  writeFileSync(secret, 'a\n1\n');
  mkdirSync(join(root, 'out'));
  const ledger = join(store, 'ledger.jsonl').replaceAll("'", "''");
  const before = readFileSync(join(store, 'ledger.jsonl'));
  const refused = [
    `select * from read_csv('${secret}')`,
    `select * from '${secret}'`,
    `select * from read_text('/etc/passwd')`,
    `select * from glob('/etc/*')`,
    `copy (select 1) to '${join(root, 'out', 'x.csv')}'`,
    `copy (select 1) to '${ledger}' (format csv, use_tmp_file false)`,
    `explain analyze copy (select 1) to '${ledger}' (format csv, use_tmp_file false)`,
    `attach '${join(root, 'out', 'x.db')}'`,
    `attach '${ledger}' as l`,
    'install httpfs',
    `load '${join(root, 'x.duckdb_extension')}'`,
    'set enable_external_access = true',
    'drop view ledger',
    'create table t as select 1',
    'select 1; drop view ledger',
    "select * from query('drop view ledger')",
    `select * from read_json('https://example.org/x.json')`,
    "export database 'x'",
    '',
  ];
  for (const sql of refused) {
    await assert.rejects(
      query(sql),
      (error) => error instanceof UsageError || error instanceof DataError,
      sql,
    );
  }
  assert.ok(readFileSync(join(store, 'ledger.jsonl')).equals(before));
  assert.deepEqual(readdirSync(join(root, 'out')), []);
  assert.deepEqual((await query('select count(*) from ledger')).rows, [[5]]);
});

test('half a line that a crash left is set aside first; a damaged line is an error', async () => {
  const path = join(store, 'ledger.jsonl');
  const whole = readFileSync(path, 'utf8');
  appendFileSync(path, '{"n":6,"pr');
  assert.deepEqual((await query('select count(*) from ledger')).rows, [[5]]);
  assert.equal(readFileSync(path, 'utf8'), whole);
  writeFileSync(path, whole.replace('{"n":3', '("n":3'));
  await assert.rejects(query('select count(*) from ledger'), /Malformed JSON.*source verify/s);
  writeFileSync(path, whole);
});
