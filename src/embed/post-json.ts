/**
 * One request to a server with the API of OpenAI, tried again where that may help: the only place in gen0 from which
 * texts leave the machine.
 */
import { DataError } from '../util/errors.js';

export interface PostOptions {
  /** Sent as a bearer token. */
  key?: string;
  /** Where it is read from, for errors. */
  keyFrom?: string;
  /** Milliseconds before the first retry; each next waits twice as long. @default 500 */
  wait?: number;
}

const TRIES = 5;
const TIMEOUT = 120_000;

/** `url`: of the server, its `/v1`, or the whole endpoint. */
export function endpointOf(url: string, name: string): URL {
  const endpoint = new URL(url);
  const path = endpoint.pathname.replace(/\/+$/, '');
  if (!path.endsWith(`/${name}`)) {
    endpoint.pathname = path.endsWith('/v1') ? `${path}/${name}` : `${path}/v1/${name}`;
  }
  return endpoint;
}

/** The answer's JSON. Throws DataError that begins with the user's `flag`. */
export async function postJson(
  endpoint: URL,
  body: object,
  flag: string,
  { key, keyFrom = `OPENAI_API_KEY, or what ${flag}-key-env names`, wait = 500 }: PostOptions,
): Promise<unknown> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  let why = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    let pause = wait * 2 ** attempt;
    try {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (answer.ok) return await answer.json();
      why = `${answer.status} ${answer.statusText}: ${(await answer.text()).slice(0, 300)}`.trim();
      // Only what may be otherwise next time is tried again.
      if (answer.status !== 429 && answer.status < 500) break;
      const asked = Number(answer.headers.get('retry-after'));
      if (asked > 0 && asked < 60) pause = Math.max(pause, 1000 * asked);
    } catch (error) {
      const cause = (error as Error).cause as Error | undefined;
      why = cause?.message || (error as Error).message;
    }
    if (attempt < TRIES - 1) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const hint = /^40[13]/.test(why) ? `; the key is read from ${keyFrom}` : '';
  throw new DataError(`${flag} ${endpoint.origin}${endpoint.pathname}: ${why}${hint}`);
}
