import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../lab/experiments/experiment.js';
import { comparedOf, controlOf, wantedOf } from './lab-control.js';

const claim: Claim = { text: '', metric: 'loss', arm: 'a', control: 'b', direction: 'lower', least: 0 };
const said = (own: Partial<Claim>) => {
  const whole = { ...claim, ...own };
  return [comparedOf(whole), controlOf(whole), wantedOf(whole, String)];
};

test('a claim says what it compares, with what, and what would be enough', () => {
  assert.deepEqual(said({}), ['loss', 'b', 'lower']);
  assert.deepEqual(said({ least: -0.05, controlGeneration: 1 }), [
    'loss',
    'b (generation 1)',
    'not higher by 0.05',
  ]);
  assert.deepEqual(said({ times: 0.5, base: 'b', least: 2 }), [
    'loss',
    '0.5 x b, both from b',
    'lower by more than 2',
  ]);
  assert.equal(said({ alarm: 0.1 })[0], 'first generation at which loss is 10 % off');
  assert.deepEqual(said({ steps: 'down', control: 'a', direction: 'higher', least: 7.5 }), [
    'steps from generation 1 at which loss goes down',
    '0',
    'higher by more than 7.5',
  ]);
});
