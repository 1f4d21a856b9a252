import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { resultArbitrary } from '../test/result-arbitrary.js';
import { resultWith } from '../test/results.js';
import { DataError } from '../util/errors.js';
import { json, parseResult, stableJson } from './json.js';

test('the order of keys in memory does not change a byte', () => {
  const result = resultWith('early');
  const turned = Object.fromEntries(Object.entries(result).reverse()) as unknown as typeof result;
  turned.corpus = Object.fromEntries(
    Object.entries(result.corpus).reverse(),
  ) as unknown as typeof result.corpus;
  assert.equal(json(turned), json(result));
});

test('numbers have six significant digits; integers stay whole', () => {
  assert.equal(
    stableJson([0.1 + 0.2, 1 / 3, 21412345, 1e-12 / 3]),
    '[\n  0.3,\n  0.333333,\n  21412345,\n  3.33333e-13\n]\n',
  );
});

test('what is written reads back, and writes the same bytes again', () => {
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      const written = json(result);
      assert.equal(json(parseResult(written, 'x')), written);
    }),
    { numRuns: 100 },
  );
});

test('what is no result is refused with its name and the place', () => {
  const cases: [string, RegExp][] = [
    ['{', /^r\.json: not an audit: no valid JSON/],
    ['null', /^r\.json: not an audit of gen0/],
    ['{"schema": 2}', /^r\.json: written by a newer gen0/],
    [
      json(resultWith('late')).replace('"late"', '"dead"'),
      /^r\.json: not an audit of gen0 at verdict\.stage/,
    ],
  ];
  for (const [content, message] of cases) {
    assert.throws(
      () => parseResult(content, 'r.json'),
      (error: Error) => error instanceof DataError && message.test(error.message),
    );
  }
});
