import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { HOSTILE, resultArbitrary } from '../test/result-arbitrary.js';
import { resultWith, STAGES } from '../test/results.js';
import { plain } from './plain.js';
import { columns } from './terminal.js';
import { text } from './text.js';

const OPTIONS = { saved: '.gen0/audits/2026-11-20-3f9c/  (result.json, report.html)', next: ['gen0 init'] };

/** Golden files are rewritten by GEN0_UPDATE_GOLDEN=1 and then read in the diff. */
function assertGolden(name: string, actual: string): void {
  const path = new URL(`../../test/fixtures/text/${name}`, import.meta.url);
  if (process.env.GEN0_UPDATE_GOLDEN) writeFileSync(path, actual);
  assert.equal(actual, readFileSync(path, 'utf8'));
}

for (const stage of STAGES) {
  test(`the text form of ${stage} is the golden one, and fits 80 columns`, () => {
    const shown = text(resultWith(stage), OPTIONS);
    assertGolden(`${stage}.txt`, shown);
    for (const line of shown.split('\n')) assert.ok(columns(line) <= 80, line);
  });
  test(`the plain form of ${stage} is the golden one`, () => {
    assertGolden(`${stage}.plain.txt`, plain(resultWith(stage), OPTIONS));
  });
}

const ANSI = /\x1b\[\d+m/g;

test('no line is wider than 80 columns whatever the strings, with and without colour', () => {
  fc.assert(
    fc.property(resultArbitrary, fc.boolean(), (result, colour) => {
      for (const line of text(result, { colour }).replace(ANSI, '').split('\n')) {
        assert.ok(columns(line) <= 80, `${columns(line)}: ${JSON.stringify(line)}`);
      }
    }),
    { numRuns: 150 },
  );
});

test('no control character of a corpus reaches the terminal', () => {
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      for (const shown of [text(result), plain(result)]) {
        assert.doesNotMatch(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
    }),
    { numRuns: 150 },
  );
});

test('colour only wraps: without its codes the coloured form is the other one', () => {
  for (const stage of STAGES) {
    const coloured = text(resultWith(stage), { ...OPTIONS, colour: true });
    assert.match(coloured, ANSI);
    assert.equal(coloured.replace(ANSI, ''), text(resultWith(stage), OPTIONS));
  }
});

test('every metric of the plain form is one line of grade, id and five figures', () => {
  const result = resultWith('early');
  const lines = plain(result).split('\n');
  assert.ok(lines.includes('fail tails/rare-mass 0.70 0.68 0.72 0.99 1.01'));
  for (const [id, { grade }] of Object.entries(result.metrics)) {
    assert.equal(lines.filter((line) => line.startsWith(`${grade} ${id} `)).length, 1, id);
  }
});

test('a name that is too long is cut in the middle', () => {
  const result = resultWith('healthy');
  result.corpus.name = `start-${'x'.repeat(200)}-end.jsonl`;
  assert.match(text(result), /start-x+…x+-end\.jsonl/);
});

test('hostile names do not forge lines of the plain form', () => {
  const result = resultWith('healthy');
  result.corpus.name = 'a\nverdict late';
  result.metrics['tails/x\nverdict late'] = result.metrics['tails/hapax'];
  result.lost = HOSTILE.map((gram) => ({
    gram,
    n: 1,
    expected: 9,
    observed: 0,
    referenceCount: 9,
    example: gram,
    p: 0,
  }));
  const verdicts = plain(result)
    .split('\n')
    .filter((line) => line.startsWith('verdict') || line.startsWith('::'));
  assert.deepEqual(verdicts, ['verdict healthy']);
});
