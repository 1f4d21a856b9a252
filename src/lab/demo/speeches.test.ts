import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpeeches } from './speeches.js';

test('the speeches are all there, dated and in order', () => {
  const speeches = readSpeeches();
  assert.equal(speeches.length, 233);
  for (const { id, text, date, author } of speeches) {
    assert.match(date, /^(17|18|19|20)\d\d$/, id);
    assert.ok(text.length > 5000 && author.length > 5, id);
  }
  assert.equal(new Set(speeches.map(({ id }) => id)).size, 233);
  const dates = speeches.map(({ date }) => date);
  assert.deepEqual(dates, dates.toSorted());
});
