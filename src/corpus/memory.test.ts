/** A corpus is streamed: memory does not grow with the file, nor with an endless record. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratch } from '../test/corpus/scratch.js';

/** GEN0_FUZZ_RUNS asks for long tests: then with 300 MB. */
const MEGABYTES = process.env.GEN0_FUZZ_RUNS ? 300 : 100;

const PROGRAM = `
const { expandInputs, newTally, planShards, readShard } = await import(process.argv[1]);
const options = { onBadRecord: 'skip', maxRecordBytes: 8 << 20 };
const tally = newTally();
for (const shard of planShards(await expandInputs([process.argv[2]], options), 2 ** 40))
  for await (const batch of readShard(shard, options, tally));
console.log(JSON.stringify({ documents: tally.documents, bad: tally.badCount, rss: process.resourceUsage().maxRSS / 1024 }));
`;

async function peak(path: string): Promise<{ documents: number; bad: number; rss: number }> {
  const library = new URL('./index.js', import.meta.url).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', PROGRAM, library, path],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

async function write(
  path: string,
  head: string,
  parts: (index: number) => string,
  count: number,
  tail: string,
) {
  const file = createWriteStream(path);
  file.write(head);
  for (let index = 0; index < count; index++) if (!file.write(parts(index))) await once(file, 'drain');
  await new Promise((done) => file.end(tail, () => done(undefined)));
}

const prose = 'The tails of the distribution disappear first, and nobody misses them. '.repeat(28);
const records = (MEGABYTES * 1e6) / 2000;

test(`${MEGABYTES} MB of JSON Lines, of a JSON array and of CSV are read in less than 200 MB`, async (t) => {
  const { folder } = scratch(t);
  const object = (index: number) => JSON.stringify({ id: index, text: `${index} ${prose}` });
  await write(join(folder, 'a.jsonl'), '', (index) => `${object(index)}\n`, records, '');
  await write(join(folder, 'b.json'), '[0', (index) => `,${object(index)}`, records, ']');
  await write(join(folder, 'c.csv'), 'id,text\n', (index) => `${index},"${index} ${prose}"\n`, records, '');
  for (const [name, bad] of [
    ['a.jsonl', 0],
    ['b.json', 1],
    ['c.csv', 0],
  ] as const) {
    const result = await peak(join(folder, name));
    assert.equal(result.documents, records, name);
    assert.equal(result.bad, bad, name);
    assert.ok(result.rss < 200, `${name}: ${result.rss} MB`);
  }
});

test(`a single line of ${MEGABYTES} MB costs no more than the limit`, async (t) => {
  const { folder } = scratch(t);
  const path = join(folder, 'a.jsonl');
  await write(path, '"first"\n{"text":"', () => prose, records, '"}\n"last"\n');
  const result = await peak(path);
  assert.deepEqual([result.documents, result.bad], [2, 1]);
  assert.ok(result.rss < 200, `${result.rss} MB`);
});
