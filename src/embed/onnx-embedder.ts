/**
 * Embeddings by a sentence model in a local folder, as it is published for ONNX Runtime: `model.onnx` (or
 * `onnx/model.onnx`) and `tokenizer.json` (WordPiece, BPE or Unigram). Mean pooling and unit length, unless the model
 * gives one vector a text itself. ONNX Runtime is an optional package that is loaded here and nowhere else.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Tokenizer } from '@huggingface/tokenizers';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Embedder } from '../metrics/readers-of-text.js';
import { DataError } from '../util/errors.js';
import { meanPooled, unit } from './unit-rows.js';

const BATCH = 32;
/** Tokens of a text that are read where the model's folder says nothing. */
const MOST_TOKENS = 512;

/** `shown` names the folder in errors. Throws DataError when the folder lacks a file, or onnxruntime-node is not installed. */
export async function onnxEmbedder(folder: string, shown = folder): Promise<Embedder> {
  const model = ['model.onnx', join('onnx', 'model.onnx')].map((name) => join(folder, name)).find(existsSync);
  if (model === undefined) throw new DataError(`--embedder ${shown}: no model.onnx in it, nor in its onnx/`);
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const runtime = await loadRuntime();
  const config = optionalJson(folder, 'tokenizer_config.json');
  const limits = [
    optionalJson(folder, 'sentence_bert_config.json').max_seq_length,
    config.model_max_length,
    optionalJson(folder, 'config.json').max_position_embeddings,
  ];
  const most = Math.min(MOST_TOKENS, ...limits.filter((limit) => Number.isInteger(limit)).map(Number));
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(readJson(folder, 'tokenizer.json'), config);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`--embedder ${shown}: tokenizer.json cannot be used: ${(error as Error).message}`);
  }
  let session: InferenceSession;
  try {
    session = await runtime.InferenceSession.create(model, { intraOpNumThreads: 2, interOpNumThreads: 1 });
  } catch (error) {
    throw new DataError(
      `--embedder ${shown}: ${basename(model)} cannot be loaded: ${(error as Error).message}`,
    );
  }
  return {
    name: `${basename(resolve(folder))}@${await digestOf(model)}`,
    embed: async (texts) => {
      const rows: Float32Array[] = [];
      for (let first = 0; first < texts.length; first += BATCH) {
        const ids = texts.slice(first, first + BATCH).map((text) => cut(tokenizer.encode(text).ids, most));
        rows.push(...(await embedBatch(session, runtime.Tensor, ids)));
      }
      return rows;
    },
  };
}

async function loadRuntime(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch {
    throw new DataError('--embedder: a local model needs ONNX Runtime: npm install onnxruntime-node');
  }
}

/** The closing token stays when the text is cut. */
function cut(ids: number[], most: number): number[] {
  return ids.length <= most ? ids : [...ids.slice(0, most - 1), ids[ids.length - 1]];
}

async function embedBatch(
  session: InferenceSession,
  TensorOf: typeof Tensor,
  ids: number[][],
): Promise<Float32Array[]> {
  const tokens = Math.max(1, ...ids.map((list) => list.length));
  const masks = ids.map((list) => Array.from({ length: tokens }, (_, t) => (t < list.length ? 1 : 0)));
  const shape = [ids.length, tokens];
  const filled = (of: (text: number, token: number) => number) =>
    new TensorOf(
      'int64',
      BigInt64Array.from({ length: ids.length * tokens }, (_, k) =>
        BigInt(of(Math.floor(k / tokens), k % tokens)),
      ),
      shape,
    );
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    if (name === 'input_ids') feeds[name] = filled((text, token) => ids[text][token] ?? 0);
    else if (name === 'attention_mask') feeds[name] = filled((text, token) => masks[text][token]);
    else if (name === 'token_type_ids') feeds[name] = filled(() => 0);
    else
      throw new DataError(`--embedder: the model asks for "${name}", which is no input of a sentence model`);
  }
  const results = await session.run(feeds);
  const whole = results.sentence_embedding;
  const output = whole ?? results.last_hidden_state ?? results[session.outputNames[0]];
  const dims = output.dims[output.dims.length - 1];
  const states = output.data as Float32Array;
  if (output.dims.length === 2) {
    return ids.map((_, text) => unit(states.slice(text * dims, (text + 1) * dims)));
  }
  return ids.map((_, text) => meanPooled(states, masks[text], tokens, dims, text));
}

function readJson(folder: string, name: string): Record<string, unknown> {
  const path = join(folder, name);
  if (!existsSync(path)) throw new DataError(`--embedder ${folder}: no ${name} in it`);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new DataError(`${path}: ${(error as Error).message}`);
  }
}

function optionalJson(folder: string, name: string): Record<string, unknown> {
  return existsSync(join(folder, name)) ? readJson(folder, name) : {};
}

/** Twelve digits of the model's SHA-256: two models of one name are two embedders. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 12);
}
