/** What the audits of a table and of images share: two sides given by paths, no slices, the gate of the verdict. */
import type { AuditResult, Lineage } from '../audit/result.js';
import type { Gates } from '../config/config.js';
import { applyGates, type FailOn, withFailOn } from '../config/gates.js';
import { REPORTERS } from '../report/index.js';
import { UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { configOf, loadAudit, storeOf } from './audits.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { choiceFlag, integerFlag, isSet, textFlag } from './flags.js';
import { checkBaseline, showAudit, worstExit } from './show-audit.js';

/** Flags of text, which would be passed over in silence. */
const OF_TEXT = [
  'field',
  'id-field',
  'unit',
  'format',
  'on-bad-record',
  'max-record',
  'tokeniser',
  'memory',
  'resume',
  'by',
  'terms',
  'generations',
];

export interface SidedSettings {
  seed: number;
  lineage: Lineage;
  store: string;
  gates: Gates;
  baseline?: { name: string; result: AuditResult };
}

/** `what`, as "a table (--columns)". */
export function assertNoTextFlags(args: Args, what: string, more: readonly string[] = []): void {
  const useless = [...OF_TEXT, ...more].find((flag) => args.flags[flag] !== undefined);
  if (useless === undefined) return;
  throw new UsageError(`--${useless}: is for text; it says nothing about ${what}`);
}

export async function sidedSettings(args: Args, context: Context): Promise<SidedSettings> {
  const config = await configOf(args, context);
  const store = storeOf(args, config, context);
  const failOn = choiceFlag<FailOn>(args, 'fail-on', ['early', 'late', 'never']);
  // Gates on single metrics are for text; the verdict's holds for all.
  const ofVerdict: Gates = config?.gates.verdict ? { verdict: config.gates.verdict } : {};
  const name = textFlag(args, 'baseline');
  return {
    seed: integerFlag(args, 'seed', 0, 2 ** 32 - 1) ?? config?.seed ?? 0,
    lineage:
      choiceFlag<Lineage>(args, 'lineage', ['descendant', 'same-source', 'unknown']) ??
      config?.lineage ??
      'unknown',
    store,
    gates: withFailOn(ofVerdict, failOn),
    ...(name !== undefined && { baseline: { name, result: loadAudit(store, name) } }),
  };
}

/** The groups, families and ids of `--only`. */
export function onlyOf(
  args: Args,
  cards: readonly { id: string; group: string }[],
  what: string,
): string[] | undefined {
  const value = textFlag(args, 'only');
  if (value === undefined) return undefined;
  const known = [...new Set(cards.flatMap(({ id, group }) => [id, group]))];
  const only = value.split(',').map((word) => word.trim());
  for (const word of only) {
    if (known.includes(word.split(':')[0])) continue;
    throw new UsageError(
      `--only ${word}: no such metric or group of ${what}.${didYouMean(word, known)} There are ${known.join(', ')}`,
    );
  }
  return only;
}

/** Judges, saves and shows; resolves to the exit code. `start` and `compared`: when reading and comparing began. */
export async function finishSided(
  args: Args,
  measured: AuditResult,
  { store, gates, baseline }: SidedSettings,
  { start, compared }: { start: number; compared: number },
  context: Context,
): Promise<number> {
  if (baseline) checkBaseline(baseline.result, measured, baseline.name);
  const end = context.now();
  const result: AuditResult = {
    ...measured,
    startedAt: new Date(start).toISOString(),
    timing: {
      read: (compared - start) / 1000,
      compare: (end - compared) / 1000,
      total: (end - start) / 1000,
    },
    gates: applyGates(measured, gates, baseline?.result),
  };
  await showAudit(args, result, { store, configured: true }, context);
  if (isSet(args, 'json')) context.stdout.write(REPORTERS.json(result));
  return worstExit([result]);
}
