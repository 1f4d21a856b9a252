import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { runWorld } from '../../test/lab/run-world.js';
import { takeCensus } from '../facts/census.js';
import { newFactBase, RELATIONS } from '../facts/fact-base.js';
import { spellingsOf, writeFacts } from '../facts/sentences.js';
import { documents } from '../text/documents.js';
import { textsOf } from '../text/text-examiner.js';
import { facts } from './facts.js';

const base = newFactBase({ subjects: 20, known: 0.5, skew: 1 }, newRandom(1));
const { subjects, objects, subject, relation, object, factOf } = base;
const size = object.length;
const all = Uint32Array.from({ length: size }, (_, f) => f);

test('a base: half of the pairs are facts, names differ, frequencies follow Zipf', () => {
  assert.equal(size, (20 * RELATIONS.length) / 2);
  assert.equal(new Set([...subjects, ...objects]).size, subjects.length + objects.length);
  all.forEach((f) => {
    assert.equal(factOf[subject[f] * RELATIONS.length + relation[f]], f);
  });
  const [one, two] = base.cumulative;
  assert.ok(Math.abs(one / (two - one) - 2) < 1e-12 && base.cumulative[size - 1] === 1);
});

test('sentences are written as they read, and the census reads them back', () => {
  const spellings = spellingsOf(base);
  const told = writeFacts(
    base,
    all,
    all.map((f) => f % 2),
  );
  const [first, second] = textsOf(told, spellings);
  const name = (f: number) => [RELATIONS[relation[f]], subjects[subject[f]], objects[object[f]]];
  const [r0, s0, o0] = name(0);
  const [r1, s1, o1] = name(1);
  assert.equal(first, `The ${r0} of ${s0} is ${o0}.`);
  assert.equal(second, `In ${s1} the ${r1} is ${o1}.`);
  const census = takeCensus(base, told);
  assert.deepEqual(census, {
    stated: new Int32Array(size).fill(1),
    contradicted: new Int32Array(size),
    invented: 0,
    broken: 0,
  });
});

test('other objects contradict, other pairs are inventions, other words break', () => {
  const piece = (text: string) => spellingsOf(base).indexOf(text);
  const altered = (at: number, to: string) => {
    const told = writeFacts(base, [0], [0]);
    told.pieces[at] = piece(to);
    return takeCensus(base, told);
  };
  const other = objects.find((name) => name !== objects[object[0]])!;
  assert.equal(altered(5, ` ${other}`).contradicted[0], 1);
  const unknown = factOf.findIndex((f, pair) => f < 0 && pair % RELATIONS.length === relation[0]);
  const stranger = subjects[Math.floor(unknown / RELATIONS.length)];
  assert.equal(altered(3, ` ${stranger}`).invented, 1);
  for (const [at, to] of [
    [3, ` ${other}`],
    [0, ' is'],
    [5, ` ${subjects[0]}`],
    [6, ' the'],
  ] as const) {
    assert.equal(altered(at, to).broken, 1, `${at} ${to}`);
  }
  const two = documents.join([writeFacts(base, [0], [0]), writeFacts(base, [0], [1])]);
  assert.equal(takeCensus(base, { pieces: two.pieces, starts: Int32Array.of(0, 14) }).broken, 1);
});

test('a model that repeats makes nothing up; one that smooths contradicts; fresh facts hold the rare ones', async () => {
  const run = (regime: string, smoothing: string, seed: number) =>
    runWorld(facts, { regime, samples: 2000, generations: 6, with: { subjects: 100, smoothing } }, { seed });
  for (const seed of [1, 2, 3]) {
    const repeats = await run('replace', 'none', seed);
    assert.ok(repeats.untrue.every((share) => share === 0));
    assert.ok(repeats.stated.every((share, g) => g === 0 || share < repeats.stated[g - 1]));
    const smooths = await run('replace', 'witten-bell', seed);
    const fresh = await run('fresh:2000', 'witten-bell', seed);
    assert.ok(smooths['false-sentences'][6] > 2 * fresh['false-sentences'][6]);
    assert.ok(smooths['stated-rare'][6] < 0.5 * fresh['stated-rare'][6]);
    assert.ok(fresh['false-sentences'][6] > 0 && fresh['false-sentences'][0] === 0);
    const verified = await run('verify:1', 'witten-bell', seed);
    assert.ok(verified['false-sentences'][6] < smooths['false-sentences'][6]);
  }
});
