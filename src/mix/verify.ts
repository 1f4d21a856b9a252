/**
 * Checks a mixture against its statement: the signature, every byte of every shard, and every figure, counted anew from
 * the records. Finds all faults and names each with its file; a flipped bit anywhere is one.
 */
import type { KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATEMENT_FILE } from '../corpus/find-files.js';
import { type Statement, unverifiedStatement, verifyEnvelope } from '../provenance/dsse.js';
import { DataError } from '../util/errors.js';
import type { MixTask } from './mix-messages.js';
import type { Recount } from './recount.js';
import { runTasks, type TaskOptions } from './run-tasks.js';
import { type Mixture, mixtureOf } from './statement.js';

export interface MixFault {
  /** In the folder of the mixture. */
  file: string;
  message: string;
}

export interface Verified {
  ok: boolean;
  faults: MixFault[];
  /** What the statement says; null where it cannot be read. Believe it only where `ok`. */
  mixture: Mixture | null;
  /** Counted anew; null where a shard is missing. */
  tokens: number | null;
  lowestShard: number | null;
}

export interface VerifySettings extends TaskOptions {
  /** The keys that may have signed it. */
  publicKeys: readonly KeyObject[];
  /** Only compare bytes with the statement, and believe its figures. Default false. */
  bytesOnly?: boolean;
}

/** Throws DataError only where there is no mixture at all. */
export async function verifyMixture(folder: string, settings: VerifySettings): Promise<Verified> {
  const faults: MixFault[] = [];
  const fault = (file: string, message: string) => faults.push({ file, message });
  const found = readStatement(folder, settings.publicKeys, (message) => fault(STATEMENT_FILE, message));
  if (!found) return { ok: false, faults, mixture: null, tokens: null, lowestShard: null };
  const { mixture, digests } = found;

  const named = new Set([STATEMENT_FILE, ...mixture.shards.map(({ name }) => name)]);
  for (const name of readdirSync(folder)) {
    if (!named.has(name)) fault(name, 'is none of the mixture, by its statement');
  }
  const there = mixture.shards.filter(({ name }) => {
    if (/[/\\]/.test(name) || name === '..') fault(name, 'no name of a shard');
    else if (!existsSync(join(folder, name))) fault(name, 'is missing');
    else return true;
    return false;
  });
  if (settings.bytesOnly) {
    const hashes = await runTasks(
      there.map(({ name }): MixTask => ({ do: 'hash', path: join(folder, name) })),
      settings,
    );
    for (const [i, { name }] of there.entries()) {
      const [has, should] = [hashes[i].sha256!, digests.get(name) ?? ''];
      if (has !== should) fault(name, changedTo(has, should));
    }
    const { tokens, human } = mixture;
    return { ok: faults.length === 0, faults, mixture, tokens, lowestShard: human.lowestShard };
  }
  const tasks = there.map(
    ({ name }): MixTask => ({
      do: 'recount',
      request: {
        path: join(folder, name),
        format: mixture.format,
        luck: mixture.luck,
        sources: mixture.sources,
      },
    }),
  );
  const done = await runTasks(tasks, settings);
  const recounts = done.map(({ recount }) => recount!);
  const chance = mixture.confidence === 0 ? 0 : Math.exp(-mixture.luck.level) * mixture.shards.length;
  if (mixture.confidence > 0 && chance > 1 - mixture.confidence + SLIP) {
    fault(STATEMENT_FILE, `its luck is counted for less than confidence ${mixture.confidence}`);
  }
  for (const [i, shard] of there.entries()) {
    for (const message of shardFaults(shard, recounts[i], digests.get(shard.name) ?? '', mixture)) {
      fault(shard.name, message);
    }
  }
  const complete = there.length === mixture.shards.length;
  const tokens = recounts.reduce((sum, recount) => sum + recount.tokens, 0);
  if (complete) for (const message of totalFaults(mixture, recounts)) fault(STATEMENT_FILE, message);
  const lowest = recounts.map((recount) => recount.certain / recount.tokens);
  return {
    ok: faults.length === 0,
    faults,
    mixture,
    tokens: complete ? tokens : null,
    lowestShard: complete ? Math.min(...lowest) : null,
  };
}

/** The statement of a folder, checked as far as it goes; null where nothing can be made of it. */
export function readStatement(
  folder: string,
  publicKeys: readonly KeyObject[],
  fault: (message: string) => void,
): { mixture: Mixture; digests: Map<string, string> } | null {
  const path = join(folder, STATEMENT_FILE);
  if (!existsSync(path)) {
    throw new DataError(`${path}: no such file, so ${folder} is no mixture. gen0 mix write makes one`);
  }
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  let statement: Statement | undefined;
  try {
    statement = verifyEnvelope(text, publicKeys, STATEMENT_FILE);
    const canonical = Buffer.from(`${JSON.stringify(JSON.parse(text), null, 1)}\n`);
    if (!canonical.equals(bytes)) fault('not byte for byte as it was written');
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    fault(error.message.replace(`${STATEMENT_FILE}: `, ''));
  }
  try {
    return mixtureOf(statement ?? unverifiedStatement(text, STATEMENT_FILE), STATEMENT_FILE);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (statement) fault(error.message.replace(`${STATEMENT_FILE}: `, ''));
    return null;
  }
}

function changedTo(has: string, should: string): string {
  return `its SHA-256 is ${has}, not ${should}: it was changed`;
}

/** Sums of products of shares, in tokens. */
const SLIP = 1e-6;

function shardFaults(
  shard: Mixture['shards'][number],
  recount: Recount,
  sha256: string,
  { floor }: Mixture,
): string[] {
  const faults: string[] = [];
  if (recount.bytes !== shard.bytes) faults.push(`${recount.bytes} bytes, not ${shard.bytes}`);
  if (recount.sha256 !== sha256) faults.push(changedTo(recount.sha256, sha256));
  faults.push(...recount.faults);
  if (recount.documents !== shard.documents)
    faults.push(`${recount.documents} documents, not ${shard.documents}`);
  if (recount.tokens !== shard.tokens) faults.push(`${recount.tokens} tokens, not ${shard.tokens}`);
  for (const name of new Set([...Object.keys(recount.bySource), ...Object.keys(shard.bySource)])) {
    const [has, should] = [recount.bySource[name] ?? 0, shard.bySource[name] ?? 0];
    if (has !== should && recount.tokens === shard.tokens)
      faults.push(`${has} tokens of ${name}, not ${should}`);
  }
  const human = recount.certain;
  if (Math.abs(human - shard.human) > SLIP * Math.max(1, shard.tokens))
    faults.push(`${human.toFixed(1)} human tokens, not ${shard.human.toFixed(1)}`);
  const share = recount.tokens === 0 ? 0 : human / recount.tokens;
  if (share < floor - SLIP) faults.push(`its human share is ${share.toFixed(4)}, below the floor ${floor}`);
  return faults;
}

function totalFaults(mixture: Mixture, recounts: readonly Recount[]): string[] {
  const faults: string[] = [];
  const sum = (of: (recount: Recount) => number) => recounts.reduce((all, each) => all + of(each), 0);
  if (sum(({ tokens }) => tokens) !== mixture.tokens)
    faults.push(`the shards have ${sum(({ tokens }) => tokens)} tokens, not ${mixture.tokens}`);
  if (sum(({ documents }) => documents) !== mixture.documents)
    faults.push(`the shards have ${sum(({ documents }) => documents)} documents, not ${mixture.documents}`);
  for (const { name, tokens } of mixture.sources) {
    const has = sum(({ bySource }) => bySource[name] ?? 0);
    if (has !== tokens) faults.push(`the shards have ${has} tokens of ${name}, not ${tokens}`);
  }
  return faults;
}
