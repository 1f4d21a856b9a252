/** The models against the formulas of Chen and Goodman, written out in the plainest way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DataError } from '../util/errors.js';
import { crossFit, encode, score, scoreWithout, trainKneserNey, vocabularyOf } from './index.js';

const BEGIN = '<s>';

/** P(token | tokens before it), by recursion over n-grams that are kept as strings. */
function byFormula(texts: string[][], order: number, types: number) {
  const occurrences: Map<string, number>[] = Array.from({ length: order + 1 }, () => new Map());
  const before = new Map<string, Set<string>>();
  for (const text of texts) {
    const padded = [...new Array<string>(order - 1).fill(BEGIN), ...text];
    for (let i = order - 1; i < padded.length; i++) {
      for (let n = 1; n <= order; n++) {
        const gram = padded.slice(i - n + 1, i + 1).join(' ');
        occurrences[n].set(gram, (occurrences[n].get(gram) ?? 0) + 1);
        if (n === order) continue;
        if (!before.has(gram)) before.set(gram, new Set());
        before.get(gram)!.add(padded[i - n] ?? BEGIN);
      }
    }
  }
  // [n] = the counts that the level of n-grams deals with.
  const counts = occurrences.map((grams, n) => {
    if (n === order) return grams;
    return new Map(
      [...grams].map(([gram, count]) => [
        gram,
        n > 1 && gram.startsWith(`${BEGIN} `) ? count : before.get(gram)!.size,
      ]),
    );
  });
  const discounts = counts.map((grams) => {
    const [, n1, n2, n3, n4] = [0, 1, 2, 3, 4].map((k) => [...grams.values()].filter((c) => c === k).length);
    const y = n1 / (n1 + 2 * n2);
    const d = [0, 1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3];
    return d.slice(1).every((x, k) => x > 0 && x < k + 1) ? d : [0, 0.5, 1, 1.5];
  });
  return function probability(context: string[], token: string): number {
    const n = context.length + 1;
    const rows = [...counts[n]].filter(
      ([gram]) => gram.split(' ').slice(0, -1).join(' ') === context.join(' '),
    );
    const lower = () => (n === 1 ? 1 / types : probability(context.slice(1), token));
    if (rows.length === 0) return lower();
    const off = (count: number) => discounts[n][Math.min(count, 3)];
    const sum = rows.reduce((a, [, count]) => a + count, 0);
    const left = rows.reduce((a, [, count]) => a + off(count), 0) / sum;
    const own = counts[n].get([...context, token].join(' '));
    return (own === undefined ? 0 : (own - off(own)) / sum) + left * lower();
  };
}

const letters = (unit: string) =>
  fc.array(fc.array(fc.constantFrom(...unit), { minLength: 1, maxLength: 14 }), {
    minLength: 1,
    maxLength: 7,
  });

test('every token has the probability of the formulas, seen or not', () => {
  fc.assert(
    fc.property(
      letters('aaabbcdef'),
      letters('abcdxy'),
      fc.integer({ min: 1, max: 4 }),
      (texts, others, order) => {
        const model = trainKneserNey(texts, order);
        const probability = byFormula(texts, order, model.vocabulary.tokens.length + 1);
        for (const tokens of [...texts, ...others]) {
          const logs = score(model, tokens);
          assert.equal(logs.length, tokens.length);
          const padded = [...new Array<string>(order - 1).fill(BEGIN), ...tokens];
          tokens.forEach((token, i) => {
            const expected = Math.log2(probability(padded.slice(i, i + order - 1), token));
            assert.ok(
              Math.abs(logs[i] - expected) < 1e-9,
              `${tokens.slice(0, i + 1)}: ${logs[i]}, not ${expected}`,
            );
          });
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('after any tokens, the vocabulary and <unk> sum to 1', () => {
  const model = trainKneserNey(['the cat sat on the mat'.split(' '), 'the dog sat on the log'.split(' ')], 3);
  for (const before of ['', 'the', 'sat on', 'on the', 'a b', 'mat the cat']) {
    const context = before.split(' ').filter((token) => token !== '');
    let sum = 0;
    for (const token of [...model.vocabulary.tokens, 'never'])
      sum += 2 ** score(model, [...context, token]).at(-1)!;
    assert.ok(Math.abs(sum - 1) < 1e-12, `${before}: ${sum}`);
  }
});

test('all tokens that the vocabulary lacks are one', () => {
  const model = trainKneserNey([['a', 'b', 'a']], 2);
  assert.deepEqual(score(model, ['a', 'zebra', 'b']), score(model, ['a', 'quagga', 'b']));
  assert.ok(score(model, ['zebra'])[0] < score(model, ['b'])[0]);
  assert.deepEqual([...encode(model.vocabulary, [['b', 'zebra'], [], ['a']]).pieces], [1, 2, 0]);
});

test('a text of a fold is scored as by a model of the other folds, with the vocabulary of all', () => {
  const texts = ['a b c a', 'b a d', 'c a b a', 'a e b', 'b c a b'].map((text) => text.split(' '));
  const foldOf = [0, 1, 2, 0, 1];
  const models = crossFit(texts, foldOf, 3, 3);
  for (let fold = 0; fold < 3; fold++) {
    const rest = texts.filter((_, d) => foldOf[d] !== fold);
    const alone = trainKneserNey(rest, 3, vocabularyOf(texts));
    for (const text of [...texts, ['never', 'a']]) {
      assert.deepEqual(scoreWithout(models, text, fold), score(alone, text));
    }
  }
});

test('nothing to learn from is an error', () => {
  assert.throws(() => trainKneserNey([[]], 2), DataError);
  assert.throws(() => crossFit([['a'], ['b']], [1, 1], 2, 2), /without fold 1 has no word/);
});
