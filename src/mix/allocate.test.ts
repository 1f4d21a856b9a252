import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allocate, type Demand, mostTokens, type Supply } from './allocate.js';

const free: Demand = { requestedTokens: 1000, floor: 0, maxSynthetic: 1, sourceCap: 1, generatorCap: 1 };
const supply = (name: string, ratio: number, human: number, tokens: number, more: Partial<Supply> = {}) => ({
  name,
  ratio,
  human,
  tokens,
  generator: human === 0 ? 'model' : null,
  maxRepetition: 1,
  ...more,
});

test('tokens are in proportion and add up', () => {
  const thirds = ['a', 'b', 'c'].map((name) => supply(name, 1 / 3, 1, 1e6));
  assert.deepEqual(allocate(thirds, { ...free, requestedTokens: 100 }), {
    possible: true,
    tokens: [34, 33, 33],
  });
});

test('human tokens that run short: fewer tokens, more repetition, or a lower floor', () => {
  const supplies = [supply('books', 0.3, 1, 800_000), supply('web', 0.7, 0, 9e6)];
  const demand = { ...free, requestedTokens: 4_000_000, floor: 0.3 };
  const found = allocate(supplies, demand);
  assert.ok(!found.possible);
  assert.deepEqual(found.faults, [
    {
      constraint: 'requested_tokens',
      about: 'books',
      message: 'books: human tokens run short: 1,200,000 needed, 800,000 there',
    },
  ]);
  assert.deepEqual(found.nearest, [
    { requested_tokens: 2_666_666 },
    { max_repetition_ratio: { books: 1.51 } },
    { 'floor.human': 0.2, target_ratio: { books: 0.2, web: 0.8 } },
  ]);
  assert.equal(mostTokens(supplies), 2_666_666);
});

test('ratios below the floor: other ratios, or another floor', () => {
  const supplies = [supply('books', 0.2, 1, 1e6), supply('web', 0.8, 0.1, 1e6)];
  const found = allocate(supplies, { ...free, floor: 0.5 });
  assert.ok(!found.possible);
  assert.equal(found.faults[0].message, 'the target ratios hold 0.28 human tokens, the floor is 0.5');
  const [ratios, floor] = found.nearest;
  const { books, web } = ratios.target_ratio!;
  assert.ok(books + 0.1 * web >= 0.5 && books + 0.1 * web < 0.503, JSON.stringify(ratios));
  assert.deepEqual(floor, { 'floor.human': 0.28 });
});

test('caps: a source, and all that one generator made', () => {
  const supplies = [supply('books', 0.2, 1, 1e6), supply('gen1', 0.5, 0, 1e6), supply('gen2', 0.3, 0, 1e6)];
  const found = allocate(supplies, { ...free, sourceCap: 0.45, generatorCap: 0.6 });
  assert.ok(!found.possible);
  assert.deepEqual(
    found.faults.map(({ constraint, about }) => [constraint, about]),
    [
      ['caps.source', 'gen1'],
      ['caps.generator', 'model'],
    ],
  );
  const { target_ratio } = found.nearest[0];
  assert.ok(target_ratio!.gen1 + target_ratio!.gen2 <= 0.6 && target_ratio!.books <= 0.45);
});

test('without human sources no ratios reach a floor', () => {
  const found = allocate([supply('gen1', 1, 0, 1e6)], { ...free, floor: 0.1 });
  assert.ok(!found.possible);
  assert.deepEqual(found.nearest, [{ 'floor.human': 0 }]);
});
