import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPlain, encodeProfile, mergeProfiles } from '../profile/index.js';
import { sharedFolder } from '../test/shared.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { indexCorpus, profileOf } from './corpus-index.js';
import { upperBound } from './false-alarms-table.js';
import { type Halving, halving } from './halvings.js';
import { indexSet, profilesOf } from './sets.js';

test('the profile of a subset, made from the index, is the profile of its documents', () => {
  const documents = zipfDocuments(40, 60, 1);
  const index = indexCorpus(profilesOf(documents));
  const wanted = Uint8Array.from(documents, (_, d) => d % 3);
  const copies = documents.flatMap((document, d) => Array.from({ length: d % 3 }, () => document));
  const made = { ...profileOf(index, wanted), digest: '' };
  const built = { ...mergeProfiles([buildPlain(copies)]), digest: '' };
  for (const n of [0, 1, 2, 3]) {
    assert.deepEqual(made.grams[n].keys, built.grams[n].keys);
    assert.deepEqual(made.grams[n].counts, built.grams[n].counts);
  }
  assert.deepEqual(made.grams[0].owners, built.grams[0].owners);
  assert.deepEqual(made.grams[0].words, built.grams[0].words);
  assert.deepEqual(made.documents, built.documents);
  assert.ok(encodeProfile(built).length > 0);
});

/** A small share of `npm run calibrate`, with bounds that only a broken audit breaks. */
function check(halvings: Halving[]): void {
  for (const { stage, lost } of halvings) {
    assert.ok(stage === 'healthy' || stage === 'cannot-say', stage);
    assert.equal(lost, 0);
  }
  for (const id of Object.keys(halvings[0].metrics)) {
    const all = halvings.map((h) => h.metrics[id]).filter((m) => m.log !== null);
    if (all.length === 0) continue;
    const covered = all.filter((m) => m.covers).length / all.length;
    assert.ok(covered >= 0.7, `${id}: the interval holds 1 in a share of ${covered}`);
    assert.ok(
      all.every((m) => m.grade !== 'fail'),
      id,
    );
  }
}

test('halves of one generated source are healthy and the intervals hold 1', async () => {
  const index = indexCorpus(profilesOf(zipfDocuments(240, 120, 5)));
  const halvings: Halving[] = [];
  for (let seed = 0; seed < 8; seed++) halvings.push(await halving(index, 1, seed));
  check(halvings);
});

test('halves of WikiText-2 articles are healthy or cannot be judged', async (t) => {
  if (sharedFolder(t) === null) return;
  const index = indexSet('wikitext2');
  const halvings: Halving[] = [];
  for (let seed = 0; seed < 6; seed++) halvings.push(await halving(index, 1, seed));
  check(halvings);
});

test('the bound of a false-alarm rate is that of Clopper and Pearson', () => {
  // Closed form for no hits: 1 - 0.025^(1/n); one hit of 100 is in their table: 5.4 %.
  assert.ok(Math.abs(upperBound(0, 100) - (1 - 0.025 ** (1 / 100))) < 1e-12);
  assert.ok(Math.abs(upperBound(1, 100) - 0.0545) < 1e-4);
  assert.equal(upperBound(3, 3), 1);
});
