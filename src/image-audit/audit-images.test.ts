import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditResult, Lineage } from '../audit/result.js';
import type { ImageSet } from '../images/index.js';
import { type PointSet, precisionAndRecall } from '../images/manifold.js';
import { nearest } from '../images/nearest.js';
import { newRandom } from '../stats/random.js';
import { auditImages } from './audit-images.js';
import { coverageOf, LISTED } from './coverage.js';
import { distinctImages, partsOf } from './parts.js';

const SIDE = 10;
const CLASSES = 5;

/** Bars of many places, in one of five slants: what can be lost is known. */
function bars(count: number, seed: number, classes = CLASSES): ImageSet {
  const random = newRandom(seed);
  const pixels = new Uint8Array(count * SIDE * SIDE);
  const codes = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    codes[i] = random.below(classes);
    const slant = (Math.PI * (codes[i] + 0.15 * random.normal())) / CLASSES;
    const [x, y] = [4.5 + random.normal(), 4.5 + random.normal()];
    const width = 0.8 + 0.6 * random.uniform();
    for (let p = 0; p < SIDE * SIDE; p++) {
      const [dx, dy] = [(p % SIDE) - x, Math.floor(p / SIDE) - y];
      const off = (Math.cos(slant) * dx + Math.sin(slant) * dy) / width;
      pixels[i * SIDE * SIDE + p] = Math.min(255, 220 * Math.exp(-off * off) + 20 * random.uniform());
    }
  }
  const labels = { names: ['a', 'b', 'c', 'd', 'e'], codes };
  return {
    name: 'bars',
    path: 'bars',
    count,
    width: SIDE,
    height: SIDE,
    pixels,
    labels,
    bytes: pixels.length,
    notes: [],
  };
}

function mapped(images: ImageSet, level: (x: number) => number): ImageSet {
  return { ...images, pixels: images.pixels.map((x) => Math.max(0, Math.min(255, Math.round(level(x))))) };
}

function audit(
  corpus: ImageSet,
  reference: ImageSet,
  lineage: Lineage = 'unknown',
  only?: string[],
): AuditResult {
  const names = { corpusName: 'made', referenceName: 'real' };
  return auditImages(corpus, reference, { seed: 3, version: '1', lineage, ...names, only });
}

const reference = bars(720, 1);
const fresh: ImageSet = { ...bars(480, 2), labels: undefined };

test('a fresh sample is healthy, whatever the order of the images, and classes are found', () => {
  const result = audit(fresh, reference, 'descendant');
  assert.equal(result.verdict.stage, 'healthy', result.verdict.because.join(' '));
  const { metrics, comparedTokens, warnings } = result;
  for (const [id, { ci, noise, grade }] of Object.entries(metrics)) {
    // One class of many may lie outside its interval by chance.
    const around = id.startsWith('tails/class') || (ci && ci[0] < 1.1 && ci[1] > 0.9);
    assert.ok(around && noise, `${id} ${ci}`);
    assert.notEqual(grade, 'fail', id);
  }
  assert.ok(metrics['tails/recall'].reference! > 0.6);
  assert.ok(Math.abs(metrics['diversity/classes'].reference! - CLASSES) < 0.2);
  assert.equal(Object.keys(metrics).filter((id) => id.startsWith('tails/class:')).length, CLASSES);
  assert.equal(comparedTokens, 480 * SIDE * SIDE);
  assert.match(
    warnings.map(({ message }) => message).join(),
    /all 480 different images.*540 of 720.*fitted to 180 others/,
  );
  const each = SIDE * SIDE;
  const backwards = Uint8Array.from(fresh.pixels, (_, i) => {
    const image = fresh.count - 1 - Math.floor(i / each);
    return fresh.pixels[image * each + (i % each)];
  });
  assert.deepEqual(audit({ ...fresh, pixels: backwards }, reference, 'descendant'), result);
});

test('a class that is dropped is early collapse, and is named', () => {
  const { verdict, lost, metrics } = audit(bars(480, 4, CLASSES - 1), reference);
  assert.equal(verdict.stage, 'early', verdict.because.join(' '));
  assert.equal(metrics['tails/class:e'].grade, 'fail');
  assert.deepEqual(
    lost.map(({ kind, gram }) => [kind, gram]),
    [['group', 'class = e']],
  );
  assert.ok(metrics['drift/precision'].ratio! > 0.97);
});

test('images drawn together are late where the lineage is declared, else less diverse', () => {
  const mean = new Float64Array(SIDE * SIDE);
  fresh.pixels.forEach((x, i) => {
    mean[i % mean.length] += x / fresh.count;
  });
  const drawn = {
    ...fresh,
    pixels: fresh.pixels.map((x, i) => Math.round(0.6 * x + 0.4 * mean[i % mean.length])),
  };
  const late = audit(drawn, reference, 'descendant');
  assert.equal(late.verdict.stage, 'late');
  for (const id of ['tails/recall', 'diversity/pixel-variance', 'diversity/features']) {
    assert.equal(late.metrics[id].grade, 'fail', id);
  }
  assert.ok(Math.abs(late.metrics['diversity/pixel-variance'].ratio! - 0.36) < 0.03);
  const unknown = audit(drawn, reference).verdict;
  assert.equal(unknown.stage, 'shifted');
  assert.match(unknown.because.join(' '), /--lineage descendant/);
});

test('inverted and noisy images are shifted, not collapsed', () => {
  const inverted = audit(
    mapped(fresh, (x) => 255 - x),
    reference,
    'descendant',
  );
  assert.equal(inverted.verdict.stage, 'shifted', inverted.verdict.because.join(' '));
  const random = newRandom(9);
  const noisy = audit(
    mapped(fresh, (x) => x + 60 * random.normal()),
    reference,
    'descendant',
  );
  assert.equal(noisy.verdict.stage, 'shifted', noisy.verdict.because.join(' '));
  assert.equal(noisy.metrics['drift/sharpness'].grade, 'fail');
});

test('copies count once, are told, and are late only in a declared descendant', () => {
  const pixels = fresh.pixels.slice();
  const tenth = 48 * SIDE * SIDE;
  pixels.copyWithin(0, tenth, 2 * tenth);
  const copied = { ...fresh, pixels };
  const { metrics, corpus, verdict } = audit(copied, reference);
  assert.deepEqual([corpus.documents, corpus.distinct], [480, 432]);
  assert.ok(Math.abs(metrics['repetition/copied-images'].value! - 0.1) < 1e-12);
  assert.equal(metrics['repetition/copied-images'].grade, 'fail');
  assert.equal(verdict.stage, 'healthy', verdict.because.join(' '));
  assert.match(verdict.because.join(' '), /images that are copies: 0\.90/);
  assert.equal(audit(copied, reference, 'descendant').verdict.stage, 'late');
  const near = { ...copied, pixels: pixels.map((x, i) => (i < tenth && i % 3 === 0 ? x ^ 1 : x)) };
  const nearly = audit(near, reference).metrics;
  assert.equal(nearly['repetition/copied-images'].value, 0);
  assert.ok(nearly['repetition/near-copied-images'].value! > 0.15, 'both of a pair are near copies');
  assert.equal(nearly['repetition/near-copied-images'].grade, 'fail');
});

test('too few images cannot be judged, and one image again and again is told', () => {
  const few = audit(bars(399, 5), reference);
  assert.equal(few.verdict.stage, 'cannot-say');
  assert.match(few.verdict.because[0], /has 399 different images, needs 400/);
  assert.match(audit(fresh, bars(100, 5)).verdict.because[0], /reference has 100 different/);
  const same = { ...fresh, pixels: fresh.pixels.map((_, i) => fresh.pixels[i % (SIDE * SIDE)]) };
  assert.equal(audit(same, reference).verdict.stage, 'cannot-say');
  assert.equal(audit(same, reference, 'descendant').verdict.stage, 'late');
});

test('--only leaves the others out, and what is left out is never called healthy', () => {
  const { metrics, verdict } = audit(fresh, reference, 'unknown', ['tails']);
  assert.equal(metrics['drift/precision'].grade, 'skipped');
  assert.equal(metrics['tails/recall'].grade, 'ok');
  assert.equal(verdict.stage, 'cannot-say');
});

test('what features are fitted on is never compared, and sizes are as said', () => {
  const [corpus, real] = [distinctImages(fresh), distinctImages(reference)];
  const parts = partsOf(corpus, real, 1);
  const all = [...parts.reference, ...parts.fitted];
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual([parts.corpus.length, parts.reference.length, parts.fitted.length], [480, 540, 180]);
  const places = (n: number) => ({ places: Uint32Array.from({ length: n }, (_, i) => i), digest: '' });
  const large = partsOf(places(60_000), places(60_000), 1);
  assert.deepEqual([large.corpus.length, large.reference.length, large.fitted.length], [5000, 5000, 2500]);
  const wide = partsOf(places(500), places(10_000), 1);
  assert.deepEqual([wide.corpus.length, wide.reference.length, wide.fitted.length], [500, 1000, 2500]);
});

test('coverage of one cut is precision and recall of its parts', () => {
  const dims = 3;
  const values = new Float64Array(180 * dims);
  newRandom(8).fillNormal(values);
  for (let i = 0; i < 60 * dims; i++) values[i] *= 0.6;
  const points: PointSet = { dims, values };
  const deal = Uint8Array.from({ length: 180 }, (_, i) => (i < 60 ? 0 : 1));
  const deals = { all: [deal], exchanges: 0, splits: 0 };
  const { recall, precision } = coverageOf(nearest(points, points, LISTED), deals, 1);
  // The same cuts, by the definition.
  const take = (places: number[]): PointSet => ({
    dims,
    values: Float64Array.from(places.flatMap((i) => [...values.subarray(i * dims, (i + 1) * dims)])),
  });
  const random = newRandom(1, 3, 0);
  const order = Array.from({ length: 120 }, (_, i) => 60 + i);
  const own = Array.from({ length: 60 }, (_, i) => i);
  const draw = (places: number[], count: number) => {
    for (let i = 0; i < count; i++) {
      const j = i + random.below(places.length - i);
      [places[i], places[j]] = [places[j], places[i]];
    }
  };
  let expected = { precision: 0, recall: 0 };
  let against = { precision: 0, recall: 0 };
  for (let cut = 0; cut < 8; cut++) {
    draw(order, 120);
    draw(own, 60);
    const a = take(order.slice(0, 60));
    const made = precisionAndRecall(a, take(own));
    const real = precisionAndRecall(a, take(order.slice(60)));
    expected = {
      precision: expected.precision + made.precision / 8,
      recall: expected.recall + made.recall / 8,
    };
    against = { precision: against.precision + real.precision / 8, recall: against.recall + real.recall / 8 };
  }
  for (const [found, wanted] of [
    [recall.value[0], expected.recall],
    [recall.reference[0], against.recall],
    [precision.value[0], expected.precision],
    [precision.reference[0], against.precision],
  ]) {
    assert.ok(Math.abs(found - wanted) < 1e-9, `${found} ${wanted}`);
  }
});
