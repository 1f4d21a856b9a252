/** Python's own answers (CPython 3.13), asked for once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as python from './python.js';
import { pythonRandom } from './python-random.js';

test('round goes to the even digit at a tie, and only there', () => {
  for (const [x, digits, rounded] of [
    [0.001953125, 8, 0.00195312],
    [0.005859375, 8, 0.00585938],
    [2.675, 2, 2.67],
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [-2.5, 0, -2],
    [0.1285, 3, 0.129],
    [1e-9, 8, 0],
  ]) {
    assert.equal(python.round(x, digits), rounded, `round(${x}, ${digits})`);
  }
});

test('split takes U+001C and U+0085 for white space, and not U+FEFF', () => {
  assert.deepEqual(python.split('\ufeffa\x1cb\x85c\u3000 d \n'), ['\ufeffa', 'b', 'c', 'd']);
  assert.deepEqual(python.split(' \t'), []);
  assert.deepEqual(python.split(''), []);
  assert.deepEqual(python.splitlines('a\r\nb\u2028c\n'), ['a', 'b', 'c']);
  assert.deepEqual(python.splitlines('\n\n'), ['', '']);
});

test('lengths are in code points; letters and upper case are those of Unicode', () => {
  assert.equal(python.length('a😀é'), 3);
  assert.equal(python.lengths(['😀', 'ab']), 3);
  assert.equal(python.hasAlpha('1é'), true);
  assert.equal(python.hasAlpha('½'), false);
  assert.deepEqual(['É1', 'A b', '1', 'Ⅷ', 'ǅ'].map(python.isUpper), [true, false, false, true, false]);
  assert.deepEqual(python.wordPunct('don’t "stop"... naïve_1'), [
    'don',
    '’',
    't',
    '"',
    'stop',
    '"...',
    'naïve_1',
  ]);
  assert.equal(python.count('.....', '...'), 1);
});

test('random.seed(42); random.sample: by pool and by set, one after the other', () => {
  const random = pythonRandom(42);
  assert.deepEqual([...random.sample(1000, 5)], [654, 114, 25, 759, 281]);
  const pool = random.sample(100, 60);
  assert.deepEqual([...pool.subarray(0, 6), ...pool.subarray(57)], [31, 28, 17, 94, 13, 86, 12, 89, 55]);
  assert.deepEqual([...random.sample(300000, 3)], [119484, 151722, 41833]);
});
