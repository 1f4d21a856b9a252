import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutRare, duplicate, loop } from '../bench/damage.js';
import type { Document } from '../corpus/document.js';
import { POOLED, poolProfiles } from '../metrics/pool.js';
import { sumOver, wholePair } from '../metrics/side.js';
import { buildPlain } from '../profile/plain.js';
import type { Profile } from '../profile/profile.js';
import { rng } from '../stats/rng.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { auditProfiles } from './audit.js';
import { diagnose } from './diagnosis.js';
import { exchanges } from './replicates.js';
import type { AuditResult, Lineage } from './result.js';
import { spellLost } from './spell-lost.js';

const reference = zipfDocuments(400, 200, 11);
const fresh = zipfDocuments(400, 200, 12);
const profile = buildPlain(reference);

function audit(
  corpus: Document[] | Profile,
  lineage: Lineage = 'unknown',
  against = profile,
): Promise<AuditResult> {
  return auditProfiles(Array.isArray(corpus) ? buildPlain(corpus) : corpus, against, {
    seed: 0,
    version: 'test',
    lineage,
    corpusName: 'corpus',
    referenceName: 'reference',
    corpusPaths: [],
    referencePaths: [],
    spell: (types) => spellLost(types, against),
  });
}

test('a fresh sample of the same source is healthy, lists nothing lost, and no metric fails', async () => {
  const result = await audit(fresh);
  assert.equal(result.verdict.stage, 'healthy');
  assert.deepEqual(result.lost, []);
  for (const [id, metric] of Object.entries(result.metrics)) {
    // Nothing here can be tagged.
    if (id === 'diversity/syntax') assert.equal(metric.grade, 'skipped');
    else assert.ok(metric.grade === 'ok' || metric.grade === 'inconclusive', `${id} ${metric.grade}`);
  }
});

/** Of model collapse, drift and mode collapse. */
const outcomes = ({ diagnosis }: AuditResult) => diagnosis.slice(0, 3).map(({ outcome }) => outcome);

test('the same profiles and seed give the same result', async () => {
  assert.deepEqual(await audit(fresh), await audit([...fresh].reverse()));
});

test('all once-only words cut: the tails fail and the verdict is early', async () => {
  const result = await audit(cutRare(fresh, 1, 1, rng(1)));
  assert.equal(result.metrics['tails/hapax'].grade, 'fail');
  assert.equal(result.metrics['tails/coverage'].grade, 'fail');
  assert.equal(result.verdict.stage, 'early');
});

test('a fifth of the documents copied: only repetition/duplicates fails', async () => {
  const result = await audit(duplicate(fresh, 0.2, rng(2)));
  const failed = Object.keys(result.metrics).filter((id) => result.metrics[id].grade === 'fail');
  assert.deepEqual(failed, ['repetition/duplicates']);
  assert.equal(result.verdict.stage, 'healthy');
});

test('a tenth of the documents looping: repetition/loops notices and the verdict is late', async () => {
  const result = await audit(loop(fresh, 0.1, rng(3)));
  assert.notEqual(result.metrics['repetition/loops'].grade, 'ok');
  const worse = await audit(loop(fresh, 0.3, rng(3)));
  assert.equal(worse.metrics['repetition/loops'].grade, 'fail');
  assert.equal(worse.verdict.stage, 'late');
});

test('a narrow vocabulary is late where the lineage is declared, and shifted where it is unknown', async () => {
  const narrow = zipfDocuments(400, 200, 13, 800);
  const descendant = await audit(narrow, 'descendant');
  assert.equal(descendant.verdict.stage, 'late');
  assert.deepEqual(outcomes(descendant), ['fits', 'does not fit', 'cannot tell']);
  const unknown = await audit(narrow);
  assert.equal(unknown.verdict.stage, 'shifted');
  assert.deepEqual(outcomes(unknown), ['cannot tell', 'cannot tell', 'cannot tell']);
  // Two generations of one chain: as narrow from the first on, or narrower than before.
  const { metrics, verdict } = await audit(zipfDocuments(400, 200, 15, 800), 'descendant');
  const later = (earlier: AuditResult) =>
    diagnose({ stage: verdict.stage, metrics, lineage: 'descendant', earlier: earlier.metrics });
  assert.equal(later(descendant)[2].outcome, 'fits');
  assert.equal(later(await audit(fresh, 'descendant'))[2].outcome, 'does not fit');
});

test('other words are shifted, not collapse', async () => {
  const moved = fresh.map((d) => ({
    ...d,
    text: d.text.replace(/w(\d+)/g, (w, n) => (n % 5 === 0 ? `v${n}` : w)),
  }));
  const result = await audit(moved);
  assert.equal(result.verdict.stage, 'shifted');
  assert.deepEqual(outcomes(result), ['does not fit', 'fits', 'does not fit']);
});

test('a word that vanished is named, with its counts and a sentence; a longer gram with it is not listed too', async () => {
  const without = fresh.map((d) => ({ ...d, text: d.text.replace(/\bw7\b/g, 'w3') }));
  const { lost } = await audit(without);
  assert.equal(lost[0].gram, 'w7');
  assert.equal(lost[0].observed, 0);
  assert.ok(lost[0].expected > 20 && lost[0].example.includes('w7'));
  assert.ok(lost.every(({ gram }) => gram === 'w7' || !gram.split(' ').includes('w7')));
});

test('thirty short documents cannot be judged: every metric is inconclusive but still has its value', async () => {
  const result = await audit(zipfDocuments(30, 20, 14));
  assert.equal(result.verdict.stage, 'cannot-say');
  for (const [id, { grade }] of Object.entries(result.metrics)) {
    assert.equal(grade, id === 'diversity/syntax' ? 'skipped' : 'inconclusive', id);
  }
  assert.ok(result.metrics['diversity/distinct-1'].ratio !== null);
  assert.ok(result.metrics['diversity/distinct-1'].ci !== null);
});

test('a handful of documents is judged not at all, but at once: all may fall to one side', async () => {
  for (const [few, others] of [
    [1, 1],
    [2, 2],
    [5, 6],
    [3, 40],
  ]) {
    const against = buildPlain(zipfDocuments(others, 60, 2, 3000));
    const { verdict, metrics } = await audit(zipfDocuments(few, 60, 1, 3000), 'unknown', against);
    assert.equal(verdict.stage, 'cannot-say');
    for (const [id, { grade }] of Object.entries(metrics)) {
      assert.equal(grade, id === 'diversity/syntax' ? 'skipped' : 'inconclusive', id);
    }
  }
});

test('texts without a word, on one side or both, are judged not at all, but at once', async () => {
  const signs = Array.from({ length: 60 }, (_, d) => ({ text: '. , ! ? '.repeat(20 + d) }));
  for (const [corpus, against] of [
    [signs, buildPlain(signs)],
    [signs, profile],
    [zipfDocuments(60, 60, 1), buildPlain(signs)],
  ] as const) {
    assert.equal((await audit([...corpus], 'unknown', against)).verdict.stage, 'cannot-say');
  }
});

test('what --only leaves out is not called healthy', async () => {
  const result = await auditProfiles(buildPlain(fresh), profile, {
    seed: 0,
    version: 'test',
    lineage: 'unknown',
    corpusName: 'corpus',
    referenceName: 'reference',
    corpusPaths: [],
    referencePaths: [],
    only: ['tails'],
  });
  assert.equal(result.metrics['diversity/entropy'].grade, 'skipped');
  assert.equal(result.verdict.stage, 'cannot-say');
});

test('texts that stand in both corpora are warned of', async () => {
  const result = await audit([...fresh, ...reference.slice(0, 7)]);
  const overlap = result.warnings.find(({ id }) => id === 'overlap');
  assert.match(overlap?.message ?? '', /^7 texts/);
});

test('the replicates give the exact variance of a linear statistic', () => {
  const pair = wholePair(poolProfiles(buildPlain(fresh), profile), 3);
  const random = rng(4);
  const column = Float64Array.from({ length: POOLED }, () => random(1000));
  let square = 0;
  let count = 0;
  for (const replicate of exchanges(pair)) {
    const difference = sumOver(replicate.corpus, column) - sumOver(replicate.reference, column);
    square += difference ** 2;
    count++;
  }
  // Each side's groups are split in halves orthogonally: the two parts of the variance add, up to their product term.
  let expected = 0;
  for (const groups of [pair.corpus.groups, pair.reference.groups]) {
    let sum = 0;
    let squares = 0;
    for (const g of groups) {
      sum += column[g];
      squares += column[g] ** 2;
    }
    expected += (32 * squares - sum ** 2) / 31;
  }
  assert.ok(Math.abs(square / count / expected - 1) < 0.5, `${square / count} ${expected}`);
});
