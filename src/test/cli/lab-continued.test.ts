import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseLabResult } from '../../lab/experiments/result-schema.js';
import { labText } from '../../report/index.js';
import { readMarkup } from '../markup.js';
import { zipfDocuments } from '../zipf-text.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));

test('lab run text with a transformer shows the same beginnings continued, in the result, the page and the terminal', (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-lab-continued-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  // A word of markup: what models write is text to a page, never markup.
  const lines = zipfDocuments(30, 60, 1, 40).map(({ text }) => JSON.stringify({ text: `<b>& ${text}` }));
  writeFileSync(join(cwd, 'human.jsonl'), lines.join('\n'));
  const own = { learner: 'transformer', cut: 15, tokens: 280, context: 16, width: 16, heads: 2, layers: 1 };
  const sets = Object.entries({ ...own, batch: 4, steps: 5, audit: false }).flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ]);
  const arms = ['--regime', 'replace', '--regime', 'accumulate', '--generations', '2'];
  const command = [
    BIN,
    'lab',
    'run',
    'text',
    '--corpus',
    'human.jsonl',
    ...sets,
    ...arms,
    '-j',
    '1',
    '--json',
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const result = parseLabResult(stdout, 'stdout');
  const [replace, accumulate] = result.arms.map(({ continued }) => continued!);
  assert.deepEqual(
    replace.map(({ generation, texts }) => [generation, texts.length]),
    [0, 1, 2].map((generation) => [generation, 4]),
  );
  assert.deepEqual(
    accumulate[1],
    replace[1],
    'generation 1 has learnt from real texts only, under any regime',
  );
  assert.notDeepEqual(accumulate[2], replace[2]);

  const [folder] = readdirSync(join(cwd, '.gen0/lab')).filter((name) => name !== 'index.jsonl');
  const page = readFileSync(join(cwd, '.gen0/lab', folder, 'report.html'), 'utf8');
  const elements = readMarkup(page, 'html');
  assert.ok(elements.some(({ attributes }) => attributes.id === 'continued'));
  assert.ok(!elements.some(({ name }) => name === 'b'));
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const oneLine = (text: string) => text.replace(/\s+/gu, ' ').trim();
  for (const { prompt, text } of replace[0].texts) {
    assert.ok(page.includes(escaped(oneLine(prompt))), prompt);
    assert.ok(page.includes(escaped(oneLine(text))), text);
  }

  const text = labText(result);
  assert.ok(text.includes(`Continued: ${oneLine(replace[0].texts[0].prompt).slice(0, 30)}`), text);
  const firstWords = oneLine(replace[0].texts[0].text).split(' ').slice(0, 3).join(' ');
  assert.ok(text.includes(`     0  ${firstWords}`), text);
  assert.ok(text.split('\n').every((line) => line.length <= 80));
});
