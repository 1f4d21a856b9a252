import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutRare } from '../bench/damage.js';
import type { Document } from '../corpus/document.js';
import { poolProfiles } from '../metrics/pool.js';
import { wholePair } from '../metrics/side.js';
import { buildPlain } from '../profile/plain.js';
import { rng } from '../stats/rng.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { auditProfiles } from './audit.js';
import { CENTRE_HOLDS, centreDistance, centreLoss, centreWords } from './centre.js';
import type { Lineage } from './result.js';

const pairOf = (corpus: Document[], reference: Document[]) =>
  wholePair(poolProfiles(buildPlain(corpus), buildPlain(reference)), 1);

test('the distance is the squared Hellinger distance of what common words lost, counted by hand', () => {
  // a and b make half of the tokens; c, d and e are left out.
  const pair = pairOf([{ text: 'a a a b c d d d' }], [{ text: 'a b b b c e e e' }]);
  const words = centreWords(pair);
  assert.equal(words.length, 2);
  // Only b lost: 3/8 to 1/8.
  const expected = (Math.sqrt(3 / 8) - Math.sqrt(1 / 8)) ** 2;
  assert.ok(Math.abs(centreDistance(pair, words) - expected) < 1e-12);
});

test('rare words that give way to one common word leave the distance at 0', () => {
  const pair = pairOf([{ text: 'a a a a a b b b b a a a' }], [{ text: 'a a a a a b b b b c d e' }]);
  assert.equal(centreDistance(pair, centreWords(pair)), 0);
});

test('the excess is the distance less the mean of the replicates; without replicates there is none', () => {
  const loss = centreLoss(0.05, [0.01, 0.02, 0.01, 0.02, 0.01, 0.02, 0.01, 0.02]);
  assert.ok(Math.abs(loss!.excess - 0.035) < 1e-12);
  assert.ok(loss!.ci[0] < 0.035 && loss!.ci[1] > 0.035);
  assert.equal(centreLoss(0.05, [0.01]), null);
});

/** Once-only words cut, and the commonest words used in other proportions. */
function plainer(documents: Document[]): Document[] {
  const random = rng(5);
  return cutRare(documents, 1, 1, random).map((document) => ({
    ...document,
    text: document.text.replace(/\bw([1357])\b/g, (word, n) => (random(2) === 0 ? `w${n - 1}` : word)),
  }));
}

test('thin tails where common words are rarer too are a shift, and early only where the lineage is known', async () => {
  const profile = buildPlain(zipfDocuments(400, 200, 11));
  const corpus = buildPlain(plainer(zipfDocuments(400, 200, 12)));
  const names = { corpusName: 'c', referenceName: 'r', corpusPaths: [], referencePaths: [] };
  const audit = async (lineage: Lineage) =>
    (await auditProfiles(corpus, profile, { seed: 0, version: '', lineage, ...names })).verdict;
  const unknown = await audit('unknown');
  assert.equal(unknown.stage, 'shifted');
  assert.ok(unknown.because.some((sentence) => sentence.includes(`less than ${CENTRE_HOLDS}`)));
  assert.equal((await audit('descendant')).stage, 'early');
});
