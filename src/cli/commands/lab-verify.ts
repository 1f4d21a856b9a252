/** `gen0 lab verify`: the closed forms of the papers against the lab's own loop. */
import { labJson, verifyText } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import { type Context, wantsColour } from '../context.js';
import { integerFlag, isSet } from '../flags.js';
import { startSteps } from '../progress.js';

/** Scale of the number of runs under --quick. */
const QUICK = 0.1;

export const labVerify: Command = {
  name: 'lab verify',
  summary: 'theory against measurement',
  help: `gen0 lab verify

  gen0 lab verify
  gen0 lab verify --quick --json

Runs the loop where theory gives a closed form. A row agrees within four Monte-Carlo
standard errors and the formula's stated tolerance; exit code 1 if one does not.

      --quick          a tenth of the runs
  -j, --jobs N         threads (default: as many as cores)
      --json           a list of { id, title, theory, measured, se, z, agrees, … }
${COMMON_HELP}`,
  options: { quick: { type: 'boolean' }, jobs: { type: 'string', short: 'j' }, json: { type: 'boolean' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 0)
    throw new UsageError(`lab verify takes no argument, got ${args.positionals[0]}`);
  const { runChecks } = await context.engine.lab();
  const quiet = isSet(args, 'quiet');
  const progress = startSteps(quiet, context);
  const rows = await runChecks({
    runs: isSet(args, 'quick') ? QUICK : 1,
    jobs: integerFlag(args, 'jobs', 1, 256),
    signal: context.signal,
    onProgress: (done, checks) => progress.step(`verified ${done} of ${checks} closed forms`, done, checks),
  }).finally(progress.end);
  if (isSet(args, 'json')) context.stdout.write(labJson(rows));
  else if (!quiet) context.stdout.write(verifyText(rows, wantsColour(isSet(args, 'no-color'), context)));
  return rows.every(({ agrees }) => agrees) ? 0 : 1;
}
