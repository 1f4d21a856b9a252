import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultWith } from '../test/results.js';
import { MIXTURE_GATE } from './config.js';
import { applyGates, exitCodeOf } from './gates.js';
import { parseConfig } from './load.js';
import type { MixtureShare } from './mixture-gate.js';

const gates = (text: string) => parseConfig(`gates: {${MIXTURE_GATE}: ${text}}`, [], 'gen0.yaml', '/').gates;
const code = (text: string, mixture?: MixtureShare) =>
  exitCodeOf(applyGates(resultWith('healthy'), gates(text), undefined, mixture));
const mixture = { lowestShard: 0.31, floor: 0.3, confidence: 0.95 };

test('the least share that a gate names, or the floor of the mixture', () => {
  assert.equal(code('[error, {min: 0.31}]', mixture), 0);
  assert.equal(code('[error, {min: 0.32}]', mixture), 1);
  assert.equal(code('[warn, {min: 0.32}]', mixture), 0);
  assert.equal(code('error', mixture), 0);
  assert.equal(code('error', { ...mixture, lowestShard: 0.29 }), 1);
  assert.equal(code('off', { ...mixture, lowestShard: 0.29 }), 0);
});

test('what is no mixture, or one that nobody vouches for, cannot be judged', () => {
  assert.equal(code('[error, {min: 0}]'), 3);
  assert.equal(code('[error, {min: 0}]', { unknown: 'not signed' }), 3);
});

test('mistakes in it are named', () => {
  assert.throws(() => gates('[error, {minn: 0.3}]'), /line 1: gates\.mix\/human-share\.1\.minn: unknown key/);
  assert.throws(() => gates('[error, {min: 3}]'), /min: /);
  assert.throws(() => gates('[error, {}]'), /give min/);
});
