/** Plans a mixture and leaves nothing behind. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MixConfig } from './config.js';
import { type MixPlan, type PlanSettings, planMixture } from './plan.js';

export async function dryRun(
  config: MixConfig,
  settings: Omit<PlanSettings, 'spool' | 'columns'>,
): Promise<MixPlan> {
  // Near-copies are compared by their texts, so records have to lie somewhere.
  const near = config.filters?.['near-duplicates'] ?? false;
  const spool = near === false ? undefined : join(settings.store, 'work', `mix-${process.pid}`);
  if (spool !== undefined) mkdirSync(spool, { recursive: true });
  try {
    return (await planMixture(config, { ...settings, columns: false, spool })).plan;
  } finally {
    if (spool !== undefined) rmSync(spool, { recursive: true, force: true });
  }
}
