/**
 * Embeddings from a server with the API of OpenAI (`POST …/v1/embeddings`): the only place in gen0 from which texts
 * leave the machine, and only where the user names the server.
 */
import type { Embedder } from '../metrics/readers-of-text.js';
import { DataError } from '../util/errors.js';

export interface HttpOptions {
  /** The server's name of the model. */
  model: string;
  /** Sent as a bearer token. */
  key?: string;
  /** Milliseconds before the first retry; each next waits twice as long. @default 500 */
  wait?: number;
}

const BATCH = 64;
const TRIES = 5;
const TIMEOUT = 120_000;

/** `url`: of the server, its `/v1`, or the whole `/v1/embeddings`. */
export function httpEmbedder(url: string, options: HttpOptions): Embedder {
  const endpoint = endpointOf(url);
  return {
    name: `${options.model} at ${endpoint.host}`,
    embed: async (texts) => {
      const rows: Float32Array[] = [];
      for (let first = 0; first < texts.length; first += BATCH) {
        rows.push(...(await embedBatch(endpoint, texts.slice(first, first + BATCH), options)));
      }
      return rows;
    },
  };
}

function endpointOf(url: string): URL {
  const endpoint = new URL(url);
  const path = endpoint.pathname.replace(/\/+$/, '');
  if (!path.endsWith('/embeddings')) {
    endpoint.pathname = path.endsWith('/v1') ? `${path}/embeddings` : `${path}/v1/embeddings`;
  }
  return endpoint;
}

async function embedBatch(
  endpoint: URL,
  input: string[],
  { model, key, wait = 500 }: HttpOptions,
): Promise<Float32Array[]> {
  const body = JSON.stringify({ model, input, encoding_format: 'float' });
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  let why = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    let pause = wait * 2 ** attempt;
    try {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (answer.ok) return rowsOf(await answer.json(), input.length, endpoint);
      why = `${answer.status} ${answer.statusText}: ${(await answer.text()).slice(0, 300)}`.trim();
      // Only what may be otherwise next time is tried again.
      if (answer.status !== 429 && answer.status < 500) break;
      const asked = Number(answer.headers.get('retry-after'));
      if (asked > 0 && asked < 60) pause = Math.max(pause, 1000 * asked);
    } catch (error) {
      if (error instanceof DataError) throw error;
      const cause = (error as Error).cause as Error | undefined;
      why = cause?.message || (error as Error).message;
    }
    if (attempt < TRIES - 1) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const hint = /^40[13]/.test(why)
    ? '; the key is read from OPENAI_API_KEY, or what --embedder-key-env names'
    : '';
  throw new DataError(`--embedder ${endpoint.origin}${endpoint.pathname}: ${why}${hint}`);
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
