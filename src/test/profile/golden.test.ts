/** n-gram figures against another program's: Python's collections.Counter over str.split(), on real novels. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { profileCorpus } from '../../profile/index.js';
import { sharedFolder } from '../shared.js';
import { figures } from './figures.js';

for (const name of ['novels500', 'novels10']) {
  test(`totals, distinct and once-only 1- to 4-grams of ${name} equal Python's`, async (t) => {
    const shared = sharedFolder(t);
    if (shared === null) return;
    const { values } = JSON.parse(readFileSync(`${shared}golden/counter.${name}.json`, 'utf8'));
    const { profile } = await profileCorpus([`${shared}golden/inputs/${name}.jsonl.gz`], {
      tokeniser: 'whitespace',
    });
    for (let n = 1; n <= 4; n++) {
      const { total, distinct, hapax } = values[`n${n}`];
      assert.deepEqual(figures(profile, n), { total, distinct, hapax });
    }
  });
}
