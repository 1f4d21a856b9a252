import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { toParquet } from '../test/corpus/encode.js';
import { readAll, readError } from '../test/corpus/read-all.js';
import { scratch } from '../test/corpus/scratch.js';
import { expandInputs, newTally, planShards, type ReadOptions, readShard } from './index.js';
import { unreadable } from './open-bytes.js';

const names = async (folder: string, ...patterns: string[]) =>
  (await expandInputs(patterns.map((one) => join(folder, one)))).map((input) => relative(folder, input.path));

test('a folder gives all its files of known kinds, sorted, hidden ones left out', async (t) => {
  const { folder, write } = scratch(t);
  for (const name of [
    'b.txt',
    'a/z.csv',
    'a.jsonl',
    'B.md',
    'c.png',
    '.hidden.txt',
    '.git/x.txt',
    'a/b/c.jsonl.gz',
  ])
    write(name, name.endsWith('gz') ? gzipSync('"x"') : name.endsWith('csv') ? 'text\nx' : '"x"');
  assert.deepEqual(await names(folder, '.'), ['B.md', 'a.jsonl', 'a/b/c.jsonl.gz', 'a/z.csv', 'b.txt']);
});

test('patterns: * ? ** and braces', async (t) => {
  const { folder, write } = scratch(t);
  for (const name of [
    'a1.txt',
    'a2.txt',
    'a10.txt',
    'b.md',
    'x/a3.txt',
    'x/y/a4.txt',
    'x/y/.a5.txt',
    'weird[1].txt',
  ])
    write(name, 'x');
  assert.deepEqual(await names(folder, 'a?.txt'), ['a1.txt', 'a2.txt']);
  assert.deepEqual(await names(folder, 'a*.txt'), ['a1.txt', 'a10.txt', 'a2.txt']);
  assert.deepEqual(await names(folder, '**/a*.txt'), [
    'a1.txt',
    'a10.txt',
    'a2.txt',
    'x/a3.txt',
    'x/y/a4.txt',
  ]);
  assert.deepEqual(await names(folder, 'x/**'), ['x/a3.txt', 'x/y/a4.txt']);
  assert.deepEqual(await names(folder, '*/*/a*'), ['x/y/a4.txt']);
  assert.deepEqual(await names(folder, '{a1,b}.{txt,md}'), ['a1.txt', 'b.md']);
  assert.deepEqual(await names(folder, '{a1,x/{a3,y/a4}}.txt'), ['a1.txt', 'x/a3.txt', 'x/y/a4.txt']);
  assert.deepEqual(await names(folder, 'weird[1].txt'), ['weird[1].txt'], 'brackets are plain');
  await assert.rejects(expandInputs([join(folder, '*.csv')]), /\*\.csv: no file matches\. Check the pattern/);
});

test('a file named twice, by whatever name, is read once', async (t) => {
  const { folder, write } = scratch(t);
  const path = write('a.txt', 'x');
  symlinkSync(path, join(folder, 'b.txt'));
  const inputs = await expandInputs([path, folder, join(folder, '*'), join(folder, 'b.txt')]);
  assert.deepEqual(
    inputs.map((input) => input.path),
    [path],
  );
});

test('a loop of links is walked once', async (t) => {
  const { folder, write } = scratch(t);
  write('a/x.txt', 'x');
  symlinkSync(folder, join(folder, 'a', 'up'));
  symlinkSync(join(folder, 'a'), join(folder, 'again'));
  assert.equal((await expandInputs([folder])).length, 1);
  assert.equal((await expandInputs([join(folder, '**/*.txt')])).length, 1);
  symlinkSync(join(folder, 'self'), join(folder, 'self'));
  assert.match(await readError(join(folder, 'self')), /self: the symbolic link leads back to itself/);
});

test('what is not there or cannot be read is named', async (t) => {
  const { folder, write } = scratch(t);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  assert.match(await readError(join(folder, 'no.jsonl')), /no\.jsonl: no such file\. Check the path/);
  assert.match(await readError(empty), /empty: the folder holds no file of a known kind/);
  symlinkSync(join(folder, 'gone'), join(empty, 'a.txt'));
  assert.match(await readError(empty), /a\.txt: the link leads nowhere/);
  const locked = write('locked.txt', 'x');
  assert.match(
    unreadable(locked, { code: 'EACCES' }).message,
    /locked\.txt: no permission to read it\. .*chmod/,
  );
  chmodSync(locked, 0);
  // The superuser may read everything.
  assert.match(await readError(locked), process.getuid?.() === 0 ? /^$/ : /no permission/);
});

async function fromStdin(content: string | Buffer, options: ReadOptions = {}, chunk = 5) {
  const bytes = Buffer.from(content as string);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  const inputs = await expandInputs(['-', '-'], options, Readable.from(chunks));
  assert.equal(inputs.length, 1);
  const texts: string[] = [];
  const tally = newTally();
  for await (const batch of readShard(planShards(inputs, 3)[0], options, tally))
    texts.push(...batch.map((one) => one.text));
  return { texts, tally, inputs };
}

test('standard input is sniffed, decompressed, and read once', async (t) => {
  const lines = '\n {"body":"one"}\n{"body":"two"}\n';
  assert.deepEqual((await fromStdin(lines)).texts, ['one', 'two']);
  assert.deepEqual((await fromStdin(gzipSync(lines))).texts, ['one', 'two']);
  assert.deepEqual((await fromStdin('[{"text":"one"}, "two"]')).texts, ['one', 'two']);
  assert.deepEqual((await fromStdin('One.\n\nTwo.')).texts, ['One.', 'Two.']);
  assert.deepEqual((await fromStdin('text\na\nb', { format: 'csv' })).texts, ['a', 'b']);
  assert.deepEqual((await fromStdin('x'.repeat(20_000), {}, 3000)).texts, ['x'.repeat(20_000)]);
  await assert.rejects(
    fromStdin(toParquet([{ id: '1', text: 'a' }])),
    /-: Parquet cannot be read from a stream/,
  );
  await assert.rejects(fromStdin('{"a":"x","b":"y"}'), /- line 1: no field "text" \(fields: a, b\)/);
  const { inputs } = await fromStdin('One.');
  await assert.rejects(
    readShard(planShards(inputs, 1)[0], {}, newTally()).next(),
    /a stream can be read only once/,
  );
  t.diagnostic('chunks of 5 bytes');
});

test('the fields are those of the first record of each file', async (t) => {
  const { folder, write } = scratch(t);
  write('a.jsonl', '{"body":"a1","id":"i"}\n{"text":"no","body":"a2"}\n');
  write('b.jsonl', '{"text":"b1"}\n');
  assert.deepEqual((await readAll(folder)).documents, [
    { text: 'a1', id: 'i' },
    { text: 'a2' },
    { text: 'b1' },
  ]);
  const skipped = await readAll(write('c.jsonl', 'broken\n{"n":1}\n{"story":"c"}\n'), {
    onBadRecord: 'skip',
  });
  assert.deepEqual([skipped.texts, skipped.tally.badCount], [['c'], 2]);
});
