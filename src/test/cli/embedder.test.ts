/** What `gen0 audit` reads meanings with: nothing, ready vectors, a local model, a server; and what cannot be. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { AuditResult } from '../../audit/result.js';
import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';
import { newRandom } from '../../stats/random.js';

const TOPICS = 8;
const TEXTS = 200;

/** The topic of a text is the first of its words. */
function texts(seed: number): string[] {
  const random = newRandom(seed);
  return Array.from({ length: TEXTS }, () => {
    const topic = random.below(TOPICS);
    const words = Array.from({ length: 39 }, () => `w${topic}x${random.below(60)}`);
    return [`topic${topic}`, ...words].join(' ');
  });
}

const vectorOf = (text: string) =>
  Array.from({ length: TOPICS }, (_, j) => (text.startsWith(`topic${j}`) ? 1 : 0.1));

function npy(rows: number[][]): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${rows[0].length}), }`;
  const padded = `${header.padEnd(117)}\n`;
  const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(padded.length)}\x00${padded}`, 'latin1');
  return Buffer.concat([start, Buffer.from(Float32Array.from(rows.flat()).buffer)]);
}

function workplace(t: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-embedder-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, seed] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    const all = texts(seed);
    writeFileSync(join(cwd, `${name}.jsonl`), all.map((text) => `${JSON.stringify({ text })}\n`).join(''));
    writeFileSync(join(cwd, `${name}.npy`), npy(all.map(vectorOf)));
    writeFileSync(join(cwd, `${name}-short.npy`), npy(all.slice(1).map(vectorOf)));
  }
  return async (flags: string, env: Record<string, string> = {}) => {
    let out = '';
    let err = '';
    const only = 'tails/topics,diversity/semantic,drift/semantic';
    const paths = `${join(cwd, 'a.jsonl')} -r ${join(cwd, 'b.jsonl')}`;
    const code = await runCommand(
      `audit ${paths} --only ${only} --no-save --json ${flags}`.replaceAll('@', `${cwd}/`).trim().split(' '),
      {
        cwd,
        env,
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (err += text) },
        engine: ENGINE,
        signal: new AbortController().signal,
        now: Date.now,
      },
    );
    return { code, out, err, result: () => JSON.parse(out) as AuditResult };
  };
}

test('ready vectors are matched to the sampled texts: eight meanings are counted as eight', async (t) => {
  const run = workplace(t);
  const ready = await run('--embeddings @a.npy --reference-embeddings @b.npy');
  assert.equal(ready.code, 0, ready.err);
  const metric = ready.result().metrics['diversity/semantic'];
  assert.match(metric.embedder!, /^vectors of 8 numbers, reference [0-9a-f]{12}$/);
  assert.ok(metric.reference! > 5 && metric.reference! < 8, `${metric.reference}`);
  const plain = await run('');
  assert.equal(plain.result().metrics['diversity/semantic'].embedder, 'tf-idf-svd-1');
});

test('a server embeds the sampled texts, with the key of the named variable', async (t) => {
  const run = workplace(t);
  const keys = new Set<string | undefined>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      keys.add(request.headers.authorization);
      const { input } = JSON.parse(body) as { input: string[] };
      response.end(JSON.stringify({ data: input.map((text) => ({ embedding: vectorOf(text) })) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, err, result } = await run(`--embedder ${url} --embedder-model m --embedder-key-env KEY`, {
    KEY: 'k',
  });
  assert.equal(code, 0, err);
  assert.match(result().metrics['drift/semantic'].embedder!, /^m at 127/);
  assert.deepEqual([...keys], ['Bearer k']);
});

test('what cannot be is told with the remedy', async (t) => {
  const run = workplace(t);
  for (const [flags, said] of [
    ['--embeddings @a.npy', /--reference-embeddings: give both/],
    ['--embeddings @a-short.npy --reference-embeddings @b.npy', /199 rows, a.jsonl has 200 documents/],
    ['--embeddings @a.npy --reference-embeddings @b.npy --embedder @m', /give one of them/],
    ['--embedder http://127.0.0.1:9', /--embedder-model/],
    ['--embedder http://127.0.0.1:9 --embedder-model m --embedder-key-env NONE', /NONE: not set/],
    ['--embedder @none', /no model.onnx/],
  ] as const) {
    const { code, err } = await run(flags);
    assert.equal(code, 2, flags);
    assert.match(err, said);
  }
});
