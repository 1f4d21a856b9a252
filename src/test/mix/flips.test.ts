/** One bit flipped anywhere in a mixture is found, and its file named. `GEN0_FLIPS=1000` flips as many. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { verifyMixture, writeMixture } from '../../mix/index.js';
import { signingKey } from '../../provenance/signing-key.js';
import { newRandom } from '../../stats/random.js';
import { mixConfig, newWorkshop, randomRecords } from './workshop.js';

for (const format of ['jsonl', 'parquet'] as const) {
  test(`a flipped bit in ${format} shards or in the statement is found and named`, async (t) => {
    const workshop = newWorkshop(t);
    workshop.source('human', randomRecords('human', 60, 40, 1), {
      origin: 'human',
      evidence: [{ kind: 'document', statement: 'printed' }],
    });
    workshop.source('made', randomRecords('made', 60, 40, 2), { origin: 'synthetic' });
    const config = mixConfig({
      requested_tokens: 1000,
      floor: { human: 0.4 },
      sources: [
        { source_name: 'human', target_ratio: 0.5 },
        { source_name: 'made', target_ratio: 0.5 },
      ],
    });
    const output = join(workshop.folder, 'out');
    await writeMixture(config, { ...workshop.settings(), shardTokens: 350, format, output });
    const settings = { publicKeys: [signingKey(workshop.store).publicKey], jobs: 0 };
    assert.deepEqual((await verifyMixture(output, settings)).faults, []);
    const random = newRandom(format.length);
    const names = readdirSync(output);
    const flips = Number(process.env.GEN0_FLIPS ?? 40) / 2;
    for (let flip = 0; flip < flips; flip++) {
      const name = names[random.below(names.length)];
      const path = join(output, name);
      const bytes = readFileSync(path);
      const bit = random.below(8 * bytes.length);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(path, bytes);
      const { ok, faults } = await verifyMixture(output, settings);
      assert.ok(!ok && faults.some(({ file }) => file === name), `bit ${bit} of ${name}`);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(path, bytes);
    }
    assert.deepEqual((await verifyMixture(output, settings)).faults, []);
  });
}

test('another signer, a strange file, a missing shard and swapped shards are named', async (t) => {
  const workshop = newWorkshop(t);
  const evidence = [{ kind: 'document', statement: 'printed' }];
  workshop.source('human', randomRecords('human', 60, 40, 1), { origin: 'human', evidence });
  const sources = [{ source_name: 'human', target_ratio: 1 }];
  const config = mixConfig({ requested_tokens: 300, floor: { human: 1 }, sources });
  const output = join(workshop.folder, 'out');
  await writeMixture(config, { ...workshop.settings(), shardTokens: 100, output });
  const settings = { publicKeys: [signingKey(workshop.store).publicKey], jobs: 0 };
  const faults = async (publicKeys = settings.publicKeys) =>
    (await verifyMixture(output, { publicKeys, jobs: 0 })).faults.map(
      ({ file, message }) => `${file}: ${message}`,
    );
  const stranger = generateKeyPairSync('ed25519');
  assert.match((await faults([stranger.publicKey])).join('\n'), /^mixture\.json: not signed by key/);
  const at = (name: string) => join(output, name);
  writeFileSync(at('more.jsonl'), '{}\n');
  assert.deepEqual(await faults(), ['more.jsonl: is none of the mixture, by its statement']);
  rmSync(at('more.jsonl'));
  const [a, b] = [at('shard-00000.jsonl'), at('shard-00001.jsonl')];
  copyFileSync(a, at('.kept'));
  renameSync(b, a);
  renameSync(at('.kept'), b);
  const swapped = (await faults()).join('\n');
  assert.match(swapped, /^shard-00000\.jsonl: /m);
  assert.match(swapped, /^shard-00001\.jsonl: /m);
  rmSync(b);
  assert.ok((await faults()).includes('shard-00001.jsonl: is missing'));
});
