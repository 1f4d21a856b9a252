import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_DEPTH, parseJson } from './strict-json.js';

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      for (const space of [0, 2])
        assert.deepEqual(
          parseJson(JSON.stringify(value, null, space), 'x'),
          JSON.parse(JSON.stringify(value)),
        );
    }),
  );
});

test('what two programs could read in two ways is refused, with the line', () => {
  assert.throws(
    () => parseJson('{"a": 1,\n "b": [{"c": 1, "c": 2}]}', 'f.json'),
    /f\.json line 2: key "c" stands/,
  );
  assert.throws(() => parseJson('{"a": 1, "\\u0061": 2}', 'f.json'), /key "a" stands twice/);
  assert.throws(() => parseJson(`{"a"${' '.repeat(5000)}: 1, "a": 2}`, 'f.json'), /stands twice/);
  assert.deepEqual(parseJson('[{"a": "a"}, {"a": {"a": ["a", "a"]}}]', 'f.json'), [
    { a: 'a' },
    { a: { a: ['a', 'a'] } },
  ]);
});

test('prototypes and depth', () => {
  assert.throws(() => parseJson('{"__proto__": {"polluted": 1}}', 'f.json'), /"__proto__": refused/);
  assert.throws(() => parseJson('{"\\u005f_proto__": {"polluted": 1}}', 'f.json'), /"__proto__": refused/);
  assert.throws(() => parseJson('['.repeat(1e6), 'f.json'), /nested deeper than 50/);
  const deep = '['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH);
  assert.ok(parseJson(deep, 'f.json'));
  for (const broken of ['', '{', '"', '{"a', '{"a"}', '}{', '{"\\', '{"a\\q": 1}', 'NaN', '[1,]'])
    assert.throws(() => parseJson(broken, 'f.json'), /f\.json: no valid JSON/);
});
