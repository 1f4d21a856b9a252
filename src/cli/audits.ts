/** Flags and helpers shared by the commands that show or find saved audits. */
import { appendFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { AuditResult } from '../audit/result.js';
import type { Config } from '../config/config.js';
import { findConfig, loadConfig } from '../config/load.js';
import {
  parseResult,
  REPORTERS,
  type ReportOptions,
  reporterForPath,
  reporterNamed,
} from '../report/index.js';
import { readAudit } from '../store/index.js';
import { replaceFile } from '../util/durable.js';
import { DataError, UsageError } from '../util/errors.js';
import type { Args, OptionTable } from './command.js';
import { type Context, wantsColour } from './context.js';
import { isSet, listFlag, textFlag } from './flags.js';

export const SHOW_OPTIONS: OptionTable = {
  output: { type: 'string', short: 'o', multiple: true },
  json: { type: 'boolean' },
  reporter: { type: 'string', multiple: true },
  store: { type: 'string' },
  config: { type: 'string', short: 'c' },
};

/** The configuration that `--config` names, or the one in the working folder, or none. */
export async function configOf(args: Args, context: Context): Promise<Config | undefined> {
  const named = textFlag(args, 'config');
  const path = named === undefined ? findConfig(context.cwd) : resolve(context.cwd, named);
  if (path === undefined) return undefined;
  const metrics = await context.engine.metrics();
  return loadConfig(
    path,
    metrics.map(({ id }) => id),
    shownPath(path, context),
  );
}

/** The folder of the store: flag, configuration, `.gen0`. */
export function storeOf(args: Args, config: Config | undefined, { cwd }: Context): string {
  const flag = textFlag(args, 'store');
  return flag === undefined ? (config?.store ?? join(cwd, '.gen0')) : resolve(cwd, flag);
}

/** The saved audit that `name` stands for. */
export function loadAudit(store: string, name: string): AuditResult {
  const { path, content } = readAudit(store, name);
  return parseResult(content, path);
}

/** Relative to the working folder where that is shorter to read. */
export function shownPath(path: string, { cwd }: Context): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** The metrics' own words, for reports; those of a table's or images' metrics go by their ids in `result`. */
export async function explanations(
  { engine }: Context,
  result?: AuditResult,
): Promise<ReportOptions['explain']> {
  const kind = result?.tokeniser.split('-')[0];
  if (result && (kind === 'table' || kind === 'image')) {
    const cardOf = kind === 'table' ? (await engine.tables()).tableCard : (await engine.images()).imageCard;
    const cards = Object.keys(result.metrics).flatMap((id) => {
      const card = cardOf(id);
      return card ? [[id, { why: card.why, source: card.source }] as const] : [];
    });
    return Object.fromEntries(cards);
  }
  const metrics = await engine.metrics();
  return Object.fromEntries(metrics.map(({ id, why, source }) => [id, { why, source }]));
}

/** Checks the output flags before any work is done. */
export function checkOutputs(args: Args): void {
  for (const path of listFlag(args, 'output')) reporterForPath(path);
  const reporters = listFlag(args, 'reporter');
  for (const name of reporters) reporterNamed(name);
  if (isSet(args, 'json') && reporters.length > 0) {
    throw new UsageError(
      '--json and --reporter: both write to stdout; keep one, or write files with --output',
    );
  }
}

/** Writes the `--output` files. */
export function writeOutputs(
  args: Args,
  result: AuditResult,
  options: ReportOptions,
  context: Context,
): void {
  for (const path of listFlag(args, 'output')) {
    writeNamed('output', path, reporterForPath(path)(result, options), context);
  }
}

/** Writes the file that a flag names. */
export function writeNamed(flag: string, path: string, content: string, { cwd }: Context): void {
  try {
    replaceFile(resolve(cwd, path), content);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DataError(`--${flag} ${path}: cannot be written (${code}); check that its folder exists`);
  }
}

/** What goes to stdout, by `--json`, `--reporter`, and whether a person reads it. */
export function render(args: Args, result: AuditResult, options: ReportOptions, context: Context): string {
  const colour = wantsColour(isSet(args, 'no-color'), context);
  const shown = { ...options, colour };
  const reporters = listFlag(args, 'reporter');
  for (const name of reporters) if (name === 'github') appendStepSummary(result, context);
  if (reporters.length > 0) return reporters.map((name) => reporterNamed(name)(result, shown)).join('');
  return context.stdout.isTTY || colour ? REPORTERS.text(result, shown) : REPORTERS.plain(result, shown);
}

function appendStepSummary(result: AuditResult, { env }: Context): void {
  const path = env.GITHUB_STEP_SUMMARY;
  if (path) appendFileSync(path, REPORTERS.markdown(result));
}
