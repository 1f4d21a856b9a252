/** `gen0 lab run`: runs a world or an experiment, saves the result and shows it. */
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { LAB_HELP, LAB_OPTIONS, labInput, overridesOf, runAndShow } from '../lab-runs.js';

export const labRun: Command = {
  name: 'lab run',
  summary: 'run a world or an experiment',
  help: `gen0 lab run <world|experiment|file.yaml>

  gen0 lab run gaussian
  gen0 lab run gaussian --regime replace --regime anchor:0.1 --seeds 200
  gen0 lab run my-experiment.yaml --json
${LAB_HELP}${COMMON_HELP}`,
  options: LAB_OPTIONS,
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`lab run takes one name, got ${args.positionals.length}; gen0 lab list has them`);
  }
  const lab = await context.engine.lab();
  const brought = await labInput(args, context);
  const loaded = lab.loadExperiment(name, { ...overridesOf(args), input: brought.input }, context.cwd);
  return runAndShow(loaded, brought, args, context);
}
