/** `gen0 merge`: the profile of several corpora together, from their profiles. */
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isProfileName } from '../corpora.js';
import { profileOutput, report } from './profile.js';

export const merge: Command = {
  name: 'merge',
  summary: 'add profiles up',
  help: `gen0 merge <a.g0p> <b.g0p>… -o <all.g0p>

  gen0 merge monday.g0p tuesday.g0p -o week.g0p

The result has the same bytes as a profile of all their documents at once, in any
order. The profiles must share tokeniser and seed.

  -o, --output FILE    where the profile goes
      --json           figures and timing as JSON on stdout
${COMMON_HELP}`,
  options: { output: { type: 'string', short: 'o' }, json: { type: 'boolean' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const path = profileOutput(args, context);
  const { positionals } = args;
  if (positionals.length < 2)
    throw new UsageError('merge needs two profiles or more: gen0 merge a.g0p b.g0p -o all.g0p');
  const other = positionals.find((name) => !isProfileName(name));
  if (other !== undefined) {
    throw new UsageError(
      `${other}: not a profile (.g0p). First: gen0 profile ${other} -o ${other.replace(/\..*$/, '')}.g0p`,
    );
  }
  const profiling = await context.engine.profiling();
  const start = context.now();
  const seconds = (since: number) => (context.now() - since) / 1000;
  const profiles = [];
  for (const name of positionals) profiles.push(await profiling.loadProfile(name));
  for (let i = 1; i < profiles.length; i++) {
    profiling.assertComparable(profiles[0], profiles[i], positionals[0], positionals[i]);
  }
  const read = seconds(start);
  const merged = profiling.mergeProfiles(profiles);
  const mergedAt = seconds(start);
  await profiling.saveProfile(merged, path);
  const total = seconds(start);
  report(args, merged, path, { read, merge: mergedAt - read, write: total - mergedAt, total }, context);
  return 0;
}
