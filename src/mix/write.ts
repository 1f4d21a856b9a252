/**
 * Writes a mixture: shards and their statement, in a folder that appears whole or not at all. Everything is written into a
 * hidden folder beside it, synced, and renamed; only then does the ledger say that it is there. After a crash at any
 * instant the same command does what is left: a folder that is there and is this very mixture is only recorded.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { STATEMENT_FILE } from '../corpus/find-files.js';
import { signStatement } from '../provenance/dsse.js';
import { appendToLedger, cardHash, readLedger } from '../provenance/index.js';
import { signingKey } from '../provenance/signing-key.js';
import { replaceFile, syncFolder, writeSynced } from '../util/durable.js';
import { DataError, UsageError } from '../util/errors.js';
import type { MixConfig } from './config.js';
import { fileOf, type MixIndex } from './mix-index.js';
import type { MixTask } from './mix-messages.js';
import { columnsOf } from './parquet-shard.js';
import { type MixLayout, type MixPlan, type PlanSettings, planMixture, SHARD_TOKENS } from './plan.js';
import { newPool, runTasks } from './run-tasks.js';
import type { Shard } from './schedule.js';
import { type Mixture, statementOf } from './statement.js';
import type { WrittenShard } from './write-shard.js';

export interface WriteSettings extends Omit<PlanSettings, 'spool' | 'columns'> {
  /** The folder that is made. */
  output: string;
  /** @default 'jsonl' */
  format?: 'jsonl' | 'parquet';
  version: string;
  /** Milliseconds since 1970, for the ledger. */
  now(): number;
  /** Told when writing begins, with the bytes that will be written. */
  onWrite?(): void;
}

export interface Written {
  plan: MixPlan;
  /** null where the mixture is impossible: nothing was written then. */
  mixture: Mixture | null;
  /** Its id in the ledger. */
  id: string | null;
  /** The folder was there already, and is this mixture. */
  wasThere: boolean;
}

/** Throws UsageError where the folder is there and is something else. */
export async function writeMixture(config: MixConfig, settings: WriteSettings): Promise<Written> {
  const { store, format = 'jsonl' } = settings;
  const output = resolve(settings.output);
  const parent = dirname(output);
  if (!existsSync(parent))
    throw new UsageError(`${settings.output}: no such folder ${parent}; make it first`);
  if (existsSync(output) && !isEmpty(output) && !existsSync(join(output, STATEMENT_FILE))) {
    throw new UsageError(
      `-o ${settings.output}: is there, and is no mixture; choose another name, or remove it`,
    );
  }
  removeStale(output);
  const staging = join(parent, `.${basename(output)}.tmp-${process.pid}`);
  const spool = join(staging, 'spool');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(spool, { recursive: true });
  const pool = newPool();
  try {
    const planned = await planMixture(config, { ...settings, pool, spool, columns: format === 'parquet' });
    const { plan, layout } = planned;
    if (!layout) return { plan, mixture: null, id: null, wasThere: false };
    settings.onWrite?.();
    const folder = join(staging, 'mixture');
    mkdirSync(folder);
    const written = await writeShards(layout, folder, { ...settings, pool });
    layout.scanned.assertUnchanged();
    const mixture = describe(config, plan, layout, written, settings);
    const envelope = signStatement(
      statementOf(
        mixture,
        written.map(({ sha256 }) => sha256),
      ),
      signingKey(store),
    );
    const text = `${JSON.stringify(envelope, null, 1)}\n`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const id = `mixture/${sha256.slice(0, 16)}`;
    writeSynced(join(folder, STATEMENT_FILE), text);
    syncFolder(folder);
    keepStatement(store, sha256, text);
    const wasThere = !appears(folder, output);
    if (wasThere) assertSame(output, text, settings.output);
    else syncFolder(parent);
    await record(store, id, sha256, mixture, settings);
    return { plan, mixture, id, wasThere };
  } finally {
    await pool.stop();
    rmSync(staging, { recursive: true, force: true });
  }
}

function isEmpty(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

/** False where something is there already: another process may have been faster. */
function appears(folder: string, output: string): boolean {
  if (existsSync(output) && !isEmpty(output)) return false;
  try {
    renameSync(folder, output);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Hidden folders of processes that are no more. */
function removeStale(output: string): void {
  const stem = `.${basename(output)}.tmp-`;
  for (const name of readdirSync(dirname(output))) {
    const pid = name.startsWith(stem) ? name.slice(stem.length) : '';
    if (!/^\d+$/.test(pid) || isAlive(Number(pid))) continue;
    rmSync(join(dirname(output), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function writeShards(
  { scanned, sources, shards }: MixLayout,
  folder: string,
  { jobs, pool, signal, format = 'jsonl' }: WriteSettings,
): Promise<WrittenShard[]> {
  const { index } = scanned;
  const columns = format === 'parquet' ? columnsOf(scanned.columns) : [];
  const named = sources.map(({ card }) => ({ name: card.id, origin: card.origin }));
  // Requests are made when a thread takes them: only those at work are in memory.
  const tasks: MixTask[] = shards.map((shard, i) => ({
    do: 'shard',
    get request() {
      const length = shard.documents.length;
      const file = new Uint32Array(length);
      const offset = new Float64Array(length);
      const bytes = new Uint32Array(length);
      const flags = new Uint8Array(length);
      for (let at = 0; at < length; at++) {
        const document = shard.documents[at];
        file[at] = fileOf(index, document);
        offset[at] = index.offset[document];
        bytes[at] = index.bytes[document];
        flags[at] = index.flags[document];
      }
      const path = join(folder, shardName(i, format));
      const { files } = index;
      return {
        path,
        files,
        file,
        offset,
        bytes,
        flags,
        source: shard.sources,
        sources: named,
        format,
        columns,
      };
    },
  }));
  const done = await runTasks(tasks, { jobs, pool, signal });
  return done.map(({ shard }) => shard!);
}

function shardName(number: number, format: 'jsonl' | 'parquet'): string {
  return `shard-${String(number).padStart(5, '0')}.${format}`;
}

function describe(
  config: MixConfig,
  plan: MixPlan,
  { scanned, sources, shards, luck, copies, takenUpTo }: MixLayout,
  written: readonly WrittenShard[],
  { format = 'jsonl', version, shardTokens = SHARD_TOKENS, folder }: WriteSettings,
): Mixture {
  return {
    schema: 'gen0-mixture-1',
    tool: { name: 'gen0', version },
    config: JSON.parse(JSON.stringify(config)),
    tokeniser: plan.tokeniser,
    format,
    shardTokens,
    documents: plan.documents,
    tokens: plan.tokens,
    floor: plan.floor,
    confidence: plan.confidence,
    luck,
    human: plan.human,
    sources: plan.sources.map((source, i) => ({
      name: source.name,
      card: cardHash(sources[i].card),
      origin: source.origin,
      humanFraction: source.humanFraction,
      human: source.human,
      generator: source.generator,
      targetRatio: source.targetRatio,
      share: source.share,
      documents: source.documents,
      tokens: source.tokens,
      repetition: source.repetition,
      copies: copies[i],
      fields: fieldsOf(scanned.index, i),
      ...(Object.hasOwn(takenUpTo, source.name) && { takenUpTo: takenUpTo[source.name] }),
    })),
    shards: shards.map((shard, i) => ({
      name: shardName(i, format),
      bytes: written[i].bytes,
      documents: shard.documents.length,
      tokens: shard.tokens,
      human: shard.human,
      humanShare: shard.human / shard.tokens,
      bySource: bySource(shard, plan),
    })),
    inputs: scanned.inputs.map(({ path, sha256, source }) => ({
      source: plan.sources[source].name,
      path: relative(folder, path).replaceAll('\\', '/'),
      sha256,
    })),
  };
}

/** The fields that hold the text in the files of a source. */
function fieldsOf({ inputs, fileStarts, source }: MixIndex, number: number): string[] {
  const fields = new Set<string>();
  for (const [file, { input }] of inputs.entries()) {
    if (source[fileStarts[file]] === number) fields.add(input.fields?.text ?? 'text');
  }
  return [...fields];
}

function bySource({ tokensBySource }: Shard, { sources }: MixPlan): Record<string, number> {
  const tokens = sources.map(({ name }, i) => [name, tokensBySource[i]] as const);
  return Object.fromEntries(tokens.filter(([, count]) => count > 0));
}

function assertSame(output: string, text: string, shown: string): void {
  const path = join(output, STATEMENT_FILE);
  if (statSync(output).isDirectory() && existsSync(path) && readFileSync(path, 'utf8') === text) return;
  throw new UsageError(`-o ${shown}: is there, and is not this mixture; choose another name, or remove it`);
}

const keptFolder = (store: string) => join(store, 'mixtures');

/** The store has its own copy of every statement: `fresh` looks into those of earlier mixtures. */
function keepStatement(store: string, sha256: string, text: string): void {
  mkdirSync(keptFolder(store), { recursive: true });
  replaceFile(join(keptFolder(store), `${sha256}.json`), text);
}

/** Statements of the mixtures that the ledger has, in its order, up to the one that lies in `output`, if it does. */
export async function keptStatements(store: string, output?: string): Promise<string[]> {
  const texts: string[] = [];
  const own = output === undefined ? '' : join(output, STATEMENT_FILE);
  const last = existsSync(own) ? createHash('sha256').update(readFileSync(own)).digest('hex') : '';
  for await (const { kind, entry } of readLedger(store)) {
    if (kind !== 'mixture') continue;
    if (entry.sha256 === last) break;
    const path = join(keptFolder(store), `${entry.sha256}.json`);
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'utf8');
    if (createHash('sha256').update(text).digest('hex') !== entry.sha256) {
      throw new DataError(`${path}: not the statement that the ledger recorded. Put the right one back`);
    }
    texts.push(text);
  }
  return texts;
}

async function record(
  store: string,
  id: string,
  sha256: string,
  { sources, documents, tokens, human }: Mixture,
  { now }: WriteSettings,
): Promise<void> {
  for await (const { kind, entry } of readLedger(store)) {
    if (kind === 'mixture' && entry.id === id) return;
  }
  const parents = sources
    .filter((source) => source.tokens > 0)
    .map(({ name, share }) => ({ id: name, share }));
  const humanFraction: [number, number] = [human.certain, Math.max(human.certain, human.atMost)];
  await appendToLedger(
    store,
    [{ kind: 'mixture', entry: { id, sha256, parents, documents, tokens, humanFraction } }],
    { now },
  );
}
