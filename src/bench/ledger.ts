/**
 * The ledger's speed, as JSON on stdout: records a second by the size of a group commit, and lineage in a ledger of many
 * records, with the building of its index. `node dist/bench/ledger.js [records] [folder]`; default 10 million records,
 * about 4.3 GB, in a folder under the system's temporary one, which is removed.
 *
 * The long ledger is a loop of 20 model generations: a source a generation, batches of documents that a model wrote after
 * it was trained on a mixture of two batches of the generation before and of human text.
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendToLedger, cardEntry, type LedgerEntry, lineageOf, parseCard } from '../provenance/index.js';
import { writeHead } from '../provenance/ledger-head.js';
import { openIndex } from '../provenance/ledger-index.js';
import { type ChainEnd, ledgerPath, START, sha256 } from '../provenance/ledger-lines.js';
import { rng } from '../stats/rng.js';

const records = Number(process.argv[2] ?? 1e7);
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'gen0-bench-ledger-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const GENERATIONS = 20;
const HASH = 'ab'.repeat(32);

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const seconds = async (run: () => unknown): Promise<number> => {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
};

const batch = (id: string, source: string, parents: string[]): LedgerEntry => ({
  kind: 'batch',
  entry: {
    id,
    sha256: HASH,
    source,
    origin: 'synthetic',
    humanFraction: [0, 0],
    parents,
    documents: 1000,
    tokens: 400_000,
    generator: { model: 'llama-3', version: '8b' },
  },
});

/** Records a second when `total` entries come in calls of `group`, one after the other or all at once. */
async function appending(total: number, group: number, atOnce: boolean): Promise<number> {
  const store = join(folder, `append-${group}-${atOnce}`);
  const options = { now: Date.now };
  const took = await seconds(async () => {
    const calls: Promise<unknown>[] = [];
    for (let i = 0; i < total; i += group) {
      const entries = Array.from({ length: group }, (_, k) => batch(`b${i + k}`, 'gen1', ['mix']));
      calls.push(appendToLedger(store, entries, options));
      if (!atOnce) await calls[calls.length - 1];
    }
    await Promise.all(calls);
  });
  rmSync(store, { recursive: true });
  return Math.round(total / took);
}

/** The entries of the long ledger, in order. */
function* longLedger(): Generator<LedgerEntry> {
  const random = rng(1);
  const evidence = 'evidence: [{kind: document, statement: printed 1859}]\n';
  yield cardEntry(parseCard(`id: human\norigin: human\n${evidence}`, 'bench'));
  const each = Math.floor(records / GENERATIONS);
  let before = 0; // Batches of the generation before.
  for (let g = 1; g <= GENERATIONS; g++) {
    yield cardEntry(parseCard(`id: gen${g}\norigin: synthetic\nparents: [mix${g}-0]\n`, 'bench'));
    const mixtures = Math.max(1, Math.floor(each / 1000));
    for (let m = 0; m < mixtures; m++) {
      const parents = [{ id: 'human', share: 0.5 }];
      for (let i = 0; i < 2 && before > 0; i++)
        parents.push({ id: `b${g - 1}-${random(before)}`, share: 0.25 });
      yield { kind: 'mixture', entry: { id: `mix${g}-${m}`, sha256: HASH, parents } };
    }
    before = each - mixtures;
    for (let i = 0; i < before; i++) yield batch(`b${g}-${i}`, `gen${g}`, [`mix${g}-${random(mixtures)}`]);
  }
}

/** Writes it as appendToLedger does, but without its checks and with one sync. */
function writeLong(store: string): ChainEnd {
  mkdirSync(store, { recursive: true });
  const file = openSync(ledgerPath(store), 'w');
  let end = START;
  let lines: string[] = [];
  const at = new Date().toISOString();
  const flush = () => {
    writeSync(file, lines.join(''));
    lines = [];
  };
  for (const { kind, entry } of longLedger()) {
    const line = `${JSON.stringify({ n: end.n + 1, prev: end.sha256, at, kind, entry })}\n`;
    end = { n: end.n + 1, bytes: end.bytes + Buffer.byteLength(line), sha256: sha256(line) };
    if (lines.push(line) === 10_000) flush();
  }
  flush();
  closeSync(file);
  writeHead(store, end);
  return end;
}

const append = [
  { group: 1, atOnce: false, total: 100 },
  { group: 100, atOnce: false, total: 5000 },
  { group: 1000, atOnce: false, total: 50_000 },
  { group: 10_000, atOnce: false, total: 200_000 },
  { group: 1, atOnce: true, total: 50_000 },
];
const rates: object[] = [];
for (const { group, atOnce, total } of append) {
  rates.push({
    entriesPerCall: group,
    callsAtOnce: atOnce,
    recordsPerSecond: await appending(total, group, atOnce),
  });
}

const store = join(folder, 'long');
let end = START;
const writing = await seconds(() => {
  end = writeLong(store);
});
const cpuBefore = cpu();
const indexing = await seconds(async () => (await openIndex(store)).close());
const indexCpuSeconds = cpu() - cpuBefore;
const ids = ['human', 'gen10', 'mix10-3', `b${GENERATIONS}-7`, 'b1-5', `gen${GENERATIONS}`];
const lineages: object[] = [];
for (const id of ids) {
  let nodes = 0;
  let partial = false;
  const times: number[] = [];
  const before = cpu();
  for (let i = 0; i < 5; i++) {
    times.push(
      await seconds(async () => {
        const lineage = (await lineageOf(store, id))!;
        nodes = lineage.nodes.length;
        partial = lineage.partial;
      }),
    );
  }
  const cpuSeconds = (cpu() - before) / times.length;
  times.sort((a, b) => a - b);
  lineages.push({ id, nodes, partial, medianSeconds: times[2], worstSeconds: times[4], cpuSeconds });
}
console.log(
  JSON.stringify(
    {
      append: rates,
      long: {
        records: end.n,
        bytes: statSync(ledgerPath(store)).size,
        writeSeconds: writing,
        indexSeconds: indexing,
        indexCpuSeconds,
        peakMemory: process.resourceUsage().maxRSS * 1024,
        lineages,
      },
    },
    null,
    2,
  ),
);
