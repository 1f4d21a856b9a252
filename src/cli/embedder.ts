/** Which embedder an audit reads meanings with: flags over configuration; none is the built-in one. */
import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { readNpy } from '../corpus/index.js';
import type { Embedder } from '../metrics/readers-of-text.js';
import type { Profile } from '../profile/profile.js';
import { UsageError } from '../util/errors.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { isProfileName } from './corpora.js';
import { textFlag } from './flags.js';
import { type ReadyVectors, readyEmbedder } from './ready-vectors.js';
import type { AuditSettings, NamedCorpus } from './settings.js';
import { textsAgain } from './texts-again.js';

export interface EmbedderSettings {
  /** A folder with a model, or a server's URL. */
  embedder?: string;
  model?: string;
  keyEnv?: string;
  /** Files of ready vectors. */
  embeddings?: string;
  referenceEmbeddings?: string;
}

const isUrl = (name: string) => /^https?:\/\//i.test(name);

export function embedderSettings(args: Args, config: Config | undefined): EmbedderSettings {
  const settings: EmbedderSettings = {
    embedder: textFlag(args, 'embedder') ?? config?.embedder,
    model: textFlag(args, 'embedder-model') ?? config?.embedderModel,
    keyEnv: textFlag(args, 'embedder-key-env') ?? config?.embedderKeyEnv,
    embeddings: textFlag(args, 'embeddings'),
    referenceEmbeddings: textFlag(args, 'reference-embeddings'),
  };
  const ready = settings.embeddings !== undefined && settings.referenceEmbeddings !== undefined;
  const one = settings.embeddings ?? settings.referenceEmbeddings;
  // Other tools' numbers may need the one or the other alone.
  if (!ready && one !== undefined && textFlag(args, 'compat') === undefined) {
    throw new UsageError('--embeddings and --reference-embeddings: give both, made by one model');
  }
  if (ready && textFlag(args, 'embedder') !== undefined) {
    throw new UsageError('--embedder and --embeddings: give one of them');
  }
  const { embedder, model } = settings;
  if (!ready && embedder !== undefined && isUrl(embedder) && model === undefined) {
    throw new UsageError(`--embedder ${embedder}: name the server's model with --embedder-model`);
  }
  return settings;
}

/** Undefined where no embedder was named. */
export async function embedderOf(
  { embedding, reference, profile }: AuditSettings,
  corpus: NamedCorpus,
  seed: Profile['rules']['seed'],
  context: Context,
): Promise<Embedder | undefined> {
  const { embedder, model, keyEnv, embeddings, referenceEmbeddings } = embedding;
  if (embeddings !== undefined && referenceEmbeddings !== undefined) {
    const { cutText, textHash } = await context.engine.embedding();
    const ready = (file: string, of: NamedCorpus): ReadyVectors => {
      const texts = textsAgain(of, profile);
      if (texts === undefined || of.paths.some((path) => path === '-' || isProfileName(path))) {
        throw new UsageError(
          `${file}: its documents must be files, so that rows can be matched; ${of.name} is not`,
        );
      }
      return { file, vectors: readNpy(resolve(context.cwd, file), file), corpus: of.name, texts };
    };
    return readyEmbedder(ready(embeddings, corpus), ready(referenceEmbeddings, reference), {
      cutText,
      textHash,
      seed,
    });
  }
  if (embedder === undefined) return undefined;
  const { httpEmbedder, onnxEmbedder } = await context.engine.embedding();
  if (!isUrl(embedder)) return onnxEmbedder(resolve(context.cwd, embedder), embedder);
  const key = context.env[keyEnv ?? 'OPENAI_API_KEY'];
  if (keyEnv !== undefined && !key) throw new UsageError(`--embedder-key-env ${keyEnv}: not set`);
  return httpEmbedder(embedder, { model: model as string, key });
}
