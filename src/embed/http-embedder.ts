/** Embeddings from a server with the API of OpenAI (`POST …/v1/embeddings`), only where the user names the server. */
import type { Embedder } from '../metrics/readers-of-text.js';
import { DataError } from '../util/errors.js';
import { endpointOf, type PostOptions, postJson } from './post-json.js';

export interface HttpOptions extends PostOptions {
  /** The server's name of the model. */
  model: string;
}

const BATCH = 64;

/** `url`: of the server, its `/v1`, or the whole `/v1/embeddings`. */
export function httpEmbedder(url: string, options: HttpOptions): Embedder {
  const endpoint = endpointOf(url, 'embeddings');
  return {
    name: `${options.model} at ${endpoint.host}`,
    embed: async (texts) => {
      const rows: Float32Array[] = [];
      for (let first = 0; first < texts.length; first += BATCH) {
        const input = texts.slice(first, first + BATCH);
        const body = { model: options.model, input, encoding_format: 'float' };
        rows.push(...rowsOf(await postJson(endpoint, body, '--embedder', options), input.length, endpoint));
      }
      return rows;
    },
  };
}

function rowsOf(answer: unknown, texts: number, endpoint: URL): Float32Array[] {
  const data = (answer as { data?: { index?: number; embedding?: number[] }[] }).data;
  const rows: Float32Array[] = [];
  for (const [i, { index, embedding }] of (Array.isArray(data) ? data : []).entries()) {
    if (Array.isArray(embedding)) rows[index ?? i] = Float32Array.from(embedding);
  }
  const dims = rows[0]?.length ?? 0;
  for (let i = 0; i < texts; i++) {
    if (rows[i]?.length === dims && dims > 0 && rows[i].every(Number.isFinite)) continue;
    throw new DataError(
      `--embedder ${endpoint.origin}${endpoint.pathname}: the answer has no embedding for text ${i + 1} of ${texts}, or of another length than the others`,
    );
  }
  return rows;
}
