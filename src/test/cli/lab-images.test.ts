import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseLabResult } from '../../lab/experiments/result-schema.js';
import { HTML_LIMIT } from '../../report/html/page.js';
import { readMarkup } from '../markup.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));

test('lab run digits --images saves a grid of each generation, in the page and as PNG, and fetches nothing', (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-lab-images-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const idx = Buffer.alloc(16 + 100 * 64);
  for (const [i, value] of [0x803, 100, 8, 8].entries()) idx.writeUInt32BE(value, 4 * i);
  // Bars of 20 places and thicknesses.
  for (let i = 0; i < 6400; i++) idx[16 + i] = Math.abs((i % 8) - ((i >> 6) % 5)) <= (i >> 6) % 4 ? 255 : 0;
  writeFileSync(join(cwd, 'bars-idx3-ubyte'), idx);
  const size = ['--samples', '60', '--generations', '2', '--seeds', '1', '-j', '1'];
  const small = ['--set', 'steps=5', '--set', 'hidden=8', '--set', 'latent=2'];
  const arms = ['--regime', 'replace', '--regime', 'anchor:0.5'];
  const command = [BIN, 'lab', 'run', 'digits', '--images', 'bars-idx3-ubyte', ...size, ...small, ...arms];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...command, '--json'], {
    cwd,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const result = parseLabResult(stdout, 'stdout');
  assert.deepEqual(result.input, { name: 'bars-idx3-ubyte', size: 100 });
  const [folder] = readdirSync(join(cwd, '.gen0/lab')).filter((name) => name !== 'index.jsonl');
  const saved = join(cwd, '.gen0/lab', folder);
  const grids = readdirSync(saved).filter((name) => name.endsWith('.png'));
  assert.deepEqual(
    grids,
    ['1-replace', '2-anchor-0-5'].flatMap((arm) => [0, 1, 2].map((g) => `images-${arm}-gen-0${g}.png`)),
  );
  const png = result.arms[1].pictures[2].picture.png!;
  assert.equal(readFileSync(join(saved, grids[5])).toString('base64'), png);

  const page = readFileSync(join(saved, 'report.html'), 'utf8');
  assert.ok(Buffer.byteLength(page) <= HTML_LIMIT);
  const elements = readMarkup(page, 'html');
  const shown = elements.filter(({ name }) => name === 'image').map(({ attributes }) => attributes.href);
  assert.equal(shown.length, 6);
  assert.equal(shown[5], `data:image/png;base64,${png}`);
  assert.match(
    elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')!.attributes
      .content,
    /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
  assert.ok(elements.every(({ name }) => name !== 'script' && name !== 'img'));
});
