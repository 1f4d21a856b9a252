/**
 * How predictable texts are to a language model on a server with the API of OpenAI (`POST …/v1/completions` with
 * `echo` and `logprobs`, as vLLM and others serve it), only where the user names the server. The tokens are the model's
 * own, so its bits are compared only with its bits.
 */
import type { Scorer } from '../metrics/readers-of-text.js';
import { DataError } from '../util/errors.js';
import type { HttpOptions } from './http-embedder.js';
import { endpointOf, postJson } from './post-json.js';

const BATCH = 16;

/** `url`: of the server, its `/v1`, or the whole `/v1/completions`. */
export function httpScorer(url: string, options: HttpOptions): Scorer {
  const endpoint = endpointOf(url, 'completions');
  return {
    name: `${options.model} at ${endpoint.host}`,
    score: async (texts) => {
      const bits: (number | null)[] = [];
      for (let first = 0; first < texts.length; first += BATCH) {
        const prompt = texts.slice(first, first + BATCH);
        // One token is asked for, since some servers refuse none; it is left out again.
        const body = { model: options.model, prompt, max_tokens: 1, temperature: 0, echo: true, logprobs: 1 };
        bits.push(...bitsOf(await postJson(endpoint, body, '--lm', options), prompt, endpoint));
      }
      return bits;
    },
  };
}

interface Choice {
  index?: number;
  logprobs?: { token_logprobs?: (number | null)[]; text_offset?: number[] } | null;
}

function bitsOf(answer: unknown, prompts: string[], endpoint: URL): (number | null)[] {
  const choices = (answer as { choices?: Choice[] }).choices;
  const bits: (number | null)[] = prompts.map(() => null);
  const seen = new Set<number>();
  for (const [i, { index, logprobs }] of (Array.isArray(choices) ? choices : []).entries()) {
    const at = index ?? i;
    const logs = logprobs?.token_logprobs;
    if (!Array.isArray(logs) || at >= prompts.length) continue;
    seen.add(at);
    // Offsets are in characters, as code points; without them the last token is the one that was asked for.
    const length = [...prompts[at]].length;
    const offsets = logprobs?.text_offset;
    let sum = 0;
    let tokens = 0;
    logs.forEach((log, t) => {
      const inside = offsets ? offsets[t] < length : t < logs.length - 1;
      // The first token follows nothing and has no probability.
      if (!inside || typeof log !== 'number' || !Number.isFinite(log)) return;
      sum -= log / Math.LN2;
      tokens++;
    });
    if (tokens > 0) bits[at] = sum / tokens;
  }
  if (seen.size === prompts.length) return bits;
  throw new DataError(
    `--lm ${endpoint.origin}${endpoint.pathname}: the answer has no log probabilities of the text; the server must serve "echo" with "logprobs"`,
  );
}
