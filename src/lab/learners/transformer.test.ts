import assert from 'node:assert/strict';
import { test } from 'node:test';
import { END, type Network } from '../../nn/index.js';
import { newRandom } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import type { Documents } from '../text/documents.js';
import type { FitHost } from './train-network.js';
import {
  fitTransformer,
  rateAt,
  scoreTransformer,
  searchTransformer,
  type TransformerOptions,
  WRITERS,
  writeTransformer,
} from './transformer.js';

const SIZES = { vocabulary: 11, context: 8, width: 16, heads: 2, layers: 1 };
const options: TransformerOptions = { ...SIZES, batch: 8, steps: 120, rate: 0.02 };

function documentsOf(texts: readonly (readonly number[])[]): Documents {
  const starts = [0];
  for (const text of texts) starts.push(starts[starts.length - 1] + text.length);
  return { pieces: Int32Array.from(texts.flat()), starts: Int32Array.from(starts) };
}

/** Counts up from any token, 10 before 1. */
const counting = documentsOf(
  Array.from({ length: 60 }, (_, d) => Array.from({ length: 30 }, (_, i) => 1 + ((d + i) % 10))),
);

const streams = (n: number, seed = 5) => Array.from({ length: n }, (_, d) => newRandom(seed, d));
const fitted = (seed = 1, start?: Network) => fitTransformer(counting, options, newRandom(seed), { start });
const noHost: FitHost = {
  left: () => undefined,
  keep() {},
  end() {},
  fail: () => '',
  check() {},
  tell() {},
};
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

test('the rate rises evenly to the highest, and falls along a cosine to a tenth', () => {
  assert.deepEqual(
    [1, 2, 5].map((step) => rateAt(step, 100)),
    [0.2, 0.4, 1],
  );
  assert.ok(Math.abs(rateAt(52.5, 100) - 0.55) < 1e-12, 'half-way of the cosine');
  assert.ok(Math.abs(rateAt(100, 100) - 0.1) < 1e-12);
  assert.equal(rateAt(1, 1), 1);
});

test('beam search writes on after prompts of any length, each as it would alone', async () => {
  const model = await fitted();
  const wide = { ...options, context: 8 };
  const prompts = [[4], [9, 10, 1], [2, 3]];
  const lengths = [5, 4, 3];
  const search = (which: number[]) =>
    searchTransformer(
      model,
      which.map((d) => prompts[d]),
      which.map((d) => lengths[d]),
      wide,
      { beams: 4 },
    );
  const together = await search([0, 1, 2]);
  assert.deepEqual(
    together.map((text) => [...text]),
    [
      [5, 6, 7, 8, 9],
      [2, 3, 4, 5],
      [4, 5, 6],
    ],
  );
  for (const d of prompts.keys()) assert.deepEqual((await search([d]))[0], together[d]);
});

test('epochs are passes over the texts, so that twice as much text takes twice the steps', async () => {
  const stepsFor = async (texts: Documents) => {
    let last = 0;
    const host: FitHost = {
      ...noHost,
      end: (_name, _store, step) => {
        last = step;
      },
    };
    await fitTransformer(texts, { ...options, epochs: 0.5 }, newRandom(1), { host });
    return last;
  };
  const { pieces, starts } = counting;
  const twice = documentsOf(
    [...starts.subarray(1), ...starts.subarray(1)].map((end, i) => [...pieces.subarray(starts[i % 60], end)]),
  );
  // 60 texts of 30 tokens and an END each are some 230 rows of 8, of which 8 are learnt from in a step.
  assert.equal(await stepsFor(counting), Math.round(230 / 16));
  assert.equal(await stepsFor(twice), Math.round(463 / 16));
});

test('while it writes it says how many texts are done, drawn or searched for', async () => {
  const model = await fitted();
  const told = new Set<string>();
  const host: FitHost = { ...noHost, tell: (doing) => told.add(doing()) };
  const n = 2 * WRITERS + 1;
  await writeTransformer(model, new Array(n).fill(3), options, streams(n), { host });
  assert.deepEqual(
    [...told],
    [0, WRITERS, 2 * WRITERS].map((done) => `${done} of ${n} texts written`),
  );
  told.clear();
  const prompts = new Array(3).fill([1]);
  await searchTransformer(model, prompts, [2, 2, 2], options, { beams: WRITERS / 2 }, host);
  assert.deepEqual([...told], ['0 of 3 texts written', '2 of 3 texts written']);
});

test('a language that counts is learnt, written on across blocks, and not confused with its reverse', async () => {
  const model = await fitted();
  const [text] = await writeTransformer(model, [40], options, streams(1), {
    sampling: { temperature: 0 },
    prompts: [[3]],
  });
  assert.deepEqual(
    [...text],
    Array.from({ length: 40 }, (_, i) => 1 + ((2 + i) % 10)),
  );
  const up = documentsOf([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3]]);
  const down = documentsOf([[3, 2, 1, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]]);
  const [likely, unlikely] = [
    await scoreTransformer(model, up, options),
    await scoreTransformer(model, down, options),
  ];
  assert.equal(likely.length, 13);
  assert.ok(sum(likely.subarray(1)) > -2, `${likely}`);
  assert.ok(sum(unlikely.subarray(1)) < -20, `${unlikely}`);
});

test('probabilities of what may come next sum to 1, at the beginning and at the start of a row', async () => {
  const model = await fitted();
  for (const before of [[], [4, 1, 7], [1, 2, 3, 4, 5, 6, 7, 8]]) {
    const texts = Array.from({ length: SIZES.vocabulary }, (_, token) => [...before, token]);
    const logs = await scoreTransformer(model, documentsOf(texts), options);
    const last = texts.map((_, d) => Math.exp(logs[(d + 1) * (before.length + 1) - 1]));
    assert.ok(Math.abs(sum(last) - 1) < 1e-4, `${last}`);
  }
});

test('texts have their lengths and prompts, no end within, and do not depend on those beside them', async () => {
  const model = await fitted();
  const lengths = [3, 20, 0, 8, 9, 1];
  const prompts = [[7, 7], [], [], [1, 2, 3, 4, 5, 6, 7, 8, 9], [5], [5]];
  const texts = await writeTransformer(model, lengths, options, streams(6), {
    sampling: { temperature: 3 },
    prompts,
  });
  assert.deepEqual(
    texts.map(({ length }) => length),
    lengths,
  );
  assert.deepEqual([...texts[0].subarray(0, 2)], [7, 7]);
  assert.deepEqual([...texts[3]], prompts[3].slice(0, 8));
  assert.ok(texts.every((text) => !text.includes(END)));
  // Under other companions, and in another place.
  const random = streams(6);
  const again = await writeTransformer(model, [20, 9], options, [random[1], random[4]], {
    sampling: { temperature: 3 },
    prompts: [[], [5]],
  });
  assert.deepEqual(again, [texts[1], texts[4]]);
});

test('more texts than are written at a time are all written; drawn at temperature 1 they are the language', async () => {
  const model = await fitted();
  const lengths = Array.from({ length: 150 }, (_, d) => 4 + (d % 13));
  const texts = await writeTransformer(model, lengths, options, streams(150));
  let [right, all] = [0, 0];
  for (const [d, text] of texts.entries()) {
    assert.equal(text.length, lengths[d]);
    for (let i = 1; i < text.length; i++) right += Number(text[i] === 1 + (text[i - 1] % 10));
    all += text.length - 1;
  }
  assert.ok(right / all > 0.95, `${right} of ${all}`);
});

test('the same seed gives the same bytes, another one others; a model to begin from stays as it is', async () => {
  const short = { ...options, steps: 5 };
  const fit = (seed: number, start?: Network) => fitTransformer(counting, short, newRandom(seed), { start });
  const [one, again, other] = [await fit(1), await fit(1), await fit(2)];
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
  const before = structuredClone(one);
  const onward = await fit(3, one);
  assert.deepEqual(one, before);
  assert.notDeepEqual(onward, one);
});

test('writing leaves off between two tokens, where the run is to stop', async () => {
  let asked = 0;
  const check = () => {
    if (++asked === 5) throw new Error('interrupted');
  };
  const host: FitHost = { ...noHost, check };
  const model = await fitTransformer(counting, { ...options, steps: 1 }, newRandom(1));
  await assert.rejects(writeTransformer(model, [7], options, streams(1), { host }), /interrupted/);
  assert.equal(asked, 5);
});

test('too little text for a row is an error that says what would do', async () => {
  await assert.rejects(
    fitTransformer(documentsOf([[1, 2, 3]]), options, newRandom(1)),
    (error: Error) =>
      error instanceof DataError && /5 tokens.*a row of 9; set a smaller context/.test(error.message),
  );
});
