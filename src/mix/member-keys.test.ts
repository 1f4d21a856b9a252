import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memberKeys, withoutKeys } from './member-keys.js';

test('own keys and no others, in any JSON', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(undefined, 1, '\t'),
      (value, space) => {
        const text = JSON.stringify(value, null, space);
        const names = memberKeys(Buffer.from(text)).map(({ name }) => name);
        assert.deepEqual(names, Object.keys(JSON.parse(text)));
      },
    ),
  );
});

test('a taken key is renamed in place; numbers and spacing stay', () => {
  const renamed = (text: string) => withoutKeys(Buffer.from(text), ['origin', 'source']).toString();
  assert.equal(
    renamed('{ "source" : "x", "n": 12345678901234567890, "in": {"source": 1} }'),
    '{ "original_source" : "x", "n": 12345678901234567890, "in": {"source": 1} }',
  );
  assert.equal(
    renamed('{"or\\u0069gin":"a","original_origin":1}'),
    '{"original_origin_2":"a","original_origin":1}',
  );
  assert.equal(renamed('{"source":1,"source":2}'), '{"original_source":1,"original_source_2":2}');
});
