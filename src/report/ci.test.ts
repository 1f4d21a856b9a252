import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMarkup } from '../test/markup.js';
import { HOSTILE, resultArbitrary } from '../test/result-arbitrary.js';
import { resultWith } from '../test/results.js';
import { escapeMarkdown } from './escape.js';
import { github } from './github.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';

test('JUnit: one test case a metric and a gate; counts agree; fail fails, inconclusive is skipped', () => {
  const result = resultWith('early');
  const elements = readMarkup(junit(result), 'xml');
  const suites = elements.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes);
  assert.deepEqual(
    suites.map(({ name, tests, failures, skipped }) => [name, tests, failures, skipped]),
    [
      ['metrics', '15', '2', '1'],
      ['gates', '2', '1', '0'],
    ],
  );
  const count = (name: string) => elements.filter((element) => element.name === name).length;
  assert.deepEqual([count('testcase'), count('failure'), count('skipped')], [17, 3, 1]);
  const failed = elements.find(({ name }) => name === 'failure');
  assert.match(failed!.text, /^fail: rare-word mass 0\.70 \[0\.68 0\.72\]/);
});

test('JUnit is well-formed XML whatever the strings', () => {
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      const elements = readMarkup(junit(result), 'xml');
      const cases = elements.filter(({ name }) => name === 'testcase').length;
      assert.equal(cases, Object.keys(result.metrics).length + result.gates.length);
    }),
    { numRuns: 200 },
  );
});

test('GitHub: only a broken gate of level error is an error; the verdict is a notice, last', () => {
  const lines = github(resultWith('early')).trimEnd().split('\n');
  assert.deepEqual(
    lines.filter((line) => line.startsWith('::error')),
    ['::error title=gen0 gate tails/rare-mass::0.70 [0.68 0.72] lies wholly below 0.90'],
  );
  assert.ok(!lines.some((line) => line.startsWith('::warning') && line.includes('tails/rare-mass')));
  assert.equal(lines.filter((line) => line.startsWith('::warning')).length, 3);
  assert.match(lines.at(-1)!, /^::notice title=gen0%3A early collapse%2C crawl-2026\.jsonl::/);
});

test('GitHub: no string can end a command or start another', () => {
  const kinds = /^::(error|warning|notice) title=[^:,\r\n]*::[^\r\n]*$/;
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      for (const line of github(result).split('\n').slice(0, -1)) assert.match(line, kinds);
    }),
    { numRuns: 200 },
  );
});

test('Markdown: no raw HTML, no fence, no cell border and no link from any string', () => {
  for (const hostile of HOSTILE) {
    const escaped = escapeMarkdown(hostile);
    assert.doesNotMatch(escaped, /<|>|\n|\r|(?<!\\)[`|[\]*_]|:\/\/|@\w|^[#+=-]/);
  }
});

test('Markdown: every table keeps its number of columns whatever the strings', () => {
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      let width = 0;
      for (const line of markdown(result).split('\n')) {
        const cells = line.startsWith('| ') ? line.replace(/\\./g, '').split('|').length : 0;
        if (cells > 0 && width > 0) assert.equal(cells, width, line);
        width = cells;
      }
    }),
    { numRuns: 200 },
  );
});

test('Markdown says the verdict first and lists every metric', () => {
  const result = resultWith('late');
  const shown = markdown(result);
  assert.match(shown, /^## gen0 audit: late collapse\n/);
  for (const id of Object.keys(result.metrics)) assert.ok(shown.includes(`\`${id}\``), id);
});
