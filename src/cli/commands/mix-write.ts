/** `gen0 mix write`: a mixture as shards with a signed statement. */
import { resolve } from 'node:path';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { choiceFlag, isSet, textFlag } from '../flags.js';
import { MIX_HELP, MIX_OPTIONS, mixRequest, SHARD_OPTIONS } from '../mix.js';
import { planText } from '../mix-text.js';
import { version } from '../version.js';

export const mixWrite: Command = {
  name: 'mix write',
  summary: 'write a mixture',
  help: `gen0 mix write <mix.yaml> -o <folder>

  gen0 mix write mix.yaml -o train/
  gen0 mix write mix.yaml -o train/ --format parquet --shard-tokens 50000000

Writes what gen0 mix plan shows: shards whose records keep all their fields and get
origin and source, and mixture.json, the signed statement of what was achieved. The
folder appears whole or not at all; the same seed gives the same bytes, on any number
of workers. After an interruption repeat the command. The ledger records the mixture.

  -o, --output DIR     a folder that is not there yet
      --format F       jsonl (default) or parquet
      --shard-tokens N tokens of a shard (default 10000000)
${MIX_HELP}${COMMON_HELP}
Exit codes
  0    written, or there already and the same
  1    impossible; nothing was written
  2    could not run: usage, configuration, unreadable data
`,
  options: {
    ...MIX_OPTIONS,
    ...SHARD_OPTIONS,
    output: { type: 'string', short: 'o' },
    format: { type: 'string' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const output = textFlag(args, 'output');
  if (output === undefined) throw new UsageError('-o: missing. Name the folder, as in -o train/');
  const format = choiceFlag(args, 'format', ['jsonl', 'parquet']);
  const { writeMixture } = await context.engine.mixing();
  const folder = resolve(context.cwd, output);
  const { shown, config, settings, endProgress } = await mixRequest(args, context, folder);
  try {
    const { plan, mixture, id, wasThere } = await writeMixture(config, {
      ...settings,
      output: folder,
      version: version(),
      now: context.now,
      onWrite: endProgress,
      ...(format && { format }),
    });
    endProgress();
    if (isSet(args, 'json'))
      context.stdout.write(stableJson(mixture ? { id, output, wasThere, ...mixture } : plan));
    else if (!isSet(args, 'quiet') || !mixture) {
      context.stdout.write(planText(plan, shown, wasThere ? 'there already' : 'written'));
      if (mixture) context.stdout.write(`${output}  ${id}\n`);
    }
    return mixture ? 0 : 1;
  } finally {
    endProgress();
  }
}
