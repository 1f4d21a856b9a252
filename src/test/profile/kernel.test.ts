import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Document } from '../../corpus/document.js';
import { newCounter } from '../../profile/counter.js';
import { finishParts } from '../../profile/finish.js';
import { buildPlain, capacityOf, encodeProfile, type TokeniserName } from '../../profile/index.js';
import { anyCorpus, zipfCorpus } from './texts.js';

interface Options {
  tokeniser: TokeniserName;
  seed: number;
  memory: number;
}

/** Counts with the kernel; takes a part after each of `takes` documents. */
async function count(documents: Document[], { tokeniser, seed, memory }: Options, takes: number[] = []) {
  const counter = newCounter({ tokeniser, seed, capacity: capacityOf(memory), poolBytes: 0 });
  const parts = [];
  for (const [i, document] of documents.entries()) {
    counter.add(document);
    if (takes.includes(i)) parts.push(counter.take());
  }
  parts.push(counter.take());
  const tallies = {};
  return finishParts(
    parts.map((part) => ({ ...part, tallies, known: [0, 0, 0] })),
    capacityOf(memory),
    1,
  );
}

const anyOptions: fc.Arbitrary<Options> = fc.record({
  tokeniser: fc.constantFrom('words', 'whitespace'),
  seed: fc.oneof(fc.constant(0), fc.maxSafeNat()),
  memory: fc.constantFrom(3e3, 2e4, 1e9),
});

test('the kernel and its plain twin give the same bytes on any text', async () => {
  await fc.assert(
    fc.asyncProperty(anyCorpus, anyOptions, async (documents, options) => {
      const [ours, plain] = [await count(documents, options), buildPlain(documents, options)];
      assert.deepEqual(ours, plain);
      assert.ok(Buffer.from(encodeProfile(ours)).equals(encodeProfile(plain)));
    }),
    { numRuns: 100 },
  );
});

test('parts taken on the way change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyCorpus,
      anyOptions,
      fc.array(fc.nat({ max: 20 })),
      async (documents, options, takes) => {
        assert.deepEqual(await count(documents, options, takes), buildPlain(documents, options));
      },
    ),
    { numRuns: 30 },
  );
});

test('a pool, unigram table and document log that overflow change nothing', async () => {
  const documents = [...zipfCorpus(6, 20_000, 5), ...zipfCorpus(66_000, 1, 7)];
  for (const memory of [1e5, 1e9]) {
    const options = { tokeniser: 'words', seed: 3, memory } as const;
    assert.deepEqual(await count(documents, options, [11]), buildPlain(documents, options));
  }
});
