/** `gen0 mix plan`: what a mixture would be. */
import { stableJson } from '../../report/index.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';
import { MIX_HELP, MIX_OPTIONS, mixRequest, SHARD_OPTIONS } from '../mix.js';
import { planText } from '../mix-text.js';

export const mixPlan: Command = {
  name: 'mix plan',
  summary: 'what a mixture would be',
  help: `gen0 mix plan <mix.yaml>

  gen0 mix plan mix.yaml
  gen0 mix plan mix.yaml --shard-tokens 1000000 --json

Reads and counts the sources and says what would be taken from each, how often, and
how much of it is human. Writes nothing. An impossible mixture exits 1 with every
constraint that is in the way, and the nearest mixtures that are possible.

      --shard-tokens N tokens of a shard (default 10000000)
${MIX_HELP}${COMMON_HELP}`,
  options: { ...MIX_OPTIONS, ...SHARD_OPTIONS },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const { dryRun } = await context.engine.mixing();
  const { shown, config, settings, endProgress } = await mixRequest(args, context);
  try {
    const plan = await dryRun(config, settings);
    endProgress();
    context.stdout.write(isSet(args, 'json') ? stableJson(plan) : planText(plan, shown, 'planned'));
    return plan.possible ? 0 : 1;
  } finally {
    endProgress();
  }
}
