/** `gen0 profile`: read a corpus once and keep its summary. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GROUPS, type Profile } from '../../profile/profile.js';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { formatCompact, formatCount, formatSeconds } from '../../util/format.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isProfileName, makeProfile, nameOfPaths } from '../corpora.js';
import { isSet, profileFlags, READ_HELP, READ_OPTIONS, textFlag } from '../flags.js';

export const profile: Command = {
  name: 'profile',
  summary: 'read a corpus once and keep its summary (.g0p)',
  help: `gen0 profile <paths…> -o <file.g0p>

  gen0 profile human.jsonl -o human.g0p        then: gen0 audit x.jsonl -r human.g0p
  gen0 profile 'data/2026-11/*.parquet' -o november.g0p --json

A profile has counts, not the corpus (but a sample of up to 2,000 texts). The same
documents give the same bytes, however they are split into files or ordered.

  -o, --output FILE    where the profile goes
      --json           figures and timing as JSON on stdout
${READ_HELP}${COMMON_HELP}`,
  options: { ...READ_OPTIONS, output: { type: 'string', short: 'o' }, json: { type: 'boolean' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const path = profileOutput(args, context);
  const flags = profileFlags(args);
  if (args.positionals.length === 0) throw new UsageError('no corpus: gen0 profile human.jsonl -o human.g0p');
  if (args.positionals.filter((each) => each === '-').length > 1)
    throw new UsageError('-: stdin can be read once');
  const name = nameOfPaths(args.positionals);
  const talk = { quiet: isSet(args, 'quiet'), verbose: isSet(args, 'verbose') };
  const made = await makeProfile({ paths: args.positionals }, name, flags, talk, context);
  const start = context.now();
  await (await context.engine.profiling()).saveProfile(made.profile, path);
  const timing = { ...made.timing, write: (context.now() - start) / 1000, total: made.seconds };
  timing.total += timing.write;
  report(args, made.profile, path, timing, context);
  return 0;
}

/** The `--output` of `profile` and `merge`. Throws UsageError when it is missing or cannot be one. */
export function profileOutput(args: Args, { cwd }: Context): string {
  const name = textFlag(args, 'output');
  if (name === undefined) throw new UsageError('no --output: where is the profile to go? Add -o name.g0p');
  if (!isProfileName(name)) throw new UsageError(`--output ${name}: a profile's name ends in .g0p`);
  const path = resolve(cwd, name);
  if (!existsSync(dirname(path))) throw new UsageError(`--output ${name}: no such folder; make it first`);
  return path;
}

/** Prints the figures of a written profile. */
export function report(
  args: Args,
  made: Profile,
  path: string,
  timing: Record<string, number>,
  { stdout }: Context,
): void {
  const [documents, tokens] = [made.totals.documents, made.totals.tokens].map(sum);
  if (isSet(args, 'json')) {
    const types = made.grams.map(({ length }) => length);
    const shift = made.grams.map((table) => table.shift);
    stdout.write(stableJson({ path, documents, tokens, types, shift, digest: made.digest, timing }));
  } else if (!isSet(args, 'quiet')) {
    const words = made.grams[0].words.length;
    stdout.write(
      `${textFlag(args, 'output')}  ${formatCount(documents)} documents  ${formatCompact(tokens)} tokens  ${formatCount(words)} words  ${formatSeconds(timing.total)}\n`,
    );
  }
}

function sum(groups: Float64Array): number {
  let total = 0;
  for (let group = 0; group < GROUPS; group++) total += groups[group];
  return total;
}
