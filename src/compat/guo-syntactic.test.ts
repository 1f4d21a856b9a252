import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readConllu } from '../corpus/read-conllu.js';
import { type DependencyTree, syntacticDiversity } from './guo-syntactic.js';

const FIXTURE = fileURLToPath(new URL('../../test/fixtures/guo-syntactic', import.meta.url));

function close(value: number | null, expected: number, within = 1e-12): void {
  assert.ok(value !== null && Math.abs(value - expected) < within, `${value} for ${expected}`);
}

test('as test/fixtures/guo-syntactic.py prints it, of all sentences and of five drawn', async () => {
  const trees = await readConllu(`${FIXTURE}.conllu`);
  const expected = JSON.parse(readFileSync(`${FIXTURE}.json`, 'utf8'));
  assert.equal(trees.length, 12);
  close(syntacticDiversity(trees), expected[3000]);
  close(syntacticDiversity(trees, 5), expected[5]);
});

test('closed forms', () => {
  const word = (tag: string): DependencyTree => ({ upos: [tag], heads: [0] });
  assert.equal(syntacticDiversity([word('NOUN')]), null);
  close(syntacticDiversity([word('NOUN'), word('NOUN'), word('NOUN')]), 0);
  // Two nodes a graph, three rounds: of six labels only the root's own is shared.
  close(syntacticDiversity([word('NOUN'), word('VERB')]), 5 / 6);
  close(syntacticDiversity([word('NOUN'), word('NOUN'), word('VERB')]), (2 / 3) * (5 / 6));
  // One tag throughout. Counts of labels by round: of the chain root-1-2-3, 1 and 3, then four kinds twice; of the star
  // around word 2, 1 and 3, then root, middle and two leaves twice. Shared in the second round: the root, and the chain's
  // end with both leaves; in the third nothing.
  const chain = { upos: ['X', 'X', 'X'], heads: [0, 1, 2] };
  const star = { upos: ['X', 'X', 'X'], heads: [2, 0, 2] };
  const lengths = Math.sqrt((10 + 4 + 4) * (10 + 6 + 6));
  close(syntacticDiversity([chain, star]), 1 - (10 + 3) / lengths);
});

test('the mean over pairs, each by itself, whatever the order of sentences and words', () => {
  const trees = fc.array(
    fc
      .array(fc.tuple(fc.constantFrom('NOUN', 'VERB', 'DET'), fc.nat()), { minLength: 1, maxLength: 8 })
      .map((words) => ({
        upos: words.map(([tag]) => tag),
        heads: words.map(([, head], i) => head % (i + 1)),
      })),
    { minLength: 2, maxLength: 8 },
  );
  const turned = ({ upos, heads }: DependencyTree) => ({
    upos: upos.toReversed(),
    heads: heads.map((head) => (head === 0 ? 0 : heads.length + 1 - head)).toReversed(),
  });
  fc.assert(
    fc.property(trees, (all) => {
      const value = syntacticDiversity(all)!;
      assert.ok(value >= 0 && value < 1);
      close(syntacticDiversity(all.toReversed().map(turned)), value);
      let sum = 0;
      for (const [i, a] of all.entries()) for (const b of all.slice(0, i)) sum += syntacticDiversity([a, b])!;
      close(value, (2 * sum) / (all.length * (all.length - 1)));
    }),
    { numRuns: 100 },
  );
});
