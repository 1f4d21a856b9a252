import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../nn/index.js';
import { newRandom } from '../../stats/random.js';
import { fitGan, type GanOptions, ganSizes } from './gan.js';
import type { FitHost } from './train-network.js';

test('where the discriminator diverges, the step of the generator before it is taken back', async () => {
  const sizes = ganSizes(28, { channels: 2, noise: 4 })!;
  const options: GanOptions = { sizes, batch: 2, steps: 40, rate: 1e-3 };
  const pixels = 28 * 28;
  const random = newRandom(5);
  const values = Float32Array.from({ length: 24 * pixels }, () => random.uniform());
  // Only the discriminator looks at real images.
  values.fill(Number.NaN, 17 * pixels, 18 * pixels);
  let kept: { store: Store; step: number } | undefined;
  const host: FitHost = {
    left: () => undefined,
    keep: () => {},
    end: () => {},
    fail: (_name, store, step) => {
      kept = { store, step };
      return 'here';
    },
    check: () => {},
    tell: () => {},
  };
  await assert.rejects(
    fitGan(values, options, newRandom(2), { host }),
    /diverged at step .* It is in here, .*--set rate=/,
  );
  assert.ok(kept && kept.step > 0 && kept.step < 12, `${kept?.step}`);
  const before = await fitGan(values, { ...options, steps: kept.step }, newRandom(2));
  for (const [name, { data }] of Object.entries(before))
    assert.deepEqual(kept.store.get(name)?.data, data, name);
});
