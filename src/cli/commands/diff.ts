/** `gen0 diff`: what changed between two saved audits. */
import { diffAudits, diffText, stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { configOf, loadAudit, storeOf } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';
import { scoresOf } from '../scores.js';

export const diff: Command = {
  name: 'diff',
  summary: 'compare two saved audits: what changed, and what it fits',
  help: `gen0 diff <audit> <audit>

  gen0 diff 3f9c latest
  gen0 diff last-week/result.json result.json --json

An audit is an id, the beginning of one, latest, a folder or a result.json.
"Beyond chance" is yes when the two 95 % intervals do not overlap.

Where b is a later generation of the chain of a, the diagnosis says which
phenomenon the change fits: collapse, drift, mode collapse, forgetting.

      --scores FILE    scores of tasks over time (step, task, score): tells
                       catastrophic forgetting; .csv .tsv .jsonl .parquet
      --json           the difference as JSON
      --store DIR      where audits are saved (default .gen0)
  -c, --config FILE    default: gen0.yaml or gen0.json here
${COMMON_HELP}`,
  options: {
    json: { type: 'boolean' },
    scores: { type: 'string' },
    store: { type: 'string' },
    config: { type: 'string', short: 'c' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [a, b, ...more] = args.positionals;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new UsageError(`diff takes two audits, got ${args.positionals.length}: gen0 diff 3f9c latest`);
  }
  const store = storeOf(args, await configOf(args, context), context);
  const [earlier, later] = [loadAudit(store, a), loadAudit(store, b)];
  const { diagnose } = await context.engine.auditing();
  const comparable = earlier.reference.digest === later.reference.digest;
  const diagnosis = diagnose({
    stage: later.verdict.stage,
    metrics: later.metrics,
    lineage: later.lineage,
    earlier: comparable ? earlier.metrics : undefined,
    scores: await scoresOf(args),
  });
  const difference = diffAudits(earlier, later, [a, b], diagnosis);
  context.stdout.write(isSet(args, 'json') ? stableJson(difference) : diffText(difference));
  return 0;
}
