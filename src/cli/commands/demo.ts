/** `gen0 demo`: a tour on data that comes with gen0. */
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import { type Context, wantsColour } from '../context.js';
import { integerFlag, isSet } from '../flags.js';

export const demo: Command = {
  name: 'demo',
  summary: 'watch a small language model collapse, on bundled data',
  help: `gen0 demo

  gen0 demo
  gen0 demo --seed 7

Trains a small language model on people's texts, then each next one on the output of
the one before, and audits every generation. No network, no files.

      --seed N         0 to 4294967295 (default 0)
${COMMON_HELP}`,
  options: { seed: { type: 'string' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 0) throw new UsageError(`demo takes no argument, got ${args.positionals[0]}`);
  const seed = integerFlag(args, 'seed', 0, 2 ** 32 - 1) ?? 0;
  const { runDemo } = await context.engine.demo();
  const colour = wantsColour(isSet(args, 'no-color'), context);
  context.stdout.write(await runDemo({ seed, colour, signal: context.signal }));
  return 0;
}
