/**
 * A trainer that prompts instead of training (protocol.ts), for servers with the API of OpenAI; cli/openai-program.ts makes
 * a program of it:
 *
 *   node openai-program.js --url URL --model NAME [--shots K] [--parallel P] [--reply TOKENS] fit … | sample …
 *
 * `fit` draws demonstrations from the training texts; `sample` shows the model some of them for each text and asks for one
 * more like them. Every reply is written down in the model's folder as it comes, so that one that was paid for is not
 * asked for again. The key is OPENAI_API_KEY; it is written nowhere.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endpointOf, postJson } from '../../embed/post-json.js';
import { newRandom, type Random } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import type { Said } from './protocol.js';

/** From which a model draws what it shows. */
const POOL = 256;
/** Characters of a text that are shown. */
const SHOWN = 2000;
const BETWEEN = '\n\n---\n\n';

const OPTIONS = {
  url: { type: 'string', default: '' },
  model: { type: 'string', default: '' },
  shots: { type: 'string', default: '4' },
  parallel: { type: 'string', default: '4' },
  reply: { type: 'string', default: '512' },
  seed: { type: 'string', default: '1' },
  start: { type: 'string' },
  temperature: { type: 'string', default: '1' },
  keep: { type: 'string', default: '1' },
} as const;

/** Works off the arguments; `say` gets what the protocol has a program say. Throws DataError. */
export async function promptServer(
  args: readonly string[],
  key: string | undefined,
  say: (said: Said) => void,
): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const seed = Number(values.seed);
  const [verb, ...rest] = positionals;
  if (verb === 'fit') fit(rest[0], rest[1]);
  else await sample(rest[0], Number(rest[1]), rest[2]);

  /** `fit <dataset> <model-dir>`. A model does not begin from another: what it knows is what it is shown. */
  function fit(dataset: string, model: string): void {
    const texts = readFileSync(dataset, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): string => JSON.parse(line).text)
      .filter((text) => text.trim() !== '');
    const pool = some(texts, Math.min(POOL, texts.length), newRandom(seed));
    writeFileSync(join(model, 'demonstrations.json'), JSON.stringify(pool));
    say({ progress: 1, note: `${pool.length} demonstrations of ${texts.length} texts` });
  }

  /** `sample <model-dir> <n> <out>`. */
  async function sample(model: string, n: number, out: string): Promise<void> {
    const pool: string[] = JSON.parse(readFileSync(join(model, 'demonstrations.json'), 'utf8'));
    const file = join(model, 'replies.jsonl');
    const replies = readReplies(file);
    const nameOf = (i: number) => [seed, values.temperature, values.keep, i].join(' ');
    let done = 0;
    let next = 0;
    const work = async () => {
      while (next < n) {
        const i = next++;
        const name = nameOf(i);
        let text = replies.get(name);
        if (text === undefined) {
          text = await ask(pool, newRandom(seed, i));
          replies.set(name, text);
          appendFileSync(file, `${JSON.stringify({ name, text })}\n`);
        }
        done++;
        say({ progress: done / n, note: `${done} of ${n} texts` });
      }
    };
    await Promise.all(Array.from({ length: Math.min(n, Number(values.parallel)) }, work));
    const lines = Array.from({ length: n }, (_, i) => JSON.stringify({ text: replies.get(nameOf(i)) }));
    writeFileSync(out, `${lines.join('\n')}\n`);
  }

  /** One text. A server of chat is asked in words, one of completions by a list that breaks off. */
  async function ask(pool: readonly string[], random: Random): Promise<string> {
    const shown = some(pool, Math.min(Number(values.shots), pool.length), random).map(shortened);
    const completes = /(?<!chat)\/completions\/*$/.test(new URL(values.url).pathname);
    const endpoint = completes ? new URL(values.url) : endpointOf(values.url, 'chat/completions');
    const body = {
      model: values.model,
      ...(completes
        ? { prompt: [...shown, ''].join(BETWEEN), stop: [BETWEEN.trim()] }
        : { messages: messagesOf(shown) }),
      max_tokens: Number(values.reply),
      temperature: Number(values.temperature),
      top_p: Number(values.keep),
      seed: random.below(2 ** 31),
    };
    const answer = await postJson(endpoint, body, 'learner openai:', {
      key,
      keyFrom: 'OPENAI_API_KEY',
    });
    const choice = (answer as { choices?: { text?: unknown; message?: { content?: unknown } }[] })
      ?.choices?.[0];
    const text = choice?.message?.content ?? choice?.text;
    if (typeof text === 'string' && text.trim() !== '') return text.trim();
    throw new DataError(
      `learner openai: ${endpoint.origin}${endpoint.pathname}: the answer has no text in choices[0]: ${JSON.stringify(answer).slice(0, 200)}`,
    );
  }
}

/** What earlier calls were answered; the last line may have been cut short. */
function readReplies(file: string): Map<string, string> {
  const replies = new Map<string, string>();
  if (!existsSync(file)) return replies;
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  for (const line of whole) {
    try {
      const { name, text } = JSON.parse(line);
      replies.set(name, text);
    } catch {
      // A line that was cut short, and the one after it, are asked for again.
    }
  }
  return replies;
}

function messagesOf(shown: readonly string[]): { role: string; content: string }[] {
  const task =
    'Write one more text of the same kind, style and length. Answer with the text alone, without a heading or a remark.';
  const content =
    shown.length === 0
      ? task
      : `Texts of a collection, between lines of three dashes:${BETWEEN}${shown.join(BETWEEN)}${BETWEEN}${task}`;
  return [{ role: 'user', content }];
}

function shortened(text: string): string {
  if (text.length <= SHOWN) return text;
  const cut = text.slice(0, SHOWN);
  return cut.slice(0, Math.max(1, cut.lastIndexOf(' ')));
}

/** `n` of them without replacement, in random order. */
function some<T>(all: readonly T[], n: number, random: Random): T[] {
  const left = [...all];
  for (let i = 0; i < n; i++) {
    const j = i + random.below(left.length - i);
    [left[i], left[j]] = [left[j], left[i]];
  }
  return left.slice(0, n);
}
