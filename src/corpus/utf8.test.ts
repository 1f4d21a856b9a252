import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeEscaping, decodeStrict, incompleteTail, isWellFormed } from './utf8.js';

/** Bytes near UTF-8: pieces of sequences, valid and not. */
const pieces = fc.constantFrom(
  '61',
  'c3a9',
  'e282ac',
  'f09f9880',
  'efbfbd',
  'c0af',
  'eda080',
  'f4908080',
  'e28',
  'ff',
  'f0',
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }).map((one) => Buffer.from(one)),
  fc.array(pieces, { maxLength: 6 }).map((all) => Buffer.from(all.join('').padEnd(2, '0'), 'hex')),
);

/** By Node's own strict decoder. */
function platform(input: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input);
  } catch {
    return undefined;
  }
}

test('strict decoding accepts what TextDecoder accepts, and else gives the first byte that is wrong', () => {
  fc.assert(
    fc.property(bytes, (input) => {
      const expected = platform(input);
      const found = decodeStrict(input, 0, input.length);
      if (expected !== undefined) assert.equal(found, expected);
      else {
        assert.equal(typeof found, 'number');
        // All before it is valid, and no continuation makes it valid from there.
        assert.notEqual(platform(input.subarray(0, found as number)), undefined);
        const rest = input.subarray(found as number);
        for (let length = 1; length <= Math.min(4, rest.length); length++)
          assert.equal(platform(rest.subarray(0, length)), undefined);
      }
    }),
    { numRuns: 3000, seed: 3 },
  );
});

test('escaping decoding marks exactly the invalid texts, and loses no byte', () => {
  fc.assert(
    fc.property(bytes, (input) => {
      const text = decodeEscaping(input);
      assert.equal(isWellFormed(text), platform(input) !== undefined);
      const back = [...text].flatMap((char) => {
        const code = char.codePointAt(0) as number;
        return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...Buffer.from(char)];
      });
      assert.deepEqual(Buffer.from(back), input);
    }),
    { numRuns: 3000, seed: 4 },
  );
});

test('an incomplete tail is found at every cut of valid text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, where) => {
      const whole = Buffer.from(text);
      const part = whole.subarray(0, where % (whole.length + 1));
      const kept = part.subarray(0, part.length - incompleteTail(part));
      assert.notEqual(platform(kept), undefined);
    }),
    { numRuns: 2000, seed: 5 },
  );
});
