import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NgramModel } from '../../lm/ngram.js';
import { newRandom } from '../../stats/random.js';
import { recordOf, runWorld } from '../../test/lab/run-world.js';
import { sharedFolder } from '../../test/shared.js';
import { zipfDocuments } from '../../test/zipf-text.js';
import { readSpeeches } from '../demo/speeches.js';
import type { LabInput } from '../lab-input.js';
import type { RunState } from '../run/run-one.js';
import { drawFresh, splitCorpus } from '../text/corpus-split.js';
import type { Documents } from '../text/documents.js';
import { documents, lengthsOf } from '../text/documents.js';
import type { Setup } from '../world.js';
import { text } from './text.js';

const zipf: LabInput = {
  kind: 'corpus',
  name: 'zipf',
  texts: zipfDocuments(160, 300, 1, 4000).map((document) => document.text),
};
const speeches: LabInput = { kind: 'corpus', name: 'speeches', texts: readSpeeches().map((one) => one.text) };

const setUp = (settings: object, seed = 1) =>
  text.setup(text.parameters.parse(settings), newRandom(seed), zipf) as Setup<Documents, NgramModel>;

test('a corpus in three parts: no document stands in two, a tenth or a half is held back, most is heeded', () => {
  const texts = Array.from({ length: 40 }, (_, d) => `word${d} and more`);
  const split = splitCorpus(texts, 'forty', 0.5, 1e6, newRandom(1));
  assert.deepEqual(
    [split.human, split.heldOut, split.pool].map((part) => documents.size(part)),
    [20, 5, 15],
  );
  const firsts = [split.human, split.heldOut, split.pool].flatMap(({ pieces, starts }) =>
    [...starts.subarray(0, -1)].map((start) => pieces[start]),
  );
  assert.equal(new Set(firsts).size, 40);
  const few = splitCorpus(texts, 'forty', 0.1, 32, newRandom(1));
  assert.deepEqual(
    [few.human, few.heldOut, few.pool].map((part) => documents.size(part)),
    [9, 1, 0],
  );
  assert.throws(
    () => splitCorpus(['a', '', ' '], 'three', 0, 1e6, newRandom(1)),
    /three: 1 documents with words/,
  );
  const fresh = drawFresh(documents, split.pool, 35, newRandom(2));
  assert.equal(documents.size(fresh), 35);
  const drawn = new Set([...fresh.starts.subarray(0, 15)].map((start) => fresh.pieces[start]));
  assert.equal(drawn.size, 15);
});

test('a larger run than the corpus is cut to it; generations have its documents and lengths', async () => {
  const setup = setUp({ audit: false });
  assert.equal(setup.supply, 80);
  const first = setup.real(80, newRandom(1), 0);
  const model = await setup.fit({ data: first, human: new Uint8Array(80).fill(1) }, newRandom(2));
  const sample = await setup.sample(model, 80, newRandom(3), { lambda: 1, temperature: 1, keep: 1 }, 1);
  assert.deepEqual(lengthsOf(sample), lengthsOf(first));
  assert.equal([...setup.texts!(sample)].length, 80);
  const arm = { regime: 'replace', generations: 2, with: { audit: false } };
  const all = await recordOf(text, { ...arm, samples: 80 }, { input: zipf });
  const more = await recordOf(text, { ...arm, samples: 1000 }, { input: zipf });
  assert.deepEqual(all, more);
});

test('without held-back text, fresh data and the verifier are refused with the remedy', async () => {
  const run = (regime: string) =>
    recordOf(
      text,
      { regime, samples: 50, generations: 2, with: { reserve: 0, audit: false } },
      { input: zipf },
    );
  await assert.rejects(run('fresh:0.5'), /set reserve/);
  await assert.rejects(run('verify:0.9'), /this world cannot/);
  await recordOf(
    text,
    { regime: 'replace', samples: 50, generations: 1, with: { reserve: 0 } },
    { input: zipf },
  );
});

test('every regime runs, and gives figures of a probability', async () => {
  for (const regime of [
    'verify:0.9',
    'target:0.3',
    'edit:0.2',
    'fresh:0.5+detect:0.5',
    'fresh:0.3+keep:0.9',
    'temperature:1.2',
    'ensemble:2',
  ]) {
    const arm = { regime, samples: 60, generations: 2, with: { audit: false } };
    const { vocabulary, 'held-out': heldOut } = await runWorld(text, arm, { input: zipf });
    assert.ok(vocabulary[2] > 0.1 && vocabulary[2] < 1, `${regime} ${vocabulary}`);
    assert.ok(
      heldOut.every((x) => x > 100 && x < 10_000),
      `${regime} ${heldOut}`,
    );
  }
});

test('a detector is trained on the first mixture and kept: a run taken up ends in the same bytes', async () => {
  const arm = { regime: 'fresh:0.5+detect:0.5', samples: 60, generations: 3, with: { audit: false } };
  const states: RunState[] = [];
  const onGeneration = (_: number, __: number, state: () => RunState) =>
    states.push(structuredClone(state()));
  const whole = await recordOf(text, arm, { input: zipf, onGeneration });
  for (const { loop } of states.slice(1, -1)) assert.equal(loop.training.human.length, 30);
  assert.ok(states[1].loop.detector);
  assert.deepEqual(states[2].loop.detector, states[1].loop.detector);
  assert.deepEqual(await recordOf(text, arm, { input: zipf, from: states[1] }), whole);
  await assert.rejects(recordOf(text, { ...arm, regime: 'detect:0.5' }, { input: zipf }), /at least 20 real/);
});

test('a run taken up after any generation ends in the same bytes', async () => {
  const arm = { regime: 'accumulate+keep:0.95', samples: 60, generations: 3 };
  const states: RunState[] = [];
  const whole = await recordOf(text, arm, {
    input: zipf,
    pictured: true,
    onGeneration: (_, __, state) => states.push(structuredClone(state())),
  });
  for (const from of states.slice(0, -1)) {
    assert.deepEqual(await recordOf(text, arm, { input: zipf, pictured: true, from }), whole);
  }
});

test('the speeches: healthy, then early with phrases held; the tail goes first, regimes keep the published order', async () => {
  const run = (regime: string, generations: number, audit: boolean) => {
    // Speeches are long: enough of them for an audit, 400,000 words and signs at the most.
    const arm = { regime, samples: 1000, generations, with: { most: 900_000, reserve: 0.3, audit } };
    return runWorld(text, arm, { input: { ...speeches, texts: cut(speeches.texts, 700) } });
  };
  const replace = await run('replace', 4, true);
  assert.deepEqual(replace.verdict.slice(0, 2), [0, 1]);
  assert.ok(replace['diversity/distinct-2'][1] > 0.85);
  for (const g of [1, 2, 3, 4]) {
    const [hapax, distinct] = [replace['tails/hapax'][g], replace['diversity/distinct-2'][g]];
    assert.ok(hapax < 0.7 * distinct, `${g}: ${hapax} ${distinct}`);
    assert.ok(replace.vocabulary[g] < replace.vocabulary[g - 1]);
    assert.ok(g === 1 || replace['held-out'][g] > replace['held-out'][g - 1]);
  }
  const anchor = await run('anchor:0.1', 4, false);
  const accumulate = await run('accumulate', 4, false);
  assert.ok(replace['held-out'][4] > anchor['held-out'][4]);
  assert.ok(anchor['held-out'][4] > accumulate['held-out'][4]);
  assert.ok(accumulate.vocabulary[4] > anchor.vocabulary[4]);
});

/** The first words of each text. */
function cut(texts: string[], words: number): string[] {
  return texts.map((one) => one.split(' ').slice(0, words).join(' '));
}

test('WikiText-2: early before late, and people against themselves healthy', async (t) => {
  const folder = sharedFolder(t);
  if (folder === null) return;
  const { readSet } = await import('../../bench/sets.js');
  const texts = readSet('wikitext2').map((document) => document.text);
  const arm = { regime: 'replace', samples: 1000, generations: 8, with: { reserve: 0.3 } };
  const run = { input: { kind: 'corpus' as const, name: 'wikitext2', texts }, every: 4 };
  const { verdict } = await runWorld(text, arm, run);
  assert.deepEqual(verdict, [0, 1, verdict[2], 2]);
});
