import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../corpus/document.js';
import { nearCopy, wordsOf } from '../duplicates/plant.js';
import { mergeDocuments } from '../profile/merge-documents.js';
import { buildPlain } from '../profile/plain.js';
import type { DocumentTable, Profile } from '../profile/profile.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { permutation, rng } from '../stats/rng.js';
import { zipfDocuments } from '../test/zipf-text.js';
import type { Estimate } from './metric.js';
import { nearDuplicates } from './near-duplicates.js';
import { poolProfiles } from './pool.js';
import { type Pair, wholePair } from './side.js';

function estimated(pair: Pair): Estimate {
  const estimate = nearDuplicates.estimate(pair);
  assert.ok('value' in estimate);
  return estimate;
}

const pairOf = (corpus: Profile, reference: Profile) => wholePair(poolProfiles(corpus, reference), 1);

const empty = buildPlain([]);

/** A profile that has nothing but its texts: counting the words of thousands of samples would take minutes. */
function profileOfTexts(texts: DocumentTable[]): Profile {
  const documents = texts.reduce((a, b) => mergeDocuments(a, b, 1e6), empty.documents);
  const tokens = new Float64Array(32);
  for (let i = 0; i < documents.length; i++) tokens[documents.hashes[2 * i] & 31] += documents.tokens[i];
  return { ...empty, documents, totals: { ...empty.totals, tokens } };
}

/** Documents of which every text has `copies` near-copies, with so few words changed that all are alike. */
function clustered(count: number, copies: number, seed: number): Document[] {
  const random = rng(seed);
  const originals = zipfDocuments(count, 150, seed);
  const words = wordsOf(originals.map(({ text }) => text));
  const changed = (text: string) => {
    const pieces = text.split(' ');
    pieces[random(pieces.length)] = words[random(words.length)];
    return pieces.join(' ');
  };
  return originals.flatMap(({ text }) => [
    { text },
    ...Array.from({ length: copies }, () => ({ text: changed(text) })),
  ]);
}

test('at equal size it is all but the first of each cluster; exact copies do not count', () => {
  const corpus = [...clustered(10, 2, 1), ...zipfDocuments(30, 150, 2)];
  const other = zipfDocuments(60, 150, 3);
  const plain = estimated(pairOf(buildPlain(corpus), buildPlain(other)));
  assert.ok(Math.abs(plain.value - 20 / 60) < 1e-12);
  assert.equal(plain.reference, 0);
  const copied = [...corpus, ...corpus.slice(0, 25)];
  assert.deepEqual(estimated(pairOf(buildPlain(copied), buildPlain(other))).value, plain.value);
});

test('the larger side is rarefied: the mean over all draws of as many texts as the smaller has', async () => {
  const large = clustered(30, 3, 4);
  const small = zipfDocuments(40, 150, 5);
  const { value, reference } = estimated(
    pairOf(await profileDocuments(large), await profileDocuments(small)),
  );
  assert.equal(reference, 0);
  const random = rng(6);
  let sum = 0;
  const draws = 4000;
  for (let draw = 0; draw < draws; draw++) {
    const clusters = new Set(
      permutation(large.length, random)
        .slice(0, 40)
        .map((i) => Math.floor(i / 4)),
    );
    sum += (40 - clusters.size) / 40;
  }
  assert.ok(Math.abs(value - sum / draws) < 0.003, `${value}, not ${sum / draws}`);
});

test('samples of one source have the same share on average, whatever their sizes', () => {
  const documents = [...clustered(25, 1, 7), ...clustered(6, 6, 8), ...zipfDocuments(60, 150, 9)];
  const source = documents.map((document) => buildPlain([document]).documents);
  for (const share of [0.5, 0.25]) {
    const random = rng(10);
    const logs: number[] = [];
    for (let draw = 0; draw < 80; draw++) {
      const order = permutation(source.length, random).map((i) => source[i]);
      const cut = Math.round(share * source.length);
      const pair = pairOf(profileOfTexts(order.slice(0, cut)), profileOfTexts(order.slice(cut)));
      const { value, reference } = estimated(pair);
      logs.push(Math.log((1 - value) / (1 - reference)));
    }
    const mean = logs.reduce((a, b) => a + b) / logs.length;
    const error = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length / (logs.length - 1));
    assert.ok(Math.abs(mean) < 3.5 * error, `${share}: ${mean} ± ${error}`);
  }
});

test('a planted share is found, and the recall beside it says how much of it', async () => {
  const human = zipfDocuments(400, 200, 11);
  const words = wordsOf(human.map(({ text }) => text));
  const random = rng(12);
  const corpus = human.map((document, i) =>
    i < 80 ? { text: nearCopy(human[i + 100].text, words, random) } : document,
  );
  const found = estimated(
    pairOf(await profileDocuments(corpus), await profileDocuments(zipfDocuments(400, 200, 13))),
  );
  const { threshold, shingle, planted, recall } = found.detection!();
  assert.deepEqual([threshold, shingle, planted], [0.7, 4, 100]);
  assert.ok(recall! > 0.9 && Math.abs(found.value * 5 - recall!) < 0.08, `${found.value * 5}, ${recall}`);
});
