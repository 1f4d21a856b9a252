/** n-gram figures against another program's: Python's collections.Counter over str.split(), on real novels. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { profileCorpus } from '../../profile/index.js';
import { figures } from './figures.js';

const golden = fileURLToPath(new URL('../../../../shared/golden/', import.meta.url));

for (const name of ['novels500', 'novels10']) {
  test(`totals, distinct and once-only 1- to 4-grams of ${name} equal Python's`, async (t) => {
    if (!existsSync(golden)) {
      assert.notEqual(process.env.GEN0_NO_SKIP, '1', 'needs ../shared');
      return t.skip('needs ../shared');
    }
    const { values } = JSON.parse(readFileSync(`${golden}counter.${name}.json`, 'utf8'));
    const { profile } = await profileCorpus([`${golden}inputs/${name}.jsonl.gz`], {
      tokeniser: 'whitespace',
    });
    for (let n = 1; n <= 4; n++) {
      const { total, distinct, hapax } = values[`n${n}`];
      assert.deepEqual(figures(profile, n), { total, distinct, hapax });
    }
  });
}
