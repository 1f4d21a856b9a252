import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { ConfigError, DataError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import type { Setup } from '../world.js';
import { discrete, type Shares } from './discrete.js';

const UNBENT = { lambda: 1, temperature: 1, keep: 1 };

const setup = (options: object, input?: LabInput) =>
  discrete.setup(discrete.parameters.parse(options), newRandom(0), input) as Setup<Uint32Array, Shares>;

function fit(world: Setup<Uint32Array, Shares>, data: number[], weights?: number[]): Shares {
  const training = { data: Uint32Array.from(data), human: new Uint8Array(data.length) };
  const weighted = weights ? { ...training, weights: Float64Array.from(weights) } : training;
  return world.fit(weighted, newRandom(1)) as Shares;
}

const pairs = ({ symbols, shares }: Shares) => [...symbols].map((symbol, i) => [symbol, shares[i]]);

const corpus = (...texts: string[]): LabInput => ({ kind: 'corpus', name: 'mine.txt', texts });

test('a fit is the counts over n, by weight where there are weights, and smoothed over the whole alphabet', () => {
  const world = setup({ truth: 'uniform', m: 4 });
  assert.deepEqual(pairs(fit(world, [2, 0, 2, 2])), [
    [2, 0.75],
    [0, 0.25],
  ]);
  assert.deepEqual(pairs(fit(world, [2, 0, 1], [0.5, 2.5, 0])), [
    [2, 0.5 / 3],
    [0, 2.5 / 3],
  ]);
  const smooth = setup({ truth: 'uniform', m: 4, smoothing: 0.5 });
  assert.deepEqual(pairs(fit(smooth, [2, 0, 2, 2])), [
    [0, 1.5 / 6],
    [1, 0.5 / 6],
    [2, 3.5 / 6],
    [3, 0.5 / 6],
  ]);
});

test('measures of a small model are what they are by hand', () => {
  const world = setup({ truth: 'uniform', m: 4, rare: 0.5 });
  const first = Uint32Array.of(0, 1, 1, 2);
  const model = fit(world, [1, 1, 1, 2]);
  const data = Uint32Array.of(1, 1, 1, 2);
  const training = { data, human: new Uint8Array(4) };
  const seen = { generation: 2, model, training, sample: data, first, random: newRandom(1) };
  const values = world.probe(seen) as Record<string, number>;
  assert.equal(values.unique, 2);
  assert.equal(values.missing, 0.5);
  assert.equal(values.tv, 0.5);
  assert.equal(values.repeat, 0.625);
  assert.ok(Math.abs(values.kl - (0.75 * Math.log(3) + 0)) < 1e-12);
  assert.equal(values.rare, 0.5);
  assert.equal(values['alive-1'], 0.5);
  assert.equal(values['alive-2'], 1);
  assert.ok(Number.isNaN(values['alive-5']));
  assert.deepEqual(world.lost!(seen), ['rank 1']);
});

test('temperature 0, a nucleus and a cut keep what they say', () => {
  const model = { symbols: Uint32Array.of(5, 1, 9), shares: Float64Array.of(0.3, 0.5, 0.2) };
  const drawn = (options: object, bias: object) => {
    const world = setup({ m: 10, ...options });
    return [...new Set(world.sample(model, 500, newRandom(3), { ...UNBENT, ...bias }, 1) as Uint32Array)];
  };
  assert.deepEqual(drawn({}, {}).sort(), [1, 5, 9]);
  assert.deepEqual(drawn({}, { temperature: 0 }), [1]);
  assert.deepEqual(drawn({}, { keep: 0.7 }).sort(), [1, 5]);
  assert.deepEqual(drawn({ cut: 6 }, {}).sort(), [1, 5]);
  assert.deepEqual(drawn({ cut: 1 }, {}).sort(), [1, 5, 9], 'a cut that leaves nothing is none');
});

test('the rare symbols are written on purpose where any is alive', () => {
  const world = setup({ truth: 'uniform', m: 10, rare: 0.3 });
  const model = fit(world, [0, 0, 0, 0, 8, 9]);
  assert.deepEqual([...new Set(world.rare!(model, 200, newRandom(1)))].sort(), [8, 9]);
  assert.deepEqual([...new Set(world.rare!(fit(world, [0, 1]), 200, newRandom(1)))].sort(), [0, 1]);
});

test("a corpus's words are the alphabet, and the lost ones are named, the rarest first", () => {
  const world = setup({}, corpus('the cat and the dog', 'The owl and the cat'));
  const model = fit(world, [0]);
  const data = Uint32Array.of(0, 1, 2, 3, 4);
  const seen = {
    generation: 1,
    model,
    training: { data, human: new Uint8Array(5) },
    sample: data,
    first: data,
    random: newRandom(1),
  };
  assert.deepEqual(world.lost!(seen), ['owl', 'dog', 'cat', 'and']);
  assert.throws(() => setup({}, corpus('one')), DataError);
  assert.throws(() => setup({ truth: 'corpus' }), ConfigError);
});
