/** A tenth of the runs of every check: `gen0 lab verify` makes all of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundRow, chanceRow, meanRow, nearRow, ratioFigures } from './check.js';
import { CHECKS } from './index.js';

for (const check of CHECKS) {
  test(`${check.id}: ${check.title}`, async () => {
    const rows = await check.rows(0.1);
    assert.ok(rows.length > 0);
    for (const row of rows) {
      assert.ok(row.agrees, `${row.id} (${row.title}): ${row.measured} ± ${row.se} is not ${row.theory}`);
    }
  });
}

test('rows disagree with a wrong theory', () => {
  const figures = Array.from({ length: 100 }, (_, i) => 1 + (i % 2 === 0 ? 0.1 : -0.1));
  const agrees = [
    meanRow('', '', 1.01, figures),
    meanRow('', '', 1.005, figures, 0.001),
    boundRow('', '', 0.5, 1, figures),
    nearRow('', '', 1.05, 0.06, figures),
    chanceRow('', '', 0.99, 1, [...Array(100).fill(1), 0]),
  ];
  assert.deepEqual(
    agrees.map((row) => row.agrees),
    [true, false, true, true, true],
  );
  const wrong = [
    meanRow('', '', 1.1, figures),
    boundRow('', '', 0.5, 0.9, figures),
    nearRow('', '', 1.2, 0.05, figures),
    chanceRow('', '', 0.2, 0.3, [...Array(50).fill(1), ...Array(50).fill(0)]),
  ];
  assert.ok(wrong.every((row) => !row.agrees));
});

test('the figures of a ratio have the ratio of the means as their mean', () => {
  const figures = ratioFigures([1, 2, 6], [2, 1, 3]);
  assert.ok(Math.abs(figures.reduce((a, b) => a + b, 0) / 3 - 1.5) < 1e-12);
});
