import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { NgramWalk } from '../../lm/ngram-walk.js';
import { logProbabilities, perplexity, windowLogs } from '../../lm/score-ngram.js';
import { discountsOf, SMOOTHINGS } from '../../lm/smoothing.js';
import { newRandom } from '../../stats/random.js';
import { readSpeeches } from '../demo/speeches.js';
import { type Documents, documents } from '../text/documents.js';
import { type PieceCorpus, toPieces } from '../text/piece-corpus.js';
import { sampleNgram } from './sample-ngram.js';

const kneserNey = (corpus: Documents, types: number, order: number) =>
  trainNgram(corpus, types, { order, smoothing: 'kneser-ney' });

/** Probabilities of all pieces after the last of `before`. */
function distribution(model: NgramModel, before: number[], floor: number): number[] {
  const walk = new NgramWalk(model);
  const text = Int32Array.from(before);
  for (let i = 0; i < text.length; i++) walk.read(text, i, floor);
  return Array.from({ length: model.types }, (_, piece) => walk.probabilityOf(piece, floor));
}

function near(a: readonly number[], b: readonly number[]): void {
  assert.ok(a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) < 1e-12), `[${a}] not [${b}]`);
}

test('by hand: the bigrams of 0 1 0 1 0 2, with a fourth piece that never stands', () => {
  const corpus = { pieces: Int32Array.of(0, 1, 0, 1, 0, 2), starts: Int32Array.of(0, 6) };
  // No row has a count of 3, so the discounts are 0.5 off 1 and 1 off 2.
  // Pieces by what stands before them: 0 has 2 (the beginning and 1), 1 and 2 have 1. Of 4: 1/4, 1/8, 1/8, 1/2 is left.
  // After 0, 3 pieces: 1 twice, 2 once: 1/3, 1/6, 1/2 is left. After 1: 0 twice: 1/2, 1/2 is left.
  const model = kneserNey(corpus, 4, 2);
  const alone = [1 / 4 + 1 / 8, 1 / 8 + 1 / 8, 1 / 8 + 1 / 8, 1 / 8];
  const after0 = [alone[0] / 2, 1 / 3 + alone[1] / 2, 1 / 6 + alone[2] / 2, alone[3] / 2];
  near(distribution(model, [0], 1 / 4), after0);
  near(distribution(model, [1], 1 / 4), [1 / 2 + alone[0] / 2, alone[1] / 2, alone[2] / 2, alone[3] / 2]);
  // Nothing followed 2, and 3 was never seen.
  for (const last of [2, 3]) near(distribution(model, [last], 1 / 4), alone);
  const logs = logProbabilities(model, { pieces: Int32Array.of(0, 2, 3), starts: Int32Array.of(0, 1, 3) });
  // Both documents begin: 0 once of 1.
  near([...logs].map(Math.exp), [1 / 2 + alone[0] / 2, alone[2] / 2, alone[3]]);
  assert.ok(Math.abs(perplexity(logs) - Math.exp(-(logs[0] + logs[1] + logs[2]) / 3)) < 1e-12);
  assert.deepEqual([...windowLogs(logs, Int32Array.of(0, 1, 3), 2)], [-logs[0], -(logs[1] + logs[2]) / 2]);
});

test('discounts by equation 17, and the fallback where counts of counts are missing', () => {
  assert.deepEqual(discountsOf(Int32Array.of(1, 1, 1, 1, 2, 2, 3, 4, 9)), [0.5, 1.25, 1]);
  assert.deepEqual(discountsOf(Int32Array.of(1, 1, 5)), [0.5, 1, 1.5]);
});

const anyTexts = fc.array(fc.string({ unit: fc.constantFrom(...'aabbcd. '), minLength: 1 }), {
  minLength: 1,
  maxLength: 8,
});

test('after any pieces, the probabilities of the whole spelling table sum to 1 and none is 0', () => {
  fc.assert(
    fc.property(anyTexts, fc.integer({ min: 1, max: 4 }), fc.array(fc.nat()), (texts, order, numbers) => {
      const corpus = toPieces(texts);
      fc.pre(corpus.pieces.length > 0);
      const types = corpus.spellings.length + 3;
      const model = kneserNey(corpus, types, order);
      const before = numbers.map((number) => number % types);
      const probabilities = distribution(model, before, 1 / types);
      const sum = probabilities.reduce((a, b) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-9, `${sum}`);
      assert.ok(Math.min(...probabilities) > 0);
    }),
  );
});

test('what the walk reads is what it foretells', () => {
  const corpus = toPieces(['a b a c a b', 'b a b', 'c a b a d']);
  const types = corpus.spellings.length;
  const model = kneserNey(corpus, types, 3);
  const logs = logProbabilities(model, corpus);
  const document = [...corpus.pieces.subarray(corpus.starts[2], corpus.starts[3])];
  document.forEach((piece, i) => {
    const foretold = distribution(model, document.slice(0, i), 1 / types)[piece];
    assert.ok(Math.abs(foretold - Math.exp(logs[corpus.starts[2] + i])) < 1e-12);
  });
});

test('on speeches: training text is likelier than held-out text, and longer contexts foretell that better', () => {
  const corpus = toPieces(
    readSpeeches()
      .slice(0, 60)
      .map(({ text }) => text),
  );
  const even = (d: number) => d % 4 !== 3;
  const which = Array.from({ length: 60 }, (_, d) => d);
  const train = documents.take(corpus, which.filter(even));
  const heldOut = documents.take(
    corpus,
    which.filter((d) => !even(d)),
  );
  const types = corpus.spellings.length;
  const [one, two, three] = [1, 2, 3].map((order) => {
    const model = kneserNey(train, types, order);
    return {
      known: perplexity(logProbabilities(model, train)),
      heldOut: perplexity(logProbabilities(model, heldOut)),
    };
  });
  assert.ok(
    three.known < 0.5 * three.heldOut && two.known < two.heldOut,
    JSON.stringify({ one, two, three }),
  );
  assert.ok(
    three.heldOut < two.heldOut && two.heldOut < 0.5 * one.heldOut,
    JSON.stringify({ one, two, three }),
  );
});

/** p^(1/T), of which the least likely beyond the mass `keep` are cut, as shares. */
function bentShares(p: number[], temperature: number, keep: number): number[] {
  const raised = p.map((x) => (temperature > 0 ? x ** (1 / temperature) : x === Math.max(...p) ? 1 : 0));
  const sum = raised.reduce((a, b) => a + b);
  let reached = 0;
  let least = 0;
  for (const x of raised.toSorted((a, b) => b - a)) {
    if (reached < keep * sum) least = x;
    reached += x;
  }
  const cut = raised.map((x) => (x >= least * (1 - 1e-6) ? x : 0));
  const left = cut.reduce((a, b) => a + b);
  return cut.map((x) => x / left);
}

/** 99.99 % quantile of chi-square, by Wilson and Hilferty. */
const limit = (df: number) => df * (1 - 2 / (9 * df) + 3.72 * Math.sqrt(2 / (9 * df))) ** 3;

test('at any temperature and nucleus, pieces are drawn as often as the bent distribution says', () => {
  const corpus = toPieces(['.a.b.a.c', '.a.b.a', ',a!b', ',a!c.d', '.a.b!e', '!a.f!g']);
  const types = corpus.spellings.length;
  for (const smoothing of SMOOTHINGS) {
    const model = trainNgram(corpus, types, { order: 3, smoothing });
    for (const [temperature, keep] of [
      [1, 1],
      [0.5, 1],
      [0, 1],
      [2, 1],
      [1, 0.7],
      [0.6, 0.8],
      [3, 0.6],
    ]) {
      const drawn = sampleNgram(model, new Array(4000).fill(6), newRandom(7), { temperature, keep });
      let statistic = 0;
      let df = 0;
      for (const [before, seen] of histories(drawn, types)) {
        const n = seen.reduce((a, b) => a + b);
        if (n < 300) continue;
        const pieces = before === '' ? [] : before.split(' ').map(Number);
        const shares = bentShares(distribution(model, pieces, 1 / types), temperature, keep);
        shares.forEach((share, piece) => {
          if (share === 0) assert.equal(seen[piece], 0, `${smoothing} ${temperature} ${keep}`);
          else if (n * share > 5) statistic += (seen[piece] - n * share) ** 2 / (n * share);
        });
        df += shares.filter((share) => n * share > 5).length - 1;
      }
      if (df > 0)
        assert.ok(statistic < limit(df), `${smoothing} ${temperature} ${keep}: ${statistic}, df ${df}`);
    }
  }
});

/** [the pieces of a document so far] = how often each piece came next. */
function histories({ pieces, starts }: Documents, types: number): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (let d = 0; d + 1 < starts.length; d++) {
    const document = pieces.subarray(starts[d], starts[d + 1]);
    document.forEach((piece, i) => {
      const before = document.subarray(0, i).join(' ');
      if (!all.has(before)) all.set(before, new Array(types).fill(0));
      all.get(before)![piece]++;
    });
  }
  return all;
}

test('documents are taken and joined whole', () => {
  const corpus: PieceCorpus = toPieces(['a b', '', 'c', 'a c a']);
  const taken = documents.take(corpus, [3, 0, 3]);
  assert.deepEqual([...taken.starts], [0, 3, 5, 8]);
  const joined = documents.join([taken, documents.take(corpus, [1, 2])]);
  assert.equal(documents.size(joined), 5);
  assert.deepEqual([...joined.pieces], [0, 3, 4, 0, 1, 0, 3, 4, 2]);
  assert.deepEqual([...joined.starts], [0, 3, 5, 8, 8, 9]);
});
