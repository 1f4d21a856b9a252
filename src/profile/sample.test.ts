import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText, keepSample, SAMPLE_BYTES, SAMPLE_TEXTS, sampled } from './sample.js';

const member = (i: number, bytes: number, id?: string) =>
  sampled(Math.imul(i, 2654435761).toString(16).padStart(16, '0'), id, 'x'.repeat(bytes), false);

test('the sample of a whole is the sample of its parts’ samples, at either bound', () => {
  for (const size of [(i: number) => (i % 2 ? 8000 : 10), () => 8192, (i: number) => (i * 31) % 300]) {
    const all = Array.from({ length: 5000 }, (_, i) => member(i + 1, size(i)));
    const whole = keepSample(all);
    const halves = [all.filter((_, i) => i % 3 === 0), all.filter((_, i) => i % 3 !== 0)];
    assert.deepEqual(keepSample(halves.flatMap(keepSample)), whole);
    const bytes = whole.reduce((sum, { text }) => sum + text.length, 0);
    assert.ok(whole.length === SAMPLE_TEXTS || (bytes >= SAMPLE_BYTES && bytes < SAMPLE_BYTES + 8192));
  }
});

test('copies are one member with the smallest id', () => {
  assert.deepEqual(keepSample([member(1, 3), member(1, 3, 'b'), member(1, 3, 'a')]), [member(1, 3, 'a')]);
});

test('long texts are cut at a character', () => {
  assert.deepEqual(cutText('é'.repeat(4096)), { text: 'é'.repeat(4096), cut: false });
  assert.deepEqual(cutText(`x${'é'.repeat(4096)}`), { text: `x${'é'.repeat(4095)}`, cut: true });
  assert.deepEqual(cutText('😀'.repeat(3000)), { text: '😀'.repeat(2048), cut: true });
});
