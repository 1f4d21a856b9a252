import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { newRandom } from '../../stats/random.js';
import { documents } from '../text/documents.js';
import { editDistance } from './edit-distance.js';
import {
  cutAtStop,
  DEEPEST,
  drawStatements,
  isCorrect,
  LONGEST,
  longestOf,
  readStatement,
  STOP,
  SYMBOLS,
  statementOf,
  statementText,
} from './statements.js';

function statementFrom(text: string): Int32Array {
  return Int32Array.from([...text].map((symbol) => SYMBOLS.indexOf(symbol) + 1).concat(STOP));
}

/** All expressions of at most `length` symbols with their values, built up from the constants. */
function allExpressions(length: number): Map<string, boolean> {
  const all = new Map([
    ['0', false],
    ['1', true],
  ]);
  for (let before = 0; before < all.size; ) {
    before = all.size;
    for (const [a, x] of [...all]) {
      if (a.length < length) all.set(`~${a}`, !x);
      for (const [b, y] of [...all]) {
        if (a.length + b.length + 3 > length) continue;
        all.set(`(${a}&${b})`, x && y);
        all.set(`(${a}|${b})`, x || y);
      }
    }
  }
  return all;
}

test('of all rows of up to seven symbols the checker accepts exactly the statements of the grammar', () => {
  const values = allExpressions(5);
  let [whole, correct] = [0, 0];
  for (let length = 1; length <= 7; length++) {
    const symbols = new Int32Array(length + 1);
    symbols[length] = STOP;
    for (let code = 0; code < SYMBOLS.length ** length; code++) {
      for (let i = 0, rest = code; i < length; i++, rest = Math.floor(rest / SYMBOLS.length)) {
        symbols[i] = 1 + (rest % SYMBOLS.length);
      }
      const reading = readStatement(symbols);
      if (!reading) continue;
      whole++;
      const [expression, stated] = statementText(symbols).split('=');
      assert.equal(reading.true, values.get(expression) === (stated === '1'), statementText(symbols));
      correct += Number(reading.true);
    }
  }
  assert.equal(correct, values.size);
  assert.equal(whole, 2 * values.size);
});

test('drawn statements are true by another evaluator, and of every depth alike often', () => {
  const n = 2000;
  const drawn = drawStatements(n, newRandom(1));
  const depths = new Int32Array(DEEPEST + 1);
  for (let d = 0; d < n; d++) {
    const symbols = statementOf(drawn, d);
    assert.ok(symbols.length <= LONGEST);
    const reading = readStatement(symbols);
    assert.ok(isCorrect(reading));
    depths[reading!.depth]++;
    if (d >= 200) continue;
    const [expression, stated] = statementText(symbols).split('=');
    const code = expression.replaceAll('~', '!').replaceAll('&', '&&').replaceAll('|', '||');
    assert.equal(Number(runInNewContext(code)), Number(stated), expression);
    assert.deepEqual(statementFrom(statementText(symbols)), symbols);
  }
  assert.equal(depths[0], 0);
  // Five standard errors of a fifth of 2,000.
  for (const count of depths.subarray(1)) assert.ok(Math.abs(count - n / DEEPEST) < 90, `${depths}`);
});

test('what is false, too deep, a bare constant or not ended is not correct', () => {
  const correct = (text: string) => isCorrect(readStatement(statementFrom(text)));
  assert.ok(correct('~~~~~0=1'));
  assert.ok(correct('((0|1)&~1)=0'));
  for (const text of ['((0|1)&~1)=1', '~~~~~~0=0', '1=1', '(0&1)', '(0&1)=', '(0&1)=01', '0&1=0', '(~0=1']) {
    assert.ok(!correct(text), text);
  }
  assert.equal(readStatement(statementFrom('(0&1)=0').subarray(0, -1)), undefined);
});

test('documents end at their first stop, or run on', () => {
  const row = [...statementFrom('~0=1'), ...statementFrom('~1')];
  const data = {
    pieces: Int32Array.from([...row, 1, 2, 3]),
    starts: Int32Array.of(0, row.length, row.length + 3),
  };
  const cut = cutAtStop(data);
  assert.equal(documents.size(cut), 2);
  assert.equal(statementText(statementOf(cut, 0)), '~0=1');
  assert.equal(statementText(statementOf(cut, 1)), '01~…');
});

test('edit distance is the least number of steps, by trying all', () => {
  const tried = (a: number[], b: number[]): number => {
    if (a.length === 0 || b.length === 0) return a.length + b.length;
    const [restOfA, restOfB] = [a.slice(1), b.slice(1)];
    if (a[0] === b[0]) return tried(restOfA, restOfB);
    return 1 + Math.min(tried(restOfA, restOfB), tried(restOfA, b), tried(a, restOfB));
  };
  const random = newRandom(3);
  for (let round = 0; round < 200; round++) {
    const [a, b] = [0, 0].map(() => Array.from({ length: random.below(7) }, () => random.below(3)));
    assert.equal(editDistance(Int32Array.from(a), Int32Array.from(b)), tried(a, b), `${a} / ${b}`);
  }
});

test('the longest statement of a depth has operands as deep as can be', () => {
  const deepest = (depth: number): string =>
    depth === 0 ? '1' : `(${deepest(depth - 1)}&${deepest(depth - 1)})`;
  for (const depth of [1, 2, 3]) {
    // Behind it `=1` and STOP.
    assert.equal(longestOf(depth), deepest(depth).length + 3);
    const { starts } = drawStatements(500, newRandom(2), depth);
    assert.ok(starts.every((end, d) => d === 0 || end - starts[d - 1] <= longestOf(depth)));
  }
  assert.equal(longestOf(5), LONGEST);
});
