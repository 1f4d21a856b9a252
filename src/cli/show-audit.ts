/** What `gen0 audit` does with a finished audit, of text or of a table. */
import type { AuditResult } from '../audit/result.js';
import { exitCodeOf } from '../config/gates.js';
import { REPORTERS } from '../report/index.js';
import { saveAudit } from '../store/index.js';
import { DataError } from '../util/errors.js';
import { explanations, render, shownPath, writeOutputs } from './audits.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { isSet, listFlag } from './flags.js';
import type { AuditSettings } from './settings.js';

/** Throws DataError where ratios would be on another scale. */
export function checkBaseline(baseline: AuditResult, result: AuditResult, name: string): void {
  for (const [id, metric] of Object.entries(result.metrics)) {
    for (const [key, kind] of [
      ['embedder', 'embedder'],
      ['lm', 'language model'],
    ] as const) {
      const before = Object.hasOwn(baseline.metrics, id) ? baseline.metrics[id][key] : undefined;
      const now = metric[key];
      if (now === undefined || before === undefined || now === before) continue;
      throw new DataError(
        `--baseline ${name}: ${id} was measured with the ${kind} ${before} there and ${now} here, so the two are not comparable; use the same ${kind}, or leave ${id} out by --only`,
      );
    }
  }
  if (baseline.reference.digest === result.reference.digest && baseline.tokeniser === result.tokeniser)
    return;
  throw new DataError(
    `--baseline ${name}: it was measured against another reference or with another tokeniser, so its ratios are on another scale; choose one with reference ${result.reference.name}`,
  );
}

/** Writes, saves and prints an audit, as the flags say. */
export async function showAudit(
  args: Args,
  result: AuditResult,
  settings: Pick<AuditSettings, 'store' | 'configured'>,
  context: Context,
): Promise<void> {
  const options = { explain: await explanations(context, result) };
  writeOutputs(args, result, options, context);
  let saved: string | undefined;
  if (!isSet(args, 'no-save')) {
    const files = { result: REPORTERS.json(result), report: REPORTERS.html(result, options) };
    saved = `${shownPath(saveAudit(settings.store, files).folder, context)}/`;
  }
  const asked = listFlag(args, 'reporter').length > 0;
  if (isSet(args, 'json') || (isSet(args, 'quiet') && !asked)) return;
  const said = saved === undefined ? undefined : `${saved}  (result.json, report.html)`;
  context.stdout.write(
    render(args, result, { ...options, saved: said, next: nextSteps(result, settings.configured) }, context),
  );
}

function nextSteps(result: AuditResult, configured: boolean): string[] {
  const steps = configured ? [] : ['gen0 init'];
  const worst = Object.entries(result.metrics).find(([, { grade }]) => grade === 'fail');
  return worst ? [`gen0 metrics ${worst[0]}`, ...steps] : steps;
}

/** 1 over 3 over 0. */
export function worstExit(results: AuditResult[]): number {
  const codes = results.map(({ gates }) => exitCodeOf(gates));
  return codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0;
}
