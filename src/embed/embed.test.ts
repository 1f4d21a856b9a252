import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TINY_TABLE, writeTinyModel } from '../test/tiny-onnx.js';
import { DataError } from '../util/errors.js';
import { httpEmbedder } from './http-embedder.js';
import { onnxEmbedder } from './onnx-embedder.js';

const near = (actual: Float32Array, expected: number[]) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((x, j) => {
    assert.ok(Math.abs(actual[j] - x) < 1e-6, `${[...actual]} is not ${expected}`);
  });
};

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'gen0-embed-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** Mean of the table's rows, of length 1. */
function meanOf(tokens: number[]): number[] {
  const sum = TINY_TABLE[0].map((_, j) => tokens.reduce((s, token) => s + TINY_TABLE[token][j], 0));
  return sum.map((x) => x / Math.hypot(...sum));
}

const SPECIAL = ['[PAD]', '[UNK]'].map((content, id) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
}));
const BASE = { version: '1.0', truncation: null, padding: null, post_processor: null, added_tokens: SPECIAL };
const VOCABULARY = { '[PAD]': 0, '[UNK]': 1, sea: 2, ship: 3, '##s': 4, war: 5 };
const TOKENISERS = {
  WordPiece: {
    ...BASE,
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: VOCABULARY,
    },
  },
  BPE: {
    ...BASE,
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: '[UNK]',
      dropout: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      vocab: { '[PAD]': 0, '[UNK]': 1, s: 2, e: 3, a: 4, se: 5, sea: 6 },
      merges: ['s e', 'se a'],
    },
  },
  Unigram: {
    ...BASE,
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    decoder: null,
    model: {
      type: 'Unigram',
      unk_id: 1,
      vocab: [
        ['[PAD]', 0],
        ['[UNK]', 0],
        ['▁sea', -1],
        ['▁ship', -2],
        ['s', -3],
        ['▁', -9],
      ],
    },
  },
};

function model(t: TestContext, kind: keyof typeof TOKENISERS): string {
  const path = folder(t);
  writeTinyModel(join(path, 'model.onnx'));
  writeFileSync(join(path, 'tokenizer.json'), JSON.stringify(TOKENISERS[kind]));
  return path;
}

test('a local model gives the mean of its tokens, padding left out, of length 1', async (t) => {
  for (const [kind, tokens] of [
    ['WordPiece', [[3, 4, 2], [5], [1]]],
    ['BPE', [[], [6, 6], []]],
    ['Unigram', [[3, 4, 2], [2], []]],
  ] as [keyof typeof TOKENISERS, number[][]][]) {
    const embedder = await onnxEmbedder(model(t, kind));
    const texts =
      kind === 'BPE' ? ['', 'sea Sea', ''] : ['Ships sea', kind === 'Unigram' ? 'sea' : 'war', 'xyz'];
    const rows = await embedder.embed(texts, []);
    tokens.forEach((list, i) => {
      if (list.length > 0) near(rows[i], meanOf(list));
    });
  }
});

test('a batch of many texts of all lengths gives what each text gives alone, and the name tells the model', async (t) => {
  const embedder = await onnxEmbedder(model(t, 'WordPiece'));
  const texts = Array.from({ length: 70 }, (_, i) =>
    Array.from({ length: 1 + (i % 9) }, (_, k) => ['sea', 'ship', 'war'][(i + k) % 3]).join(' '),
  );
  const rows = await embedder.embed(texts, []);
  for (const i of [0, 33, 69]) near(rows[i], [...(await embedder.embed([texts[i]], []))[0]]);
  assert.match(embedder.name, /^gen0-embed-\w+@[0-9a-f]{12}$/);
});

test('a folder that is no model says what it lacks', async (t) => {
  const path = folder(t);
  await assert.rejects(onnxEmbedder(path), /no model.onnx/);
  writeTinyModel(join(path, 'model.onnx'));
  await assert.rejects(onnxEmbedder(path), /no tokenizer.json/);
  writeFileSync(join(path, 'tokenizer.json'), '{');
  await assert.rejects(onnxEmbedder(path), DataError);
  writeFileSync(join(path, 'tokenizer.json'), JSON.stringify(TOKENISERS.WordPiece));
  writeFileSync(join(path, 'model.onnx'), 'no model');
  await assert.rejects(onnxEmbedder(path), /cannot be loaded/);
});

type Answer = (
  body: { input: string[]; model: string },
  request: IncomingMessage,
  response: ServerResponse,
) => void;

async function server(t: TestContext, answer: Answer): Promise<string> {
  const made = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => answer(JSON.parse(body), request, response));
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  t.after(() => made.close());
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

const embeddingOf = (text: string) => [text.length, 1];
const send = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

test('a server is asked in batches, with the key, and rows come back in order', async (t) => {
  const sizes: number[] = [];
  const url = await server(t, ({ input, model: name }, request, response) => {
    assert.equal(request.url, '/v1/embeddings');
    assert.equal(request.headers.authorization, 'Bearer secret');
    assert.equal(name, 'm');
    sizes.push(input.length);
    const data = input.map((text, index) => ({ index, embedding: embeddingOf(text) }));
    send(response, 200, { data: data.reverse() });
  });
  const texts = Array.from({ length: 130 }, (_, i) => 'x'.repeat(i));
  for (const form of [url, `${url}/v1`, `${url}/v1/embeddings`]) {
    const embedder = httpEmbedder(form, { model: 'm', key: 'secret' });
    const rows = await embedder.embed(texts, []);
    rows.forEach((row, i) => {
      assert.deepEqual([...row], [i, 1]);
    });
    assert.match(embedder.name, /^m at 127\.0\.0\.1:\d+$/);
  }
  assert.deepEqual(sizes.slice(0, 3), [64, 64, 2]);
});

test('a busy server is asked again; a refusal is told at once, with the remedy', async (t) => {
  let calls = 0;
  const busy = await server(t, ({ input }, _, response) => {
    if (++calls < 3) send(response, calls === 1 ? 429 : 503, {});
    else send(response, 200, { data: input.map((text) => ({ embedding: embeddingOf(text) })) });
  });
  assert.equal((await httpEmbedder(busy, { model: 'm', wait: 1 }).embed(['a'], [])).length, 1);
  assert.equal(calls, 3);
  let refusals = 0;
  const refusing = await server(t, (_, __, response) => {
    refusals++;
    send(response, 401, { error: 'no such key' });
  });
  await assert.rejects(
    httpEmbedder(refusing, { model: 'm', wait: 1 }).embed(['a'], []),
    /401.*no such key.*OPENAI_API_KEY/s,
  );
  assert.equal(refusals, 1);
  const broken = await server(t, (_, __, response) => send(response, 200, { data: [{ embedding: [1] }] }));
  await assert.rejects(
    httpEmbedder(broken, { model: 'm', wait: 1 }).embed(['a', 'b'], []),
    /no embedding for text 2 of 2/,
  );
  await assert.rejects(
    httpEmbedder('http://127.0.0.1:9', { model: 'm', wait: 1 }).embed(['a'], []),
    (error: Error) => error instanceof DataError && /127\.0\.0\.1:9/.test(error.message),
  );
});
