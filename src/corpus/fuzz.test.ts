/**
 * Every reader gives back what was written, whatever the texts; and on damaged files it yields documents or
 * throws an error for the user, in bounded time, and nothing else. GEN0_FUZZ_RUNS sets the number of runs of
 * each property (then with a new seed each time).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Row, toCsv, toJson, toJsonl, toParquet } from '../test/corpus/encode.js';
import { readAll } from '../test/corpus/read-all.js';
import { scratch } from '../test/corpus/scratch.js';
import { zstdStore } from '../test/corpus/zstd-store.js';
import { isUserError } from '../util/errors.js';
import type { ReadOptions } from './index.js';

const RUNS = Number(process.env.GEN0_FUZZ_RUNS ?? 0);
const settings = (runs: number) => (RUNS > 0 ? { numRuns: RUNS } : { numRuns: runs, seed: 20260101 });

/** Longest time one damaged file of a few kilobytes may take, in milliseconds. */
const PATIENCE = 5000;

const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', '\t', ' ', '\\', '{', ']', '\ufeff', '\0'),
    maxLength: 40,
  }),
  fc.lorem({ mode: 'sentences', maxCount: 20 }),
);
const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((one) => one.trim() !== '');
const rows: fc.Arbitrary<Row[]> = fc.array(fc.record({ id, text }), { minLength: 1, maxLength: 30 });

/** Paragraphs: no blank line within, no newline at the end, no NUL. */
const paragraph = fc
  .array(
    text.map((one) => one.replaceAll(/[\r\n\0]/g, ' ')).filter((one) => /[^\s]/.test(one)),
    { minLength: 1, maxLength: 4 },
  )
  .map((lines) => lines.join('\n'));

const encodings: {
  name: string;
  ending: string;
  options?: ReadOptions;
  write: (rows: Row[]) => string | Buffer;
}[] = [
  { name: 'jsonl', ending: 'jsonl', write: (all) => toJsonl(all) },
  { name: 'jsonl with CRLF and a BOM', ending: 'ndjson', write: (all) => `\ufeff${toJsonl(all, '\r\n')}` },
  { name: 'json', ending: 'json', write: (all) => toJson(all) },
  { name: 'indented json', ending: 'json', write: (all) => `\ufeff${toJson(all, 2)}\n` },
  { name: 'csv', ending: 'csv', write: (all) => toCsv(all) },
  { name: 'csv with semicolons and LF', ending: 'csv', write: (all) => toCsv(all, ';', '\n') },
  { name: 'tsv', ending: 'tsv', write: (all) => toCsv(all, '\t', '\n') },
  { name: 'parquet', ending: 'parquet', write: (all) => toParquet(all) },
  { name: 'parquet with gzip', ending: 'parquet', write: (all) => toParquet(all, 'GZIP', 5) },
  { name: 'plain parquet', ending: 'parquet', write: (all) => toParquet(all, 'UNCOMPRESSED', 30) },
];

const compressions = [
  { ending: '', pack: (bytes: Buffer) => bytes },
  {
    ending: '.gz',
    pack: (bytes: Buffer) => Buffer.concat([gzipSync(bytes.subarray(0, 99)), gzipSync(bytes.subarray(99))]),
  },
  { ending: '.zst', pack: (bytes: Buffer) => zstdStore(bytes, { blockBytes: 37 }) },
];

for (const { name, ending, write } of encodings) {
  for (const { ending: packed, pack } of compressions) {
    test(`${name}${packed} gives back every document exactly`, async (t) => {
      const { write: save } = scratch(t);
      await fc.assert(
        fc.asyncProperty(rows, async (all) => {
          // A NUL early in a text file means binary, which is another test.
          const clean = all.map((row) => ({ ...row, text: row.text.replaceAll('\0', '') }));
          const path = save(`it.${ending}${packed}`, pack(Buffer.from(write(clean) as string)));
          const { documents, tally } = await readAll(path);
          assert.deepEqual(
            documents,
            clean.filter((row) => /\S/.test(row.text)).map(({ id, text }) => ({ text, id })),
          );
          assert.equal(tally.blank, clean.length - documents.length);
          assert.equal(tally.documents, documents.length);
          assert.equal(tally.badCount, 0);
        }),
        settings(packed === '' ? 60 : 20),
      );
    });
  }
}

test('paragraphs come back exactly', async (t) => {
  const { write: save } = scratch(t);
  const gap = fc.constantFrom('\n\n', '\n \t\n', '\n\n\n\n');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(paragraph, gap), { minLength: 1, maxLength: 20 }), async (parts) => {
      const path = save('it.txt', parts.map(([words, space]) => words + space).join(''));
      const expected = parts
        .map(([words]) => words.replace(/^\ufeff/, ''))
        .filter((words) => /\S/.test(words));
      const first = parts[0][0];
      // The byte order mark is dropped at the start of the file only.
      const wanted = parts.map(([words], index) => (index === 0 ? first.replace(/^\ufeff/, '') : words));
      assert.deepEqual(
        (await readAll(path)).texts,
        wanted.filter((words) => /\S/.test(words)),
      );
      assert.ok(expected.length >= 0);
    }),
    settings(150),
  );
});

test('a whole file comes back exactly', async (t) => {
  const { write: save } = scratch(t);
  await fc.assert(
    fc.asyncProperty(
      text.filter((one) => !one.includes('\0') && /\S/.test(one)),
      async (words) => {
        const path = save('it.txt', words);
        assert.deepEqual(
          (await readAll(path, { unit: 'file' })).texts,
          [words.replace(/^\ufeff/, '')].filter((one) => /\S/.test(one)),
        );
      },
    ),
    settings(100),
  );
});

type Mutation = (bytes: Buffer) => Buffer;
const at = fc.double({ min: 0, max: 0.999999, noNaN: true });
const spot = (bytes: Buffer, where: number) => Math.floor(where * bytes.length);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(
    ([where, mask]): Mutation =>
      (bytes) => {
        const copy = Buffer.from(bytes);
        if (copy.length > 0) copy[spot(copy, where)] ^= mask;
        return copy;
      },
  ),
  fc.tuple(at, fc.integer({ min: 1, max: 50 })).map(
    ([where, length]): Mutation =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, spot(bytes, where)), bytes.subarray(spot(bytes, where) + length)]),
  ),
  at.map(
    (where): Mutation =>
      (bytes) =>
        Buffer.from(bytes.subarray(0, spot(bytes, where))),
  ),
  fc.tuple(at, fc.uint8Array({ minLength: 1, maxLength: 20 })).map(
    ([where, more]): Mutation =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, spot(bytes, where)), more, bytes.subarray(spot(bytes, where))]),
  ),
  fc.tuple(at, fc.constantFrom('"', '\n', '\\', '[', '}', ',', '\r', '\ud7ff', '"\n"')).map(
    ([where, more]): Mutation =>
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, spot(bytes, where)),
          Buffer.from(more),
          bytes.subarray(spot(bytes, where)),
        ]),
  ),
  fc.tuple(at, at).map(
    ([one, other]): Mutation =>
      (bytes) => {
        const [from, to] = [spot(bytes, Math.min(one, other)), spot(bytes, Math.max(one, other))];
        return Buffer.concat([bytes.subarray(to), bytes.subarray(from, to), bytes.subarray(0, from)]);
      },
  ),
  // The index at the end of a Parquet file and the header of a compressed one are the delicate parts.
  fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 255 })).map(
    ([back, value]): Mutation =>
      (bytes) => {
        const copy = Buffer.from(bytes);
        if (back <= copy.length) copy[copy.length - back] = value;
        return copy;
      },
  ),
  fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 255 })).map(
    ([where, value]): Mutation =>
      (bytes) => {
        const copy = Buffer.from(bytes);
        if (where < copy.length) copy[where] = value;
        return copy;
      },
  ),
);

const damaged = [
  ...encodings.map((one) => ({ ...one, pack: (bytes: Buffer) => bytes })),
  {
    name: 'text',
    ending: 'txt',
    write: (all: Row[]) => all.map((row) => row.text).join('\n\n'),
    pack: (bytes: Buffer) => bytes,
  },
  { ...encodings[0], name: 'jsonl.gz', ending: 'jsonl.gz', pack: compressions[1].pack },
  { ...encodings[0], name: 'jsonl.zst', ending: 'jsonl.zst', pack: compressions[2].pack },
  { ...encodings[7], name: 'parquet.gz', ending: 'parquet.gz', pack: compressions[1].pack },
];

for (const { name, ending, write, pack } of damaged) {
  for (const onBadRecord of ['stop', 'skip'] as const) {
    test(`damaged ${name}: documents or a clear error, never a crash (${onBadRecord})`, async (t) => {
      const { write: save } = scratch(t);
      await fc.assert(
        fc.asyncProperty(rows, fc.array(mutation, { minLength: 1, maxLength: 3 }), async (all, mutations) => {
          const whole = pack(Buffer.from(write(all) as string));
          const path = save(
            `it.${ending}`,
            mutations.reduce((bytes, mutate) => mutate(bytes), whole),
          );
          const started = performance.now();
          try {
            const { documents, tally } = await readAll(path, { onBadRecord });
            assert.ok(documents.every((one) => typeof one.text === 'string' && /\S/.test(one.text)));
            assert.equal(tally.documents, documents.length);
            if (onBadRecord === 'stop') assert.equal(tally.badCount, 0);
          } catch (error) {
            if (!isUserError(error)) throw error;
            assert.match(error.message, /it\./, 'the message names the file');
          }
          const took = performance.now() - started;
          assert.ok(took < PATIENCE, `took ${took} ms`);
        }),
        settings(75),
      );
      assert.deepEqual(rejections, []);
    });
  }
}

test('damage within one line of a jsonl file costs that line only', async (t) => {
  const { write: save } = scratch(t);
  const plain = fc.array(fc.lorem({ mode: 'sentences', maxCount: 3 }), { minLength: 2, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      plain,
      fc.nat(),
      at,
      fc.integer({ min: 128, max: 255 }),
      async (texts, pick, where, byte) => {
        const lines = texts.map((words) => Buffer.from(`${JSON.stringify({ text: words })}\n`));
        const hit = 1 + (pick % (texts.length - 1));
        lines[hit][spot(lines[hit].subarray(1), where)] = byte;
        const path = save('it.jsonl', Buffer.concat(lines));
        const { texts: read, tally } = await readAll(path, { onBadRecord: 'skip' });
        assert.deepEqual(
          read,
          texts.filter((_, index) => index !== hit),
        );
        assert.deepEqual(
          tally.bad.map((bad) => bad.line),
          [hit + 1],
        );
      },
    ),
    settings(100),
  );
});
