import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { resultArbitrary } from '../test/result-arbitrary.js';
import { resultWith } from '../test/results.js';
import { diffAudits } from './diff.js';
import { diffText } from './diff-text.js';
import { columns } from './terminal.js';

test('a metric whose intervals are apart comes first, marked as beyond chance', () => {
  const difference = diffAudits(resultWith('healthy'), resultWith('early'), ['a', 'b']);
  const [first] = difference.metrics;
  assert.equal(first.id, 'tails/hapax');
  assert.equal(first.overlap, false);
  assert.ok(Math.abs(first.change! - (0.66 - 1.01)) < 1e-12);
  const entropy = difference.metrics.find(({ id }) => id === 'diversity/entropy')!;
  assert.equal(entropy.overlap, true);
  assert.equal(difference.newlyLost.length, 12);
  assert.equal(difference.regained.length, 0);
});

test('an audit differs from itself in nothing', () => {
  const result = resultWith('late');
  const { metrics, newlyLost, regained, cautions } = diffAudits(result, result, ['a', 'a']);
  assert.ok(metrics.every(({ change, overlap }) => change === 0 && overlap === true));
  assert.deepEqual([newlyLost, regained, cautions], [[], [], []]);
});

test('intervals that share one point overlap', () => {
  const [a, b] = [resultWith('healthy'), resultWith('healthy')];
  a.metrics['tails/hapax'].ci = [0.8, 0.9];
  b.metrics['tails/hapax'].ci = [0.9, 1];
  const found = diffAudits(a, b, ['a', 'b']).metrics.find(({ id }) => id === 'tails/hapax');
  assert.equal(found?.overlap, true);
});

test('another reference or tokeniser is a caution', () => {
  const [a, b] = [resultWith('healthy'), resultWith('healthy')];
  b.reference.digest = 'x';
  b.tokeniser = 'whitespace-1';
  assert.equal(diffAudits(a, b, ['a', 'b']).cautions.length, 2);
});

test('perplexities under different language models are not compared', () => {
  const [a, b] = [resultWith('healthy'), resultWith('healthy')];
  a.metrics['tails/hapax'].lm = 'modified-kneser-ney-3x4';
  b.metrics['tails/hapax'].lm = 'some-model at 127.0.0.1';
  const { metrics, cautions } = diffAudits(a, b, ['a', 'b']);
  assert.equal(metrics.find(({ id }) => id === 'tails/hapax')?.change, null);
  assert.match(cautions.join(), /language models differ/);
});

test('the text form fits 80 columns and ends with the change of verdict', () => {
  const shown = diffText(diffAudits(resultWith('healthy'), resultWith('early'), ['3f9c', 'latest']));
  assert.match(shown, /Verdict {2}HEALTHY → EARLY COLLAPSE\n$/);
  fc.assert(
    fc.property(resultArbitrary, resultArbitrary, (a, b) => {
      for (const line of diffText(diffAudits(a, b, ['a'.repeat(90), 'b'])).split('\n')) {
        assert.ok(columns(line) <= 80, line);
      }
    }),
    { numRuns: 100 },
  );
});
