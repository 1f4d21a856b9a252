/** `gen0 mix plan`: what a mixture would be. */
import { stableJson } from '../../report/index.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { choiceFlag, integerFlag, isSet, shareFlag } from '../flags.js';
import { MIX_HELP, MIX_OPTIONS, mixRequest, SHARD_OPTIONS } from '../mix.js';
import { planText } from '../mix-text.js';
import { outlookText } from '../outlook-text.js';

export const mixPlan: Command = {
  name: 'mix plan',
  summary: 'what a mixture would be',
  help: `gen0 mix plan <mix.yaml>

  gen0 mix plan mix.yaml
  gen0 mix plan mix.yaml --max-loss 0.1 --generations 5
  gen0 mix plan mix.yaml --shard-tokens 1000000 --json

Reads and counts the sources and says what would be taken from each, how often, and
how much of it is human. Writes nothing. An impossible mixture exits 1 with every
constraint that is in the way, and the nearest mixtures that are possible.

Then what lies ahead when such a mixture is made again each generation: what theory
promises, and how many of the human text's rare words are still written later on.

      --generations N  that many ahead (default 5; 0: no outlook)
      --learner NAME   unigram (default; closed form) or ngram (calibrated simulation)
      --max-loss P     also the least human share with which less than P (as in 0.1) of
                       the rare words that generation 1 writes are lost by the last
      --simulate       also one run in the lab with this mixture
      --shard-tokens N tokens of a shard (default 10000000)
${MIX_HELP}${COMMON_HELP}`,
  options: {
    ...MIX_OPTIONS,
    ...SHARD_OPTIONS,
    generations: { type: 'string' },
    learner: { type: 'string' },
    'max-loss': { type: 'string' },
    simulate: { type: 'boolean' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const { dryRun, lookAhead, LEARNERS } = await context.engine.mixing();
  const generations = integerFlag(args, 'generations', 0, 1000) ?? 5;
  const maxLoss = shareFlag(args, 'max-loss', 0, 1);
  const learner = choiceFlag(args, 'learner', LEARNERS) ?? 'unigram';
  const { shown, config, settings, endProgress } = await mixRequest(args, context);
  try {
    const plan = await dryRun(config, settings);
    const wanted = { generations, learner, maxLoss, simulate: isSet(args, 'simulate'), seed: config.seed };
    const outlook =
      plan.possible && generations > 0 ? await lookAhead(plan, config, settings, wanted) : undefined;
    endProgress();
    context.stdout.write(
      isSet(args, 'json')
        ? stableJson({ ...plan, ...(outlook && { outlook }) })
        : planText(plan, shown, 'planned') + (outlook ? outlookText(outlook) : ''),
    );
    return plan.possible ? 0 : 1;
  } finally {
    endProgress();
  }
}
