/** `gen0 audit` of images, from the command line to the exit code. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newRandom } from '../../stats/random.js';
import { greyPng } from '../../util/png.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
const SIDE = 8;

/** Spots of any place and size within `reach` of the middle. */
function spots(count: number, seed: number, reach: number): Uint8Array {
  const random = newRandom(seed);
  const pixels = new Uint8Array(count * SIDE * SIDE);
  for (let i = 0; i < count; i++) {
    const place = () => 3.5 + reach * (random.uniform() - 0.5);
    const [x, y, size] = [place(), place(), 1 + random.uniform()];
    for (let p = 0; p < SIDE * SIDE; p++) {
      const square = ((p % SIDE) - x) ** 2 + (Math.floor(p / SIDE) - y) ** 2;
      pixels[i * SIDE * SIDE + p] = 250 * Math.exp(-square / (2 * size * size));
    }
  }
  return pixels;
}

function folderOf(t: TestContext): string {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-image-audit-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const count = 500;
  const idx = Buffer.alloc(16);
  for (const [i, value] of [0x803, count, SIDE, SIDE].entries()) idx.writeUInt32BE(value, 4 * i);
  writeFileSync(join(cwd, 'real-idx3-ubyte'), Buffer.concat([idx, spots(count, 1, 5)]));
  const said = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count}, ${SIDE}, ${SIDE}), }\n`;
  const lead = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, said.length, 0]);
  writeFileSync(join(cwd, 'narrow.npy'), Buffer.concat([lead, Buffer.from(said), spots(count, 2, 2)]));
  mkdirSync(join(cwd, 'fresh'));
  const pixels = spots(count, 3, 5);
  for (let i = 0; i < count; i++) {
    const png = greyPng(pixels.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE), SIDE, SIDE);
    writeFileSync(join(cwd, 'fresh', `${i}.png`), png);
  }
  writeFileSync(join(cwd, 'texts.jsonl'), '{"text": "some words"}\n');
  return cwd;
}

function gen0(cwd: string, ...args: string[]) {
  return spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: 'utf8' });
}

test('images are audited without a flag: a fresh sample in a folder passes, narrow ones break the gate', (t) => {
  const cwd = folderOf(t);
  const fresh = gen0(
    cwd,
    'audit',
    'fresh',
    '-r',
    'real-idx3-ubyte',
    '-o',
    'a.html',
    '-o',
    'a.xml',
    '-o',
    'a.md',
  );
  assert.equal(fresh.status, 0, fresh.stderr);
  // 500 images are few: the share of unusual ones may stay open.
  assert.match(fresh.stdout, /^verdict (healthy|cannot-say)/m);
  assert.match(fresh.stdout, /^ok tails\/recall/m);
  const page = readFileSync(join(cwd, 'a.html'), 'utf8');
  for (const words of ['different images', 'Copies of an image count once', 'lie among the made ones']) {
    assert.ok(page.includes(words), words);
  }
  const narrow = gen0(
    cwd,
    ...['audit', 'narrow.npy', '-r', 'real-idx3-ubyte', '--json', '--no-save'],
    ...['--lineage', 'descendant', '--fail-on', 'early'],
  );
  assert.equal(narrow.status, 1, narrow.stderr);
  const { verdict, metrics, tokeniser, gates } = JSON.parse(narrow.stdout);
  assert.ok(['early', 'late'].includes(verdict.stage));
  assert.equal(metrics['tails/recall'].grade, 'fail');
  assert.equal(tokeniser, 'image-1');
  assert.equal(gates[0].status, 'broken');
});

test('what cannot be compared is refused with the remedy', (t) => {
  const cwd = folderOf(t);
  const cases: [args: string[], message: RegExp][] = [
    [
      ['audit', 'fresh', '-r', 'texts.jsonl'],
      /texts\.jsonl: holds no images that can be read, but fresh does/,
    ],
    [['audit', 'fresh/1.png', '-r', 'real-idx3-ubyte'], /a single picture is no corpus; name the folder/],
    [['audit', 'fresh', 'narrow.npy', '-r', 'real-idx3-ubyte'], /one path a side/],
    [
      ['audit', 'fresh', '-r', 'real-idx3-ubyte', '--by', 'source'],
      /--by: is for text; it says nothing about images/,
    ],
    [['audit', 'fresh', '-r', 'real-idx3-ubyte', '--side', '100'], /--side/],
    [['audit', 'fresh', '-r', 'real-idx3-ubyte', '--only', 'tails/recal'], /Did you mean "tails\/recall"/],
    [
      ['audit', 'texts.jsonl', '-r', 'texts.jsonl', '--side', '8'],
      /--side: is about images, and neither side/,
    ],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = gen0(cwd, ...args);
    assert.equal(status, 2, `${args}: ${stderr}`);
    assert.match(stderr, message);
  }
});
