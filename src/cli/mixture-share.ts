/** What a corpus states of itself where it is a mixture that gen0 wrote: for the gate `mix/human-share`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Gates, MIXTURE_GATE } from '../config/config.js';
import type { MixtureShare } from '../config/mixture-gate.js';
import type { Verified } from '../mix/index.js';
import type { Context } from './context.js';

/** undefined where no gate asks, or a path is no mixture. The signature and every shard's hash are checked first. */
export async function mixtureShare(
  paths: readonly string[],
  gates: Gates,
  store: string,
  context: Context,
): Promise<MixtureShare | undefined> {
  if ((gates[MIXTURE_GATE]?.level ?? 'off') === 'off') return undefined;
  const mixing = await context.engine.mixing();
  const folders = paths.map((path) => resolve(context.cwd, path));
  if (folders.some((folder) => !existsSync(join(folder, mixing.STATEMENT_FILE)))) return undefined;
  const key = join(store, 'keys', 'signing.pub.pem');
  if (!existsSync(key)) return { unknown: `${key} is not there to verify the statement with` };
  const publicKeys = [mixing.readPublicKey(key)];
  const shares: MixtureShare[] = [];
  for (const folder of folders) {
    const verified = await mixing.verifyMixture(folder, { publicKeys, jobs: 0, bytesOnly: true });
    shares.push(shareOf(verified));
  }
  const unknown = shares.find((share) => 'unknown' in share);
  if (unknown) return unknown;
  return (shares as Exclude<MixtureShare, { unknown: string }>[]).reduce((low, each) =>
    each.lowestShard < low.lowestShard ? each : low,
  );
}

/** Figures of a mixture that is as it was signed; what is wrong with any other. */
export function shareOf({ ok, faults, mixture, lowestShard }: Verified): MixtureShare {
  if (!ok || !mixture || lowestShard === null) {
    const [{ file, message }] = faults;
    return { unknown: `${file}: ${message}` };
  }
  return { lowestShard, floor: mixture.floor, confidence: mixture.confidence };
}
