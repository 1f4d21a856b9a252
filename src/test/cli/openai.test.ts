/** `learner: openai`: the lab's loop around a server that is shown texts, run as a user runs it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LabResult } from '../../lab/experiments/result.js';
import { newRandom } from '../../stats/random.js';
import { zipfDocuments } from '../zipf-text.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
const TEXTS = 24;

interface Asked {
  key: string | undefined;
  seed: number;
  messages?: { content: string }[];
  prompt?: string;
  temperature: number;
}

type Fault = (asked: number, answer: ServerResponse) => boolean;

/** A server whose replies are drawn from the word pairs of the texts that it is shown, by the seed that it is given. */
async function markovServer(t: TestContext, fault: Fault = () => false) {
  const asked: Asked[] = [];
  let busy = 0;
  let mostBusy = 0;
  const handle = async (request: IncomingMessage, answer: ServerResponse) => {
    let body = '';
    for await (const part of request) body += part;
    const { messages, prompt, seed, ...more } = JSON.parse(body);
    mostBusy = Math.max(mostBusy, ++busy);
    await new Promise((resolve) => setTimeout(resolve, 2));
    busy--;
    if (fault(asked.length, answer)) return;
    asked.push({ key: request.headers.authorization, seed, messages, prompt, temperature: more.temperature });
    const words = (messages?.[0].content ?? prompt).split(/\s+/);
    const random = newRandom(seed);
    let at = random.below(words.length);
    const text: string[] = [];
    for (let i = 0; i < 30; i++) {
      text.push(words[at]);
      const after = [...words.keys()].filter((k) => words[k - 1] === words[at]);
      at = after.length === 0 ? random.below(words.length) : after[random.below(after.length)];
    }
    const choice = messages ? { message: { content: text.join(' ') } } : { text: text.join(' ') };
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ choices: [choice] }));
  };
  const server = createServer((request, answer) => void handle(request, answer));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, mostBusy: () => mostBusy };
}

function folder(t: TestContext): string {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-openai-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const records = zipfDocuments(120, 60, 1, 800).map(({ text }) => JSON.stringify({ text }));
  writeFileSync(join(cwd, 'human.jsonl'), `${records.join('\n')}\n`);
  return cwd;
}

/** Beside the server, which lives in this process: nothing may wait for it here. */
async function run(cwd: string, ...more: string[]) {
  const common = ['--samples', String(TEXTS), '--generations', '2', '--set', 'audit=false', '--json'];
  const args = [BIN, 'lab', 'run', 'text', '--corpus', 'human.jsonl', ...common, ...more];
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, OPENAI_API_KEY: 'secret-7' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  const status = await new Promise<number | null>((end) => child.on('close', end));
  return { status, out, err };
}

const figures = (out: string) => {
  const { startedAt, timing, ...rest } = JSON.parse(out) as LabResult;
  assert.ok(startedAt && timing);
  return JSON.stringify(rest);
};

test('a server is shown training texts, each reply by a seed of its own; same seed, same figures', async (t) => {
  const server = await markovServer(t);
  const cwd = folder(t);
  const args = ['--url', server.url, '--model', 'markov', '--set', 'parallel=3'];
  const first = await run(cwd, ...args);
  assert.equal(first.status, 0, first.err);
  const { asked } = server;
  assert.equal(asked.length, 2 * TEXTS);
  assert.equal(new Set(asked.map(({ seed }) => seed)).size, asked.length);
  assert.ok(asked.every(({ key }) => key === 'Bearer secret-7'));
  assert.ok(server.mostBusy() > 1 && server.mostBusy() <= 3, `${server.mostBusy()} at a time`);
  assert.equal(
    asked[0].messages![0].content.split('\n\n---\n\n').length,
    6,
    'four texts, the task before and after',
  );
  assert.ok(!first.out.includes('secret-7') && !first.err.includes('secret-7'));
  const again = await run(cwd, ...args, '--set', 'parallel=1');
  assert.equal(again.status, 0, again.err);
  const plain = (out: string) => figures(out).replaceAll('"parallel":3', '"parallel":1');
  assert.equal(plain(again.out), plain(first.out));
});

test('completions are asked for by a list that breaks off', async (t) => {
  const server = await markovServer(t);
  const done = await run(
    folder(t),
    '--url',
    `${server.url}/v1/completions`,
    '--model',
    'm',
    '--regime',
    'temperature:0.7',
  );
  assert.equal(done.status, 0, done.err);
  assert.ok(
    server.asked.every(({ prompt, temperature }) => prompt!.endsWith('\n\n---\n\n') && temperature === 0.7),
  );
});

test('a server that is busy is asked again; one that refuses ends the run, and --resume asks for nothing twice', async (t) => {
  let refuses = true;
  let busy = 0;
  const server = await markovServer(t, (asked, answer) => {
    if (asked === 5 && busy === 0) {
      busy++;
      answer.writeHead(429, { 'retry-after': '0' }).end('slow down');
      return true;
    }
    if (asked < 30 || !refuses) return false;
    answer.writeHead(401).end('no such key');
    return true;
  });
  const cwd = folder(t);
  const args = ['--url', server.url, '--model', 'm'];
  const failed = await run(cwd, ...args);
  assert.equal(failed.status, 2, failed.err);
  assert.match(
    failed.err,
    /learner openai sample: .*\/v1\/chat\/completions: 401 .*no such key.*OPENAI_API_KEY.*--resume/s,
  );
  assert.equal(busy, 1);
  refuses = false;
  const resumed = await run(cwd, ...args, '--resume');
  assert.equal(resumed.status, 0, resumed.err);
  // What was answered before the refusal was kept; nothing is asked for twice.
  assert.equal(server.asked.length, 2 * TEXTS);
  const whole = await run(folder(t), '--url', server.url, '--model', 'm');
  assert.equal(figures(resumed.out), figures(whole.out));
});

test('an answer without a text, a server that is not there, and flags that are not right are told', async (t) => {
  const server = await markovServer(t, (_, answer) => {
    answer.end('{"choices": []}');
    return true;
  });
  const cwd = folder(t);
  const told = async (...more: string[]) => (await run(cwd, ...more)).err;
  assert.match(
    await told('--url', server.url, '--model', 'm'),
    /the answer has no text in choices\[0\]: \{"choices":\[\]\}/,
  );
  assert.match(await told('--url', server.url), /needs the name of a model: --model NAME/);
  assert.match(await told('--url', 'localhost', '--model', 'm'), /url "localhost" is none; --url http/);
  assert.match(await told('--learner', 'openai', '--model', 'm'), /needs a server/);
});
