/** Shards: planned without reading, they together give every document once, in order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAll, readError } from '../test/corpus/read-all.js';
import { scratch } from '../test/corpus/scratch.js';
import { DataError } from '../util/errors.js';
import { expandInputs, newTally, planShards, type ReadOptions, readShard } from './index.js';

const newline = fc.constantFrom('\n', '\r\n', '\n\n', '\n \r\n');
const texts = fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), newline), {
  minLength: 1,
  maxLength: 25,
});

test('the documents of all shards are the documents of the whole, whatever the size', async (t) => {
  const { write } = scratch(t);
  await fc.assert(
    fc.asyncProperty(
      texts,
      fc.integer({ min: 1, max: 400 }),
      fc.boolean(),
      fc.boolean(),
      async (all, size, bom, open) => {
        const body = all.map(([text, end]) => JSON.stringify({ text }) + end).join('');
        const path = write('it.jsonl', (bom ? '\ufeff' : '') + (open ? body.trimEnd() : body));
        const expected = all.map(([text]) => text).filter((text) => /\S/.test(text));
        assert.deepEqual((await readAll(path, {}, size)).texts, expected);
      },
    ),
    { numRuns: 150, seed: 1 },
  );
});

test('text read line by line is cut into shards too', async (t) => {
  const { write } = scratch(t);
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 200 }), async (all, size) => {
      const lines = all.map(([text]) => `x${text.replaceAll(/[\r\n]/g, ' ')}`);
      const path = write('it.txt', all.map(([, end], index) => lines[index] + end).join(''));
      assert.deepEqual((await readAll(path, { unit: 'line' }, size)).texts, lines);
    }),
    { numRuns: 100, seed: 2 },
  );
});

test('one shard a byte: still every document once', async (t) => {
  const { write } = scratch(t);
  const path = write('it.jsonl', '"a"\n"bb"\n\n"ccc"\r\n"dddd"');
  const shards = planShards(await expandInputs([path]), 1);
  assert.equal(shards.length, 23);
  assert.deepEqual((await readAll(path, {}, 1)).texts, ['a', 'bb', 'ccc', 'dddd']);
});

test('only plain JSON Lines and lines of plain text are cut', async (t) => {
  const { write } = scratch(t);
  const count = async (name: string, content: string, options: ReadOptions = {}) =>
    planShards(await expandInputs([write(name, content)], options), 4, options).length;
  assert.equal(await count('a.jsonl', '"a"\n"b"\n'), 2);
  assert.equal(await count('a.json', '["a", "b", "c"]'), 1);
  assert.equal(await count('a.csv', 'text\na\nb\nc\n'), 1);
  assert.equal(await count('a.txt', 'words and words'), 1);
  assert.equal(await count('a.txt', 'words and words', { unit: 'line' }), 4);
  assert.equal(await count('empty.jsonl', ''), 1);
});

test('an error in a later shard names the line of the whole file, and the byte', async (t) => {
  const { write } = scratch(t);
  const lines = Array.from({ length: 500 }, (_, index) =>
    index === 321 ? '{"text":' : `{"text":"line ${index}"}`,
  );
  const path = write('it.jsonl', lines.join('\n'));
  const offset = lines.slice(0, 321).join('\n').length + 1;
  const message = await readAll(path, {}, 1000).then(
    () => '',
    (error: unknown) => (error instanceof DataError ? error.message : 'another error'),
  );
  assert.ok(message.includes(`it.jsonl line 322 (byte ${offset}): not valid JSON`), message);
  assert.match(await readError(path), /it\.jsonl line 322: not valid JSON/);
  const { tally } = await readAll(path, { onBadRecord: 'skip' }, 1000);
  assert.deepEqual(
    tally.bad.map((bad) => bad.line),
    [322],
  );
});

test('the tally counts the bytes of the file, and batches stay near 1 MB of text', async (t) => {
  const { write } = scratch(t);
  const content = `${JSON.stringify({ text: 'x'.repeat(2000) })}\n`.repeat(3000);
  const inputs = await expandInputs([write('it.jsonl', content)]);
  const tally = newTally();
  let largest = 0;
  for await (const batch of readShard(planShards(inputs, 1 << 30)[0], {}, tally))
    largest = Math.max(
      largest,
      batch.reduce((sum, one) => sum + one.text.length, 0),
    );
  assert.equal(tally.bytesRead, content.length);
  assert.equal(tally.documents, 3000);
  assert.ok(largest > 5e5 && largest < 3e6, `${largest}`);
});
