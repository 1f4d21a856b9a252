/**
 * From paths to one profile: `.g0p` files are loaded, everything else is read and counted, and several are
 * merged. A profile that is there already decides the tokeniser and the seed where no one else did.
 */
import { basename } from 'node:path';
import type { CorpusConfig } from '../config/config.js';
import type { Profile, TokeniserName } from '../profile/profile.js';
import { formatCount, plural } from '../util/format.js';
import type { Context } from './context.js';
import type { ProfileFlags, Profiling, Tally } from './engine.js';
import { defined } from './flags.js';
import { startProgress } from './progress.js';

export interface MadeProfile {
  profile: Profile;
  /** Seconds. */
  seconds: number;
  /** Seconds by phase of reading and counting; empty when all was loaded. */
  timing: Record<string, number>;
}

export function isProfileName(path: string): boolean {
  return path.toLowerCase().endsWith('.g0p');
}

/** Tokeniser and seed of the first saved profile among the paths, if there is one. */
export async function savedRules(
  paths: string[],
  profiling: Profiling,
): Promise<Pick<ProfileFlags, 'tokeniser' | 'seed'>> {
  const path = paths.find(isProfileName);
  if (path === undefined) return {};
  const { rules } = await profiling.loadProfile(path);
  return { tokeniser: rules.tokeniser.replace(/-\d+$/, '') as TokeniserName, seed: rules.seed };
}

/** The profile of a corpus. `label` names it in progress and notes. */
export async function makeProfile(
  corpus: CorpusConfig,
  label: string,
  flags: ProfileFlags,
  talk: { quiet: boolean; verbose: boolean },
  context: Context,
): Promise<MadeProfile> {
  const profiling = await context.engine.profiling();
  const start = context.now();
  const parts: Profile[] = [];
  for (const path of corpus.paths.filter(isProfileName)) parts.push(await profiling.loadProfile(path));
  const raw = corpus.paths.filter((path) => !isProfileName(path));
  let timing: Record<string, number> = {};
  if (raw.length > 0) {
    const progress = startProgress(`reading ${label}`, talk.quiet, context);
    const { field, idField, unit } = corpus;
    try {
      const profiled = await profiling.profileCorpus(raw, {
        ...flags,
        read: { ...defined({ field, idField, unit }), ...flags.read },
        onProgress: progress.update,
        signal: context.signal,
      });
      parts.push(profiled.profile);
      timing = profiled.timing;
      progress.end();
      reportTally(profiled.tally, label, talk, context);
    } finally {
      progress.end();
    }
  }
  const profile = parts.length === 1 ? parts[0] : profiling.mergeProfiles(parts);
  return { profile, seconds: (context.now() - start) / 1000, timing };
}

export function reportTally(
  tally: Tally,
  label: string,
  { quiet, verbose }: { quiet: boolean; verbose: boolean },
  { stderr }: Context,
): void {
  if (quiet) return;
  if (tally.badCount > 0) {
    stderr.write(`gen0: ${label}: skipped ${plural(tally.badCount, 'bad record')}\n`);
    for (const { path, line, message } of tally.bad.slice(0, verbose ? 20 : 3)) {
      stderr.write(`  ${path} line ${line}: ${message}\n`);
    }
  }
  if (verbose && tally.blank > 0) {
    stderr.write(`gen0: ${label}: ${formatCount(tally.blank)} records without text were passed over\n`);
  }
}

/** What to call a corpus that was given as paths: `crawl.jsonl`, `a.jsonl and 2 more`, `stdin`. */
export function nameOfPaths(paths: string[]): string {
  const first = paths[0] === '-' ? 'stdin' : basename(paths[0]);
  return paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
}
