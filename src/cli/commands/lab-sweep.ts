/** `gen0 lab sweep`: a world or an experiment at several values of a parameter. */
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { listFlag } from '../flags.js';
import { LAB_HELP, LAB_OPTIONS, labInput, overridesOf, runAndShow } from '../lab-runs.js';

export const labSweep: Command = {
  name: 'lab sweep',
  summary: 'run it at several values of a parameter',
  help: `gen0 lab sweep <world|experiment|file.yaml> --over NAME=VALUE,VALUE…

  gen0 lab sweep gaussian --over samples=100,1000,10000
  gen0 lab sweep gaussian --over anchor=0,0.1,0.5 --over samples=100,1000

One arm a value; two --over make a grid. NAME is samples, initial, growth, generations,
regime, a step of regimes (its value), or a parameter of the world.

      --over N=V,V…    what is varied; repeatable
${LAB_HELP}${COMMON_HELP}`,
  options: { ...LAB_OPTIONS, over: { type: 'string', multiple: true } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`lab sweep takes one name, got ${args.positionals.length}; gen0 lab list has them`);
  }
  const over = listFlag(args, 'over');
  if (over.length === 0) {
    throw new UsageError('lab sweep: what is varied? Add --over, as in --over samples=100,1000,10000');
  }
  const lab = await context.engine.lab();
  const axes = over.map(lab.parseAxis);
  const brought = await labInput(args, context);
  const loaded = lab.loadExperiment(name, { ...overridesOf(args), input: brought.input }, context.cwd);
  const { experiment, sweep } = lab.swept(loaded.experiment, loaded.world, axes);
  return runAndShow({ ...loaded, experiment }, brought, args, context, sweep);
}
