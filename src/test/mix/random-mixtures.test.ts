/**
 * Mixtures of random sources, random requests and random rules, held to what they promise by a count of our own: the
 * plain tokeniser over the records of the shards. `GEN0_MIXTURES=500` runs as many.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dryRun, type MixConfig, verifyMixture, writeMixture } from '../../mix/index.js';
import { tokenise } from '../../profile/tokenise.js';
import { signingKey } from '../../provenance/signing-key.js';
import { newRandom } from '../../stats/random.js';
import { mixConfig, newWorkshop, randomRecords, type Workshop } from './workshop.js';

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)];

/** By the cards below. */
const LEAST_HUMAN: Record<string, number> = { books: 1, letters: 1, web: 0.4, forum: 0.75 };

/** Sources that all requests take from. */
function sources(workshop: Workshop): void {
  const evidence = [{ kind: 'document', statement: 'printed' }];
  const cards: [string, object][] = [
    ['books', { origin: 'human', evidence }],
    ['letters', { origin: 'human', evidence }],
    ['web', { origin: 'mixed', humanFraction: [0.4, 0.9], evidence }],
    ['forum', { origin: 'mixed', humanFraction: [0.75, 1], evidence }],
    ['gen1', { origin: 'synthetic', generator: { model: 'one' } }],
    ['gen2', { origin: 'synthetic', generator: { model: 'one', version: '2' } }],
    ['other', { origin: 'synthetic', generator: { model: 'two' } }],
    ['found', { origin: 'unknown' }],
  ];
  for (const [i, [name, card]] of cards.entries()) {
    workshop.source(name, randomRecords(name, 60 + 40 * i, 20 + 30 * (i % 3), i + 1), card);
  }
}

function randomRequest(random: Random, names: readonly string[]): object {
  const chosen = names.filter(() => random() < 0.5);
  if (chosen.length === 0) chosen.push(pick(random, names));
  const weights = chosen.map(() => 0.05 + random());
  const sum = weights.reduce((a, b) => a + b, 0);
  const ratios = weights.map((weight) => Math.round((1000 * weight) / sum) / 1000);
  ratios[0] += 1 - ratios.reduce((a, b) => a + b, 0);
  // Half the requests ask for what they can have by sums.
  const modest = random() < 0.6;
  const share = chosen.reduce((sum, name, i) => sum + ratios[i] * (LEAST_HUMAN[name] ?? 0), 0);
  return {
    requested_tokens: 200 + Math.floor(random() ** 2 * 12_000),
    seed: Math.floor(random() * 1000),
    ...(random() < 0.7 && {
      floor: {
        human: modest ? share * pick(random, [1, 0.9, 0.5]) : pick(random, [0.1, 0.3, 0.8, 1, random()]),
      },
    }),
    confidence: pick(random, [0, 0.5, 0.95]),
    unknown: pick(random, ['synthetic', 'exclude']),
    ...(!modest && random() < 0.2 && { max_synthetic: random() }),
    strategy: pick(random, ['accumulate', 'anchor', 'fresh']),
    on_shortage: modest ? 'shrink' : pick(random, ['fail', 'shrink']),
    ...(random() < (modest ? 0.1 : 0.4) && {
      caps: { source: pick(random, [0.4, 0.6, 0.9]), generator: pick(random, [0.3, 0.6]) },
    }),
    ...(random() < 0.3 && { filters: { exact: true, loops: random() < 0.5 } }),
    sources: chosen.map((source_name, i) => ({
      source_name,
      target_ratio: Math.max(0, ratios[i]),
      max_repetition_ratio: pick(random, [1, 1, 1.5, 3]),
      max_source_fraction: pick(random, [1, 1, 0.5]),
    })),
  };
}

/** Counts a written mixture by other means, and holds it to the request. */
function check(folder: string, config: MixConfig, workshop: Workshop, originals: Map<string, string>): void {
  const floor = Math.max(config.floor?.human ?? 0, 1 - (config.max_synthetic ?? 1));
  const bySource = new Map<string, number>();
  const byText = new Map<string, number>();
  let total = 0;
  const shards = readdirSync(folder).filter((name) => name.startsWith('shard-'));
  for (const name of shards) {
    let [tokens, human] = [0, 0];
    for (const line of readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')) {
      const { origin, source, ...record } = JSON.parse(line);
      assert.equal(originals.get(record.id), JSON.stringify(record), 'a record keeps all that it had');
      const card = workshop.cards.get(source)!;
      assert.equal(origin, card.origin);
      const n = tokenise(record.text, 'words').length;
      tokens += n;
      human += n * (card.origin === 'unknown' ? 0 : card.humanFraction[0]);
      bySource.set(source, (bySource.get(source) ?? 0) + n);
      byText.set(record.id, (byText.get(record.id) ?? 0) + 1);
    }
    assert.ok(human >= floor * tokens - 1e-6, `${name}: ${human / tokens} human, the floor is ${floor}`);
    total += tokens;
  }
  assert.ok(total > 0 && total <= config.requested_tokens, `${total} of ${config.requested_tokens}`);
  const byGenerator = new Map<string, number>();
  for (const [source, tokens] of bySource) {
    assert.ok(tokens <= (config.caps?.source ?? 1) * total + 1e-6, `${source} is ${tokens / total}`);
    const model = workshop.cards.get(source)!.generator?.model;
    if (model !== undefined) byGenerator.set(model, (byGenerator.get(model) ?? 0) + tokens);
    const rule = config.sources.find(({ source_name }) => source_name === source)!;
    const lines = [...originals].filter(([id]) => id.startsWith(`${source}-`));
    const has = lines.reduce((sum, [, text]) => sum + tokenise(JSON.parse(text).text, 'words').length, 0);
    assert.ok(tokens <= has * rule.max_source_fraction * rule.max_repetition_ratio + 1e-6, source);
    for (const [id, times] of byText) {
      if (id.startsWith(`${source}-`)) assert.ok(times <= Math.ceil(rule.max_repetition_ratio), id);
    }
  }
  for (const [model, tokens] of byGenerator) {
    assert.ok(tokens <= (config.caps?.generator ?? 1) * total + 1e-6, `${model} made ${tokens / total}`);
  }
}

test('random mixtures: floor in every shard, caps, totals, records, same seed same bytes; impossible ones are explained', async (t) => {
  const workshop = newWorkshop(t);
  sources(workshop);
  const originals = new Map<string, string>();
  for (const name of readdirSync(workshop.folder).filter((each) => each.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(workshop.folder, name), 'utf8').trimEnd().split('\n')) {
      originals.set(JSON.parse(line).id, line);
    }
  }
  const publicKeys = [signingKey(workshop.store).publicKey];
  const runs = Number(process.env.GEN0_MIXTURES ?? 12);
  const seed = Number(process.env.GEN0_MIXTURE_SEED ?? 1);
  const counts = { possible: 0, impossible: 0, ways: 0, noWay: 0 };
  for (let run = 0; run < runs; run++) {
    const source = newRandom(seed, run);
    const random = () => source.uniform();
    const request = randomRequest(random, [...workshop.cards.keys()]);
    const config = mixConfig(request);
    const shardTokens = 100 + Math.floor(random() * 4000);
    const settings = { ...workshop.settings(), shardTokens };
    const output = join(workshop.folder, `out-${run}`);
    const shown = `run ${run}: ${JSON.stringify(request)}`;
    try {
      const { mixture, plan } = await writeMixture(config, { ...settings, output });
      if (mixture) {
        counts.possible++;
        check(output, config, workshop, originals);
        const verified = await verifyMixture(output, { publicKeys, jobs: 0 });
        assert.deepEqual(verified.faults, []);
        if (run % 4 === 0) {
          const again = join(workshop.folder, 'again');
          await writeMixture(config, { ...settings, output: again, jobs: run % 8 === 0 ? 2 : 0 });
          for (const name of readdirSync(output)) {
            assert.ok(readFileSync(join(again, name)).equals(readFileSync(join(output, name))), name);
          }
          assert.deepEqual(readdirSync(again), readdirSync(output));
          rmSync(again, { recursive: true });
        }
        rmSync(output, { recursive: true });
      } else {
        counts.impossible++;
        assert.ok(plan.faults.length > 0);
        if (plan.nearest.length === 0) counts.noWay++;
        for (const fault of plan.faults) assert.match(fault.message, /\d|origin|declared/);
        for (const nearest of plan.nearest) {
          counts.ways++;
          const other = await dryRun(changed(request, nearest), settings);
          assert.ok(other.possible, `${JSON.stringify(nearest)} leads to ${JSON.stringify(other.faults)}`);
        }
      }
    } catch (error) {
      if (error instanceof Error) error.message = `${shown}\n${error.message}`;
      throw error;
    }
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.possible > 0 && counts.impossible > 0, JSON.stringify(counts));
});

/** The request with what `nearest` says in place of what it said. */
function changed(request: object, nearest: object): MixConfig {
  const copy = structuredClone(request) as Record<string, unknown> & {
    sources: Record<string, unknown>[];
  };
  for (const [key, value] of Object.entries(nearest)) {
    if (key === 'target_ratio' || key === 'max_repetition_ratio') {
      for (const source of copy.sources) {
        const own = (value as Record<string, number>)[String(source.source_name)];
        if (own !== undefined) source[key] = own;
        else if (key === 'target_ratio') source[key] = 0;
      }
    } else if (key.includes('.')) {
      const [outer, inner] = key.split('.');
      copy[outer] = { ...(copy[outer] as object), [inner]: value };
    } else copy[key] = value;
  }
  return mixConfig(copy);
}
