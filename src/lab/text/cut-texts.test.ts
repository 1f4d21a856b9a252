import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutTexts } from './cut-texts.js';

test('parts of a text are of about the length asked for, and no word is lost', () => {
  assert.deepEqual(cutTexts(['one two\nthree  four', '', 'six'], 2), ['one two', 'three  four', '', 'six']);
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é'), maxLength: 80 }),
      fc.nat(9),
      (text, n) => {
        const words = text.match(/\S+/gu) ?? [];
        const parts = cutTexts([text], n + 1).map((part) => part.match(/\S+/gu) ?? []);
        assert.deepEqual(parts.flat(), words);
        assert.equal(parts.length, Math.max(1, Math.round(words.length / (n + 1))));
        const sizes = parts.map(({ length }) => length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${sizes}`);
      },
    ),
    { seed: 1 },
  );
});
