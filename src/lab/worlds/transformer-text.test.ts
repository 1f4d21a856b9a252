import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { recordOf, runWorld } from '../../test/lab/run-world.js';
import { zipfDocuments } from '../../test/zipf-text.js';
import type { LabInput } from '../lab-input.js';
import type { RunState } from '../run/run-one.js';
import { text } from './text.js';

const input: LabInput = {
  kind: 'corpus',
  name: 'zipf',
  texts: zipfDocuments(40, 120, 1, 60).map((document) => document.text),
};
const settings = {
  learner: 'transformer',
  cut: 12,
  tokens: 300,
  context: 16,
  width: 16,
  heads: 2,
  layers: 1,
  batch: 8,
  steps: 150,
  rate: 0.01,
  audit: false,
};
const arm = (regime: string, generations = 2) => ({ regime, samples: 150, generations, with: settings });

test('a transformer is fitted to texts, judged by generation 1, and its loop runs away without real texts', async () => {
  const plain = await runWorld(text, arm('replace', 4), { input });
  const { 'held-out': unseen, kept, invented, likely, unlikely } = plain;
  assert.equal(unseen[0], unseen[1], 'the judge of generation 0 is the model of generation 1');
  for (let g = 2; g <= 4; g++) assert.ok(unseen[g] > unseen[1], `${unseen}`);
  assert.ok(unseen[1] < 300, 'below the tokens that there are');
  assert.equal(kept[0], 1);
  assert.equal(invented[0], 0);
  assert.ok(kept.every((share) => share > 0 && share <= 1) && kept[4] < 1, `${kept}`);
  assert.ok(
    invented.slice(1).every((share) => share > 0 && share < 1),
    `${invented}`,
  );
  assert.ok(Math.abs(likely[0] - 0.1) < 0.02 && unlikely[0] < 0.03, 'by the percentiles of the same texts');
  const half = await runWorld(text, arm('anchor:0.5', 4), { input });
  assert.ok(half['held-out'][4] < unseen[4], `${half['held-out']}, without real texts ${unseen}`);
  const sharp = await runWorld(text, arm('replace+temperature:0.5', 2), { input });
  assert.ok(sharp.likely[1] > likely[1] && sharp['first-median'][1] < plain['first-median'][1]);
  assert.ok(sharp.kept[2] < kept[2], `${sharp.kept}`);
});

test('under a repetition penalty a model writes more different words, and the next learns them', async () => {
  const plain = await runWorld(text, arm('replace'), { input });
  const own = { ...arm('replace'), with: { ...settings, penalty: 2 } };
  const penalised = await runWorld(text, own, { input });
  assert.equal(penalised['held-out'][1], plain['held-out'][1], 'generation 1 has learnt from real texts');
  assert.ok(penalised.vocabulary[1] > plain.vocabulary[1], `${penalised.vocabulary}, ${plain.vocabulary}`);
  assert.ok(penalised['held-out'][2] > plain['held-out'][2]);
});

test('texts are written after human ones, by drawing or by beam search, which writes what is likelier', async () => {
  const after = (own: object) => ({
    ...arm('replace', 1),
    with: { ...settings, context: 80, prompt: 6, ...own },
  });
  const [drawn, searched] = [
    await runWorld(text, after({}), { input }),
    await runWorld(text, after({ beams: 3 }), { input }),
  ];
  assert.equal(searched['held-out'][1], drawn['held-out'][1], 'both have learnt the same');
  assert.ok(searched['first-median'][1] < drawn['first-median'][1] / 2);
  assert.ok(searched.kept[1] < drawn.kept[1]);
});

test('the same beginnings are continued by every generation, first by the real texts themselves', async () => {
  const { continued } = await recordOf(text, arm('replace'), { input, pictured: true });
  assert.deepEqual(
    continued.map(({ generation }) => generation),
    [0, 1, 2],
  );
  const [real, first, second] = continued.map(({ texts }) => texts);
  assert.equal(real.length, 4);
  const whole = input.texts.map((each) => each.replace(/\s+/gu, ' ')).join('\n');
  for (const { prompt, text: rest } of real) {
    assert.equal(prompt.trim().split(/\s+/u).length, 8);
    assert.ok(whole.includes((prompt + rest).replace(/\s+/gu, ' ')), prompt + rest);
  }
  const prompts = real.map(({ prompt }) => prompt);
  for (const texts of [first, second])
    assert.deepEqual(
      texts.map(({ prompt }) => prompt),
      prompts,
    );
  assert.notDeepEqual(first, second);
});

test('the same seed gives the same bytes, also taken up half-way by another process, and with characters', async () => {
  for (const [regime, more] of [
    ['accumulate', {}],
    ['ensemble:2+transfer', { tokeniser: 'characters' }],
  ] as const) {
    const small = { ...arm(regime, 3), with: { ...settings, ...more, steps: 8 } };
    const states: RunState[] = [];
    const whole = await recordOf(text, small, {
      input,
      pictured: true,
      onGeneration: (_, __, state) => states.push(structuredClone(state())),
    });
    for (const from of [undefined, states[0], states[2]]) {
      const again = await recordOf(text, small, { input, pictured: true, from });
      assert.deepEqual(again, whole);
    }
  }
});

test('heads that do not fit the width, and a program beside a transformer, are errors that name the remedy', () => {
  const setUp = (own: object) =>
    text.setup(text.parameters.parse({ ...settings, ...own }), newRandom(1), input);
  assert.throws(
    () => setUp({ width: 30, heads: 4 }),
    /width 30 with heads 4: .* multiple of 8 wide; set width: 32/,
  );
  assert.throws(() => setUp({ width: 48, heads: 4 }), /set width: 64/);
  assert.throws(() => setUp({ command: ['true'] }), /learner is transformer; set learner: command/);
  assert.throws(() => setUp({ learner: 'ngram', penalty: 2 }), /learner is ngram; set learner: transformer/);
  assert.throws(() => setUp({ learner: 'ngram', beams: 2 }), /beams is given, .* set learner: transformer/);
  assert.throws(() => setUp({ beams: 2 }), /begins alike; set prompt: 32/);
  assert.throws(() => setUp({ beams: 2, prompt: 6 }), /context is 16; set context: \d+/);
});
