import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import { classShares, lostClasses } from './class-balance.js';
import { fitClassifier, readImagesBy } from './classifier.js';
import type { Images } from './images.js';
import { precisionAndRecall } from './manifold.js';

const [WIDTH, HEIGHT] = [11, 10];

/** Upright bars, level bars, crosses of both and discs, of any place and brightness, in noise. */
function shapes(count: number, seed: number, kinds: readonly number[] = [0, 1, 2, 3]) {
  const random = newRandom(seed);
  const values = new Float32Array(count * WIDTH * HEIGHT);
  const codes = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const kind = kinds[random.below(kinds.length)];
    const [x, y, light] = [
      2 + random.below(WIDTH - 4),
      2 + random.below(HEIGHT - 4),
      0.5 + random.uniform() / 2,
    ];
    for (let j = 0; j < WIDTH * HEIGHT; j++) {
      const [right, down] = [Math.abs((j % WIDTH) - x), Math.abs(Math.floor(j / WIDTH) - y)];
      const upright = kind !== 1 && kind !== 3 && right === 0 && down < 3;
      const level = (kind === 1 || kind === 2) && down === 0 && right < 3;
      const disc = kind === 3 && right ** 2 + down ** 2 < 5;
      values[i * WIDTH * HEIGHT + j] =
        (upright || level || disc ? light : 0) + 0.1 * random.uniform() * (1 - light);
    }
    codes[i] = kind;
  }
  return { images: { width: WIDTH, height: HEIGHT, values } satisfies Images, codes };
}

test('a classifier tells shapes that it has not seen, and in its features lost shapes are lost recall', async () => {
  const seen = shapes(1000, 1);
  const classifier = await fitClassifier(seen.images, seen.codes, 4, newRandom(2));
  const read = (some: { images: Images }) => readImagesBy(classifier, some.images);
  const real = shapes(400, 3);
  const { classes, features } = await read(real);
  const right = classes.filter((code, i) => code === real.codes[i]).length;
  assert.ok(right >= 0.97 * 400, `${right} of 400`);
  assert.equal(features.values.length, 400 * features.dims);

  const all = await read(shapes(400, 4));
  const few = await read(shapes(400, 5, [0, 3]));
  const [before, after] = [all, few].map((made) => precisionAndRecall(features, made.features));
  assert.ok(before.recall > 0.8 && before.precision > 0.8, JSON.stringify(before));
  assert.ok(after.recall < 0.65 && after.precision > 0.8, JSON.stringify(after));
  const [first, now] = [all, few].map((made) => classShares(made.classes, 4));
  assert.deepEqual(lostClasses(first, now), [1, 2]);

  const again = await fitClassifier(seen.images, seen.codes, 4, newRandom(2));
  assert.deepEqual(again, classifier, 'same seed, same bytes');
});
