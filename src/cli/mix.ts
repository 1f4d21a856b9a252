/** Flags and settings that the verbs of `gen0 mix` share. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { MixConfig, PlanSettings } from '../mix/index.js';
import { ConfigError, UsageError } from '../util/errors.js';
import { shownPath } from './audits.js';
import type { Args, OptionTable } from './command.js';
import type { Context } from './context.js';
import { integerFlag, isSet } from './flags.js';
import { startProgress } from './progress.js';
import { sourceStore } from './sources.js';

export const MIX_OPTIONS: OptionTable = {
  json: { type: 'boolean' },
  store: { type: 'string' },
  config: { type: 'string', short: 'c' },
  jobs: { type: 'string', short: 'j' },
};

export const SHARD_OPTIONS: OptionTable = { 'shard-tokens': { type: 'string' } };

export const MIX_HELP = `      --json           the same as JSON
  -j, --jobs N         workers (default: as many as cores)
      --store DIR      where ledger and key are (default: .gen0)
  -c, --config FILE    gen0.yaml elsewhere
`;

export interface MixRequest {
  /** The file of the mixture, as shown. */
  shown: string;
  config: MixConfig;
  settings: Omit<PlanSettings, 'spool' | 'columns'>;
  /** Clears the line of progress. */
  endProgress(): void;
}

/** `output`: where the mixture will lie, if anywhere. */
export async function mixRequest(args: Args, context: Context, output?: string): Promise<MixRequest> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`one mixture file, as in gen0 mix plan mix.yaml; got ${args.positionals.length}`);
  }
  const mixing = await context.engine.mixing();
  const path = resolve(context.cwd, name);
  const shown = shownPath(path, context);
  const config = mixing.parseMix(readMixFile(path, shown), shown);
  const store = await sourceStore(args, context);
  const provenance = await context.engine.provenance();
  const cards = await provenance.currentCards(store);
  const statements = config.strategy === 'fresh' ? await mixing.keptStatements(store, output) : [];
  const progress = startProgress(`reading ${shown}`, isSet(args, 'quiet'), context);
  const done = { bytes: 0, totalBytes: 0, documents: 0 };
  return {
    shown,
    config,
    endProgress: progress.end,
    settings: {
      store,
      cards,
      folder: dirname(path),
      usedUpTo: mixing.usedUpTo(statements),
      jobs: jobsOf(args),
      shardTokens: integerFlag(args, 'shard-tokens', 1, 1e12),
      signal: context.signal,
      onStart: (bytes) => {
        done.totalBytes = bytes;
      },
      onProgress: (bytes) => {
        done.bytes += bytes;
        progress.update(done);
      },
    },
  };
}

export function jobsOf(args: Args): number {
  return integerFlag(args, 'jobs', 1, 256) ?? availableParallelism();
}

function readMixFile(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${shown}: ${code === 'ENOENT' ? 'no such file' : message}. docs/mix.md shows one`);
  }
}
