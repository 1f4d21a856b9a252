import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readAll, readError } from '../test/corpus/read-all.js';
import { scratch } from '../test/corpus/scratch.js';
import { zstdSkippable, zstdStore } from '../test/corpus/zstd-store.js';

const words = (count: number) =>
  Array.from({ length: count }, (_, index) => `word ${index} ${randomBytes(9).toString('hex')}`);
const jsonl = (texts: string[]) => texts.map((text) => `${JSON.stringify({ text })}\n`).join('');

for (const [ending, pack] of [
  ['gz', (text: string) => gzipSync(text)],
  ['zst', (text: string) => zstdStore(Buffer.from(text), { blockBytes: 3000 })],
] as const) {
  test(`${ending}: members one after the other are one file, the ending may be missing`, async (t) => {
    const { write } = scratch(t);
    const texts = words(9000);
    const parts = [
      pack(jsonl(texts.slice(0, 3))),
      pack(jsonl(texts.slice(3, 8000))),
      pack(''),
      pack(jsonl(texts.slice(8000))),
    ];
    assert.deepEqual((await readAll(write(`a.jsonl.${ending}`, Buffer.concat(parts)))).texts, texts);
    assert.deepEqual((await readAll(write('a.jsonl', Buffer.concat(parts)))).texts, texts);
    assert.deepEqual(
      (await readAll(write(`b.jsonl.${ending}`, jsonl(texts)))).texts,
      texts,
      'not compressed at all',
    );
  });

  test(`${ending}: a cut file is an error; what came before it is read under skip`, async (t) => {
    const { write } = scratch(t);
    const texts = words(9000);
    const whole = pack(jsonl(texts));
    for (const part of [0.2, 0.5, 0.99, 0.99999]) {
      const path = write(`a.jsonl.${ending}`, whole.subarray(0, Math.floor(whole.length * part)));
      assert.match(await readError(path), /a\.jsonl\.\w+: .*(too early|truncated)/);
      const { texts: read, tally } = await readAll(path, { onBadRecord: 'skip' });
      assert.deepEqual(read, texts.slice(0, read.length));
      assert.ok(read.length > texts.length * (part - 0.1), `${read.length} at ${part}`);
      assert.equal(tally.badCount, 1);
      assert.equal(tally.bad[0].line, read.length + 1);
    }
  });

  test(`${ending}: bytes after the end are an error, zeros after gzip are padding`, async (t) => {
    const { write } = scratch(t);
    const data = pack(jsonl(['a', 'b']));
    for (const tail of [
      Buffer.from('and more'),
      Buffer.from([0, 0, 7]),
      Buffer.concat([Buffer.alloc(200_000), Buffer.from('x')]),
    ]) {
      const path = write(`a.jsonl.${ending}`, Buffer.concat([data, tail]));
      assert.match(await readError(path), /a\.jsonl\.\w+: /, tail.toString('latin1', 0, 8));
      assert.deepEqual((await readAll(path, { onBadRecord: 'skip' })).tally.badCount, 1);
    }
    if (ending === 'gz') {
      const padded = write('b.jsonl.gz', Buffer.concat([data, Buffer.alloc(300_000)]));
      assert.deepEqual((await readAll(padded)).texts, ['a', 'b']);
    }
  });
}

test('zst: skippable frames and runs', async (t) => {
  const { write } = scratch(t);
  const text = 'x'.repeat(100_000);
  const bytes = Buffer.concat([
    zstdSkippable(randomBytes(70_000)),
    zstdStore(Buffer.from(jsonl(['a']))),
    zstdSkippable(Buffer.alloc(0)),
    zstdStore(Buffer.from(jsonl([text]))),
  ]);
  assert.deepEqual((await readAll(write('a.jsonl.zst', bytes))).texts, ['a', text]);
});

test('zst: a window over 128 MiB is refused with a remedy', async (t) => {
  const { write } = scratch(t);
  const path = write('a.jsonl.zst', zstdStore(Buffer.from('"a"\n'), { windowLog: 28 }));
  assert.match(await readError(path), /a\.jsonl\.zst: needs more than 128 MiB .*zstd -d --long=31/);
});

test('zst: what the zstd command wrote is read', async (t) => {
  if (spawnSync('zstd', ['--version']).status !== 0) {
    t.skip('needs the zstd command');
    return;
  }
  const { write } = scratch(t);
  for (const [count, ...flags] of [
    [20_000, '-1'],
    [20_000, '-19', '--check'],
    [2000, '-3', '--long=27', '--no-check'],
  ] as [number, ...string[]][]) {
    const texts = words(count);
    const { stdout } = spawnSync('zstd', ['-c', ...flags], { input: jsonl(texts), maxBuffer: 1 << 27 });
    const once = write('a.jsonl.zst', stdout);
    assert.deepEqual((await readAll(once)).texts, texts, flags.join(' '));
    assert.deepEqual(
      (await readAll(write('b.jsonl.zst', Buffer.concat([stdout, stdout])))).texts.length,
      2 * count,
    );
  }
});
