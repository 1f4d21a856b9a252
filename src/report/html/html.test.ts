import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LostGram } from '../../audit/result.js';
import { readMarkup } from '../../test/markup.js';
import { HOSTILE, resultArbitrary } from '../../test/result-arbitrary.js';
import { resultWith, STAGES } from '../../test/results.js';
import { json } from '../json.js';
import { html } from './html.js';
import { HTML_LIMIT } from './page.js';

const EXPLAIN = { 'tails/rare-mass': { why: 'Rare words carry <most> of it.', source: 'A & B 2024' } };

for (const stage of STAGES) {
  test(`the report of ${stage} is well-formed, with its sections in order and anchors that lead somewhere`, () => {
    const elements = readMarkup(html(resultWith(stage), { explain: EXPLAIN }), 'html');
    const ids = elements.filter(({ name }) => name === 'section').map(({ attributes }) => attributes.id);
    const groups = ['tails', 'diversity', 'centre', 'repetition', 'drift'];
    assert.deepEqual(ids, ['verdict', 'lost', ...groups, 'advice', 'diagnosis', 'definitions', 'method']);
    for (const { name, attributes } of elements) {
      if (name === 'a' && !('download' in attributes)) assert.ok(ids.includes(attributes.href.slice(1)));
    }
    const drawn = { healthy: 5, early: 6, late: 6, shifted: 6, 'cannot-say': 0 };
    assert.equal(elements.filter(({ name }) => name === 'svg').length, drawn[stage]);
  });
}

test('nothing is fetched and nothing runs: no script, no handler, no reference to any resource', () => {
  for (const element of readMarkup(html(resultWith('early'), { explain: EXPLAIN }), 'html')) {
    assert.ok(
      !['script', 'link', 'img', 'iframe', 'object', 'embed', 'base', 'image', 'use'].includes(element.name),
    );
    for (const [key, value] of Object.entries(element.attributes)) {
      assert.ok(!key.startsWith('on') && key !== 'src' && key !== 'style', `${element.name} ${key}`);
      if (key === 'href') assert.match(value, /^(#[a-z]+|data:application\/json;base64,[A-Za-z0-9+/=]+)$/);
    }
  }
  const source = html(resultWith('early'));
  assert.doesNotMatch(source, /https?:\/\/|url\(|@import/);
});

test('the content security policy forbids all but the style sheet, by its hash', () => {
  const elements = readMarkup(html(resultWith('late')), 'html');
  const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
  const style = elements.find(({ name }) => name === 'style')!;
  const hash = createHash('sha256').update(style.text).digest('base64');
  assert.equal(
    policy?.attributes.content,
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
});

test('the embedded result is the canonical JSON', () => {
  const result = resultWith('early');
  const link = readMarkup(html(result), 'html').find(({ attributes }) => 'download' in attributes)!;
  const data = Buffer.from(link.attributes.href.split(',')[1], 'base64').toString();
  assert.equal(data, json(result));
});

function manyLost(count: number, filler: string): LostGram[] {
  return Array.from({ length: count }, (_, i) => ({
    gram: `gram ${i} ${filler}`,
    n: 2,
    expected: 100 + i,
    observed: i % 50,
    referenceCount: 120 + i,
    example: `the example of ${i} ${filler.repeat(4)}`,
    p: 1e-9,
  }));
}

test('10,000 lost grams with long examples stay within 1 MB', () => {
  const result = resultWith('early');
  result.lost = manyLost(10_000, 'ab cd&<>"漢字 '.repeat(20));
  const source = html(result);
  assert.ok(Buffer.byteLength(source) <= HTML_LIMIT);
  readMarkup(source, 'html');
  assert.match(source, /gram 0 /);
  assert.match(source, /10,000 words and phrases/);
});

test('very many metrics, gates, paths, warnings and reasons stay within 1 MB', () => {
  const result = resultWith('early');
  const long = '<&>'.repeat(5000);
  result.corpus.name = long;
  result.corpus.paths = Array.from({ length: 5000 }, () => long);
  result.warnings = Array.from({ length: 500 }, (_, i) => ({ id: `w${i}`, message: long }));
  result.gates = Array.from({ length: 200 }, (_, i) => ({
    id: `g${i}`,
    level: 'error',
    status: 'broken',
    message: long,
  }));
  result.verdict.because = Array.from({ length: 100 }, () => long);
  for (const metric of Object.values(result.metrics)) metric.title = long;
  const source = html(result);
  assert.ok(Buffer.byteLength(source) <= HTML_LIMIT, String(Buffer.byteLength(source)));
  readMarkup(source, 'html');
});

test('hostile strings anywhere leave the page well-formed and without any script', () => {
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      const elements = readMarkup(html(result), 'html');
      assert.ok(elements.every(({ name }) => name !== 'script' && name !== 'img'));
    }),
    { numRuns: 60 },
  );
});

test('a hostile gram is shown as the text that it is', () => {
  const result = resultWith('early');
  result.lost = HOSTILE.slice(0, 3).map((gram) => ({
    ...result.lost[0],
    gram,
    example: `before ${gram} after`,
  }));
  const cells = readMarkup(html(result), 'html').map(({ text }) => text);
  for (const gram of HOSTILE.slice(0, 3)) assert.ok(cells.includes(gram), gram);
});
