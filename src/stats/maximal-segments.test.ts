import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maximalSegments, type Segment } from './maximal-segments.js';

test('the example of Ruzzo and Tompa (1999, section 2)', () => {
  const found = maximalSegments([4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5]);
  assert.deepEqual(found, [
    { start: 0, end: 1, sum: 4 },
    { start: 2, end: 3, sum: 3 },
    { start: 4, end: 11, sum: 7 },
  ]);
});

/** Their definition: the segment of greatest sum, then the same left and right of it. Of equals the shortest. */
function byDefinition(scores: number[], from = 0, to = scores.length): Segment[] {
  let best: Segment | undefined;
  for (let start = from; start < to; start++) {
    let sum = 0;
    for (let end = start + 1; end <= to; end++) {
      sum += scores[end - 1];
      const better = !best || sum > best.sum || (sum === best.sum && end - start < best.end - best.start);
      if (sum > 0 && better) best = { start, end, sum };
    }
  }
  if (!best) return [];
  return [...byDefinition(scores, from, best.start), best, ...byDefinition(scores, best.end, to)];
}

test('segments are those of the definition', () => {
  // Powers of two, so that no two segments have the same sum by accident.
  const scores = fc
    .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 16 })
    .chain((powers) => fc.tuple(...powers.map((power) => fc.constantFrom(2 ** power, -(2 ** power)))));
  fc.assert(fc.property(scores, (each) => assert.deepEqual(maximalSegments(each), byDefinition(each))));
});
