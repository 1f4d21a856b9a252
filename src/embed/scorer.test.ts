import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { DataError } from '../util/errors.js';
import { httpScorer } from './http-scorer.js';

interface Body {
  prompt: string[];
  echo: boolean;
  logprobs: number;
}

async function server(t: TestContext, answer: (body: Body) => unknown): Promise<string> {
  const made = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      assert.equal(request.url, '/v1/completions');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(JSON.parse(body))));
    });
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  t.after(() => made.close());
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

/** A model whose tokens are characters (code points), each with probability 1/4 and the last, its own, with 1/2. */
function spelled(text: string, offsets: boolean) {
  const letters = [...text, '!'];
  return {
    token_logprobs: letters.map((_, i) => (i === 0 ? null : Math.log(i === letters.length - 1 ? 0.5 : 0.25))),
    ...(offsets && { text_offset: letters.map((_, i) => i) }),
  };
}

test('bits are the mean over the text’s own tokens, but for the first; in batches and in order', async (t) => {
  for (const offsets of [true, false]) {
    const url = await server(t, ({ prompt, echo, logprobs }) => {
      assert.ok(echo && logprobs >= 1 && prompt.length <= 16);
      const choices = prompt.map((text, index) => ({ index, logprobs: spelled(text, offsets) }));
      return { choices: choices.reverse() };
    });
    const texts = Array.from({ length: 20 }, (_, i) => `𝒳${'a'.repeat(i)}`);
    const bits = await httpScorer(url, { model: 'm' }).score(texts);
    // A single token follows nothing.
    assert.deepEqual(bits, [null, ...Array.from({ length: 19 }, () => 2)]);
  }
});

test('a server that gives no log probabilities is told so', async (t) => {
  const url = await server(t, ({ prompt }) => ({ choices: prompt.map((text) => ({ text })) }));
  await assert.rejects(
    httpScorer(url, { model: 'm' }).score(['a b']),
    (error) => error instanceof DataError && /--lm .*echo.*logprobs/.test(error.message),
  );
});
