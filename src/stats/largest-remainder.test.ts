import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { largestRemainder } from './largest-remainder.js';

test('seats of the classic example', () => {
  // 100,000 votes, ten seats.
  assert.deepEqual(largestRemainder([47000, 16000, 15900, 12000, 6000, 3100], 10), [5, 2, 1, 1, 1, 0]);
});

test('adds up, keeps the quota rule, and gives nothing to a weight of 0', () => {
  const weights = fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 30,
    })
    .filter((list) => list.some((each) => each > 0));
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 1e12 }), (list, total) => {
      const seats = largestRemainder(list, total);
      const sum = list.reduce((a, b) => a + b, 0);
      assert.equal(
        seats.reduce((a, b) => a + b, 0),
        total,
      );
      for (const [i, seat] of seats.entries()) {
        assert.ok(Math.abs(seat - (list[i] / sum) * total) < 1 + 1e-3, `${seat}`);
        if (list[i] === 0) assert.equal(seat, 0);
      }
    }),
  );
});
