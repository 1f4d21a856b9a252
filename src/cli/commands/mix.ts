/** `gen0 mix`: what lies below it. */
import { COMMON_HELP, type Command } from '../command.js';
import { parentCommand } from '../parent-command.js';

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

export const mix = parentCommand({
  name: 'mix',
  summary: 'training mixtures with a human share that holds',
  help: HELP,
  verbs: VERBS,
});
