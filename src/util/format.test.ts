import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatP,
  formatRatio,
  formatSeconds,
  formatValue,
  parseSize,
} from './format.js';
import { didYouMean, editDistance, nearest } from './nearest.js';

const cases: [(value: number) => string, number, string][] = [
  [formatCount, 0, '0'],
  [formatCount, 999, '999'],
  [formatCount, 48210, '48,210'],
  [formatCount, 1234567.6, '1,234,568'],
  [formatCompact, 950, '950'],
  [formatCompact, 999.7, '1.0k'],
  [formatCompact, 48210, '48.2k'],
  [formatCompact, 21412345, '21.4M'],
  [formatCompact, 999_950_000, '1.0B'],
  [formatRatio, 0.7, '0.70'],
  [formatRatio, 9.994, '9.99'],
  [formatRatio, 12.34, '12.3'],
  [formatRatio, 150.2, '150'],
  [formatRatio, 2000, '2.0k'],
  [formatValue, 0, '0'],
  [formatValue, 0.00012, '1.2e-4'],
  [formatValue, 0.12345, '0.123'],
  [formatValue, 12345.6, '12,346'],
  [formatP, 1e-12, '< 0.0001'],
  [formatP, 0.01234, '0.012'],
  [formatSeconds, 0.42, '0.4 s'],
  [formatSeconds, 245, '4 min 05 s'],
  [formatSeconds, 7380, '2 h 03 min'],
  [formatBytes, 999, '999 B'],
  [formatBytes, 1500, '1.5 kB'],
  [formatBytes, 12e9, '12 GB'],
];

test('numbers are spelled as the table says', () => {
  for (const [format, value, expected] of cases)
    assert.equal(format(value), expected, `${format.name}(${value})`);
});

test('sizes: decimal and binary units, no unit is bytes, nonsense is undefined', () => {
  assert.equal(parseSize('1GB'), 1e9);
  assert.equal(parseSize('512 mb'), 512e6);
  assert.equal(parseSize('1.5GiB'), 1.5 * 2 ** 30);
  assert.equal(parseSize('4096'), 4096);
  for (const bad of ['', 'GB', '1XB', '-1GB', '0', '1e9', '1 000'])
    assert.equal(parseSize(bad), undefined, bad);
});

test('editDistance is a distance: zero only for equal, symmetric, one for a swap of neighbours', () => {
  assert.equal(editDistance('adutt', 'audit'), 2);
  assert.equal(editDistance('adit', 'audit'), 1);
  assert.equal(editDistance('aduit', 'audit'), 1);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a));
      assert.equal(editDistance(a, b) === 0, a === b);
    }),
  );
});

test('a word that is near nothing gets no suggestion', () => {
  assert.equal(nearest('tails/rare-mas', ['tails/rare-mass', 'tails/hapax']), 'tails/rare-mass');
  assert.equal(nearest('met', ['merge', 'metrics']), 'metrics');
  assert.equal(didYouMean('zzzzzz', ['audit', 'merge']), '');
});
