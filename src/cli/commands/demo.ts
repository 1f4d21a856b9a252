/** `gen0 demo`: a tour on data that comes with gen0. */
import type { AuditResult } from '../../audit/result.js';
import { REPORTERS } from '../../report/index.js';
import { saveAudit } from '../../store/index.js';
import { UsageError } from '../../util/errors.js';
import { explanations, shownPath, storeOf } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import { type Context, wantsColour } from '../context.js';
import { integerFlag, isSet } from '../flags.js';
import { startSteps } from '../progress.js';
import { version } from '../version.js';

export const demo: Command = {
  name: 'demo',
  summary: 'watch a small language model collapse, on bundled data',
  help: `gen0 demo

  gen0 demo
  gen0 demo --seed 7

Trains a small language model on people's speeches, then each next one on the output of
the one before, and audits every generation. Nothing is read from the network or from
this folder; the last audit is saved as gen0 audit does.

      --seed N         0 to 4294967295 (default 0)
      --no-save        do not save under .gen0
      --store DIR      where the audit is saved (default .gen0)
${COMMON_HELP}`,
  options: { seed: { type: 'string' }, 'no-save': { type: 'boolean' }, store: { type: 'string' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 0) throw new UsageError(`demo takes no argument, got ${args.positionals[0]}`);
  const seed = integerFlag(args, 'seed', 0, 2 ** 32 - 1) ?? 0;
  const store = storeOf(args, undefined, context);
  const start = context.now();
  const save = async (measured: AuditResult) => {
    const timing = { total: (context.now() - start) / 1000 };
    const result = { ...measured, startedAt: new Date(start).toISOString(), timing };
    const options = { explain: await explanations(context) };
    const files = { result: REPORTERS.json(result), report: REPORTERS.html(result, options) };
    return shownPath(saveAudit(store, files).folder, context);
  };
  const { runDemo } = await context.engine.demo();
  const quiet = isSet(args, 'quiet');
  const progress = startSteps(quiet, context);
  try {
    const text = await runDemo({
      seed,
      version: version(),
      colour: wantsColour(isSet(args, 'no-color'), context),
      signal: context.signal,
      onStep: progress.step,
      save: isSet(args, 'no-save') ? undefined : save,
    });
    progress.end();
    if (!quiet) context.stdout.write(text);
  } finally {
    progress.end();
  }
  return 0;
}
