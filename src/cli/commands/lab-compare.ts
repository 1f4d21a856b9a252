/** `gen0 lab compare`: two saved runs beside each other. */
import { compareLabs, compareText, labJson } from '../../report/index.js';
import { readLab } from '../../store/index.js';
import { UsageError } from '../../util/errors.js';
import { storeOf } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';

export const labCompare: Command = {
  name: 'lab compare',
  summary: 'two saved runs',
  help: `gen0 lab compare <run> <run>

  gen0 lab compare 2026-11-20-gaussian-3f9c latest
  gen0 lab compare a/result.json b/result.json --json

A run is an id under .gen0/lab, its unique beginning or hash, latest, a folder or a
result.json. "Beyond chance" is yes when the 95 % interval of the difference excludes 0.

      --json           the comparison as JSON
      --store DIR      where runs are saved (default .gen0)
${COMMON_HELP}`,
  options: { json: { type: 'boolean' }, store: { type: 'string' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [a, b, ...more] = args.positionals;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new UsageError(
      `lab compare takes two runs, got ${args.positionals.length}: gen0 lab compare 3f9c latest`,
    );
  }
  const { parseLabResult } = await context.engine.lab();
  const store = storeOf(args, undefined, context);
  const load = (name: string) => {
    const { path, content } = readLab(store, name);
    return parseLabResult(content, path);
  };
  const comparison = compareLabs(load(a), load(b), [a, b]);
  context.stdout.write(isSet(args, 'json') ? labJson(comparison) : compareText(comparison));
  return 0;
}
