/** `gen0 mix`: what lies below it. */
import { UsageError } from '../../util/errors.js';
import { didYouMean } from '../../util/nearest.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';

const VERBS: Record<string, () => Promise<Command>> = {
  plan: async () => (await import('./mix-plan.js')).mixPlan,
  write: async () => (await import('./mix-write.js')).mixWrite,
  verify: async () => (await import('./mix-verify.js')).mixVerify,
};

const HELP = `gen0 mix <verb>

  gen0 mix plan mix.yaml                 what would be taken from each source
  gen0 mix write mix.yaml -o train/      write it, in shards, with a signed statement
  gen0 mix verify train/                 check every byte, and count anew

Training mixtures with a floor of human tokens that holds in every shard. Sources are
those of gen0 source add: their cards say what is human.

plan      a dry run                   write     shards and statement
verify    shards against statement
gen0 mix <verb> --help tells more.
${COMMON_HELP}`;

export const mix: Command = {
  name: 'mix',
  summary: 'training mixtures with a human share that holds',
  help: HELP,
  options: {},
  verbs: VERBS,
  run,
};

async function run({ positionals: [verb] }: Args, { stdout }: Context): Promise<number> {
  if (verb === undefined) {
    stdout.write(HELP);
    return 0;
  }
  throw new UsageError(
    `mix ${verb}: no such verb.${didYouMean(verb, Object.keys(VERBS))} gen0 mix --help lists them`,
  );
}
