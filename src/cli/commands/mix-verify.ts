/** `gen0 mix verify`: a mixture against its statement. */
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MIXTURE_GATE } from '../../config/config.js';
import { exitCodeOf } from '../../config/gates.js';
import { judgeMixture } from '../../config/mixture-gate.js';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { formatCount, plural } from '../../util/format.js';
import { configOf } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet, listFlag } from '../flags.js';
import { jobsOf, MIX_HELP, MIX_OPTIONS } from '../mix.js';
import { percent } from '../mix-text.js';
import { shareOf } from '../mixture-share.js';
import { sourceStore } from '../sources.js';

export const mixVerify: Command = {
  name: 'mix verify',
  summary: 'check a mixture',
  help: `gen0 mix verify <folder>

  gen0 mix verify train/
  gen0 mix verify train/ --key signing.pub.pem      signed elsewhere

Checks the signature of mixture.json, every byte of every shard, and counts tokens and
human shares anew from the records. Every fault is named, with its file. The gate
mix/human-share of gen0.yaml is judged too.

      --key FILE       public key of the signer, PEM (default: that of the store);
                       again for more
${MIX_HELP}${COMMON_HELP}
Exit codes
  0    all as it was signed
  1    something is not, or a gate of level error is broken
  2    could not run: no mixture, no key
`,
  options: { ...MIX_OPTIONS, key: { type: 'string', multiple: true } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`one folder, as in gen0 mix verify train/; got ${args.positionals.length}`);
  }
  const { verifyMixture } = await context.engine.mixing();
  const verified = await verifyMixture(resolve(context.cwd, name), {
    publicKeys: await publicKeys(args, context),
    jobs: jobsOf(args),
    signal: context.signal,
  });
  const { ok, faults, mixture } = verified;
  const rule = (await configOf(args, context))?.gates[MIXTURE_GATE];
  const gates = rule && rule.level !== 'off' ? [judgeMixture(rule, shareOf(verified))] : [];
  if (isSet(args, 'json')) context.stdout.write(stableJson({ ...verified, gates }));
  else {
    for (const { file, message } of faults) context.stdout.write(`${join(name, file)}: ${message}\n`);
    if (!ok) context.stdout.write(`${name}  ${plural(faults.length, 'fault')}\n`);
    else if (!isSet(args, 'quiet') && mixture) {
      const { tokens, documents, shards, human, floor } = mixture;
      context.stdout.write(
        `${name}  as it was signed: ${formatCount(tokens)} tokens, ${plural(documents, 'document')} in ${plural(shards.length, 'shard')}\n` +
          `  human  ${percent(human.certain)} certain, ${percent(human.lowestShard)} in the lowest shard${floor > 0 ? `; the floor is ${percent(floor)}` : ''}\n`,
      );
    }
  }
  if (!isSet(args, 'json')) {
    for (const { id, status, message } of gates) context.stdout.write(`gate ${id} ${status}: ${message}\n`);
  }
  return ok ? exitCodeOf(gates) : 1;
}

/** The keys that are named, or that of the store. */
export async function publicKeys(args: Args, context: Context): Promise<KeyObject[]> {
  const { readPublicKey } = await context.engine.mixing();
  const named = listFlag(args, 'key');
  if (named.length > 0) return named.map((path) => readPublicKey(resolve(context.cwd, path)));
  const path = join(await sourceStore(args, context), 'keys', 'signing.pub.pem');
  if (!existsSync(path)) {
    throw new UsageError(
      `${path}: no such key; name the public key of whoever signed, --key signing.pub.pem`,
    );
  }
  return [readPublicKey(path)];
}
