/** What `gen0 mix plan` says of later generations, from sources to figures. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readSpeeches } from '../../lab/demo/speeches.js';
import { dryRun, lookAhead, type Outlook } from '../../mix/index.js';
import { mixConfig, newWorkshop, randomRecords } from './workshop.js';

const sentences = readSpeeches()
  .flatMap(({ text }) => text.split(/(?<=[.] )/))
  .slice(0, 900)
  .map((text, i) => ({ id: `s${i}`, text }));

async function outlookOf(
  t: TestContext,
  strategy: string,
  human: number,
  options: { maxLoss?: number; simulate?: boolean } = {},
): Promise<Outlook> {
  const workshop = newWorkshop(t);
  const evidence = [{ kind: 'document', statement: 'printed' }];
  workshop.source('speeches', sentences, { origin: 'human', evidence });
  workshop.source('model', randomRecords('model', 900, 60, 1), {
    origin: 'synthetic',
    generator: { model: 'm' },
  });
  const config = mixConfig({
    requested_tokens: 12_000,
    strategy,
    sources: [
      { source_name: 'speeches', target_ratio: human },
      { source_name: 'model', target_ratio: 1 - human },
    ],
  });
  const plan = await dryRun(config, workshop.settings());
  assert.ok(plan.possible, JSON.stringify(plan.faults));
  const settings = { generations: 4, learner: 'unigram', seed: 1, simulate: false, ...options } as const;
  return lookAhead(plan, config, workshop.settings(), settings);
}

test('a mixture is told what theory promises, what is forecast, and the least human share; the lab agrees', async (t) => {
  const { promises, forecast, least, simulated, notes } = await outlookOf(t, 'anchor', 0.5, {
    maxLoss: 0.3,
    simulate: true,
  });
  assert.deepEqual([promises[0].formula, promises[0].applies], ['F15b', true]);
  assert.ok(forecast && least && simulated);
  assert.match(forecast.regime, /^replay:\d+$/);
  assert.deepEqual(
    forecast.generations.map(({ generation }) => generation),
    [1, 2, 3, 4],
  );
  for (const [i, { low, high }] of forecast.generations.entries()) {
    const room = (high - low) / 2;
    const lab = simulated.shares[i];
    assert.ok(low - room < lab && lab < high + room, `generation ${i + 1}: ${lab}, ${low} to ${high}`);
  }
  assert.ok(!least.unreachable && least.worst <= 0.3 && least.share > 0);
  assert.equal(notes.length, 1);
});

test('fresh text that would run out, and a mixture without human text, are said to be so', async (t) => {
  const fresh = await outlookOf(t, 'fresh', 0.9);
  assert.ok(fresh.forecast!.atFirst < 1);
  assert.ok(fresh.notes.some((note) => /fresh human documents and \d+ are left/.test(note)));
  const none = await outlookOf(t, 'accumulate', 0);
  assert.equal(none.promises[0].formula, 'F16');
  assert.equal(none.forecast?.regime, 'accumulate');
});
