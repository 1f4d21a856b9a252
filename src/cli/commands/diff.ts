/** `gen0 diff`: what changed between two saved audits. */
import { diffAudits, diffText, stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { configOf, loadAudit, storeOf } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';

export const diff: Command = {
  name: 'diff',
  summary: 'compare two saved audits',
  help: `gen0 diff <audit> <audit>

  gen0 diff 3f9c latest
  gen0 diff last-week/result.json result.json --json

An audit is an id, the beginning of one, latest, a folder or a result.json.
"Beyond chance" is yes when the two 95 % intervals do not overlap.

      --json           the difference as JSON
      --store DIR      where audits are saved (default .gen0)
  -c, --config FILE    default: gen0.yaml or gen0.json here
${COMMON_HELP}`,
  options: { json: { type: 'boolean' }, store: { type: 'string' }, config: { type: 'string', short: 'c' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [a, b, ...more] = args.positionals;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new UsageError(`diff takes two audits, got ${args.positionals.length}: gen0 diff 3f9c latest`);
  }
  const store = storeOf(args, await configOf(args, context), context);
  const difference = diffAudits(loadAudit(store, a), loadAudit(store, b), [a, b]);
  context.stdout.write(isSet(args, 'json') ? stableJson(difference) : diffText(difference));
  return 0;
}
