/** `--lm URL`: a server's language model in place of the built-in model of the reference. */
import type { Scorer } from '../metrics/readers-of-text.js';
import { UsageError } from '../util/errors.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { textFlag } from './flags.js';
import type { AuditSettings } from './settings.js';

export interface ScorerSettings {
  url?: string;
  model?: string;
  keyEnv?: string;
}

/** Throws UsageError for a URL that is none, or without a model. */
export function scorerSettings(args: Args): ScorerSettings {
  const url = textFlag(args, 'lm');
  const model = textFlag(args, 'lm-model');
  if (url !== undefined && !/^https?:\/\//i.test(url)) {
    throw new UsageError(`--lm ${url}: not a URL. It begins with http:// or https://`);
  }
  if (url !== undefined && model === undefined) {
    throw new UsageError(`--lm ${url}: name the server's model with --lm-model`);
  }
  return { url, model, keyEnv: textFlag(args, 'lm-key-env') };
}

/** Undefined where no server was named. */
export async function scorerOf(
  { scoring: { url, model, keyEnv } }: AuditSettings,
  context: Context,
): Promise<Scorer | undefined> {
  if (url === undefined) return undefined;
  const key = context.env[keyEnv ?? 'OPENAI_API_KEY'];
  if (keyEnv !== undefined && !key) throw new UsageError(`--lm-key-env ${keyEnv}: not set`);
  const { httpScorer } = await context.engine.embedding();
  return httpScorer(url, { model: model as string, key });
}
