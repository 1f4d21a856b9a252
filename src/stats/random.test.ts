import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { newRandom, type Random } from './random.js';

/** A source's four words of state. */
const stateOf = (random: Random) => {
  const { s01, s00, s11, s10 } = random as unknown as Record<'s01' | 's00' | 's11' | 's10', number>;
  return [s01, s00, s11, s10];
};

test('normal has the moments and the tails of the standard normal', () => {
  const random = newRandom(1, 2);
  const n = 2_000_000;
  const sums = [0, 0, 0, 0];
  const beyond = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    let power = 1;
    for (let m = 0; m < 4; m++) {
      power *= x;
      sums[m] += power;
    }
    for (let k = 1; k <= 4; k++) if (x > k) beyond[k - 1]++;
  }
  // Standard errors: sqrt(E x^2m - (E x^m)^2) / sqrt(n).
  [0, 1, 0, 3].forEach((mean, m) => {
    const error = Math.sqrt([1, 2, 15, 96][m] / n);
    assert.ok(Math.abs(sums[m] / n - mean) < 4 * error, `moment ${m + 1}: ${sums[m] / n}`);
  });
  [0.158655254, 0.022750132, 0.001349898, 3.16712e-5].forEach((p, k) => {
    const error = Math.sqrt((p * (1 - p)) / n);
    assert.ok(Math.abs(beyond[k] / n - p) < 4 * error, `beyond ${k + 1}: ${beyond[k] / n}`);
  });
});

test('normal fills every quantile alike', () => {
  const random = newRandom(7);
  const n = 1_000_000;
  const bounds = [-1.281551566, -0.841621234, -0.524400513, -0.253347103, 0, 0.253347103, 0.524400513];
  const below = bounds.map(() => 0);
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    bounds.forEach((bound, b) => {
      if (x < bound) below[b]++;
    });
  }
  below.forEach((count, b) => {
    const p = 0.1 * (b + 1);
    assert.ok(Math.abs(count / n - p) < 4 * Math.sqrt((p * (1 - p)) / n), `${bounds[b]}: ${count / n}`);
  });
});

test('streams repeat, and differ in every part of their path', () => {
  const first = (...path: [number, ...number[]]) => {
    const random = newRandom(...path);
    return [random.uniform(), random.uniform(), random.normal()].join();
  };
  assert.equal(first(3, 1, 4), first(3, 1, 4));
  const streams = new Set<string>();
  for (let seed = 0; seed < 40; seed++)
    for (let a = 0; a < 20; a++) for (const b of [0, 1, 2 ** 32]) streams.add(first(seed, a, b));
  assert.equal(streams.size, 40 * 20 * 3);
});

test('neighbouring seeds are uncorrelated, and below is uniform', () => {
  const n = 20_000;
  let product = 0;
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < n; seed++) {
    product += newRandom(seed, 5).normal() * newRandom(seed + 1, 5).normal();
    counts[newRandom(seed, 6).below(10)]++;
  }
  assert.ok(Math.abs(product / n) < 4 / Math.sqrt(n), String(product / n));
  for (const count of counts) assert.ok(Math.abs(count - n / 10) < 4 * Math.sqrt(n * 0.09), String(counts));
});

test('the bits are those of xoroshiro128+ from the same state', () => {
  const random = newRandom(11, 3);
  const twin = xoroshiro128plusFromState(stateOf(random));
  for (let i = 0; i < 10_000; i++) {
    const high = twin.next() >>> 5;
    const low = twin.next() >>> 6;
    assert.equal(random.uniform(), (high * 2 ** 26 + low) / 2 ** 53);
  }
});

/** Fills, and draws as many one by one: throws where a bit or the state differs; gives how many lay in the tail. */
function assertFilled(filled: Random, single: Random, length: number): number {
  const into = new Float64Array(length + 2).fill(7);
  filled.fillNormal(into.subarray(1, length + 1));
  let tail = 0;
  for (let i = 1; i <= length; i++) {
    const x = single.normal();
    if (!Object.is(into[i], x)) assert.fail(`number ${i} of ${length}: ${into[i]}, not ${x}`);
    if (Math.abs(x) > 3.442619855899) tail++;
  }
  assert.deepEqual([into[0], into[length + 1]], [7, 7], 'written beyond its end');
  assert.deepEqual(stateOf(filled), stateOf(single), `state after ${length}`);
  return tail;
}

test('filled normals are those drawn one by one, bit for bit, and the stream goes on where they end', () => {
  const [filled, single] = [newRandom(5, 5), newRandom(5, 5)];
  for (const length of [0, 1, 2, 7, 8, 9, 63, 64, 65, 1000, 4095, 4096, 4097, 8192, 12_289, 100_003]) {
    assertFilled(filled, single, length);
    assert.equal(filled.uniform(), single.uniform());
    assert.equal(filled.normal(), single.normal());
  }
  // P(|x| > 3.4426) = 5.76e-4: the tail is met, and as often as it should be.
  const n = 3_000_000;
  const tail = assertFilled(filled, single, n);
  assert.ok(Math.abs(tail / n - 5.7611e-4) < 4 * Math.sqrt(5.76e-4 / n), String(tail));
});

test('streams that fill by turns do not touch each other', () => {
  for (let seed = 0; seed < 300; seed++) {
    const pairs = [1, 2, 3].map((path) => [newRandom(seed, path), newRandom(seed, path)]);
    for (const length of [seed, 3 * seed + 1, 1])
      for (const [filled, single] of pairs) assertFilled(filled, single, length);
  }
});

test('a fill begins like normal from a state whose first bits lie in the tail, in a wedge, at either end', () => {
  // The first 32 bits are the sum of the lower halves: every layer with its outermost and innermost values.
  for (let layer = 0; layer < 128; layer++) {
    for (const value of [0, 1, 0x0ffffff, 0x0fffff0, 0x1000000, 0x1000001, 0x1ffffff, 0x0f00000]) {
      const [filled, single] = [newRandom(layer, value), newRandom(layer, value)];
      const state = { s01: 0x1234567 ^ value, s00: 0, s11: layer, s10: (layer << 25) | value };
      Object.assign(filled, state);
      Object.assign(single, state);
      assertFilled(filled, single, 9);
    }
  }
});
