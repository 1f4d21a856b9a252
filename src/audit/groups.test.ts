import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../corpus/document.js';
import { groups } from '../metrics/groups.js';
import type { Pool } from '../metrics/pool.js';
import type { Pair } from '../metrics/side.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { tokenise } from '../profile/tokenise.js';
import { holm } from '../stats/holm.js';
import { hypergeometricLower } from '../stats/hypergeometric.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { measureGroups } from './groups.js';
import { mergingGroups } from './merging.js';
import type { SlicedField } from './slices.js';
import { measureTerms } from './terms.js';
import { trendOf } from './trend.js';

const close = (a: number, b: number, by = 1e-9) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

test('Holm multiplies the i-th smallest p by how many are left, and never lets it fall', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
    close(adjusted[i], p);
  });
  assert.deepEqual(holm([]), []);
});

test('a trend is the weighted slope of the log rate; scatter beyond the errors widens it', () => {
  const exact = trendOf([0, 1, 2, 3].map((g) => ({ log: g * Math.log(0.8), error: 0.1 })));
  close(exact!.factor, 0.8);
  // Var(slope) = error² / sum of (g - 1.5)², t of 10 degrees of freedom.
  close(Math.log(exact!.ci[1] / exact!.factor), (2.228138852 * 0.1) / Math.sqrt(5), 1e-8);
  const scattered = trendOf([0, 1, -1, 0].map((log) => ({ log, error: 0.1 })));
  assert.ok(Math.log(scattered!.ci[1] / scattered!.ci[0]) > 3 * Math.log(exact!.ci[1] / exact!.ci[0]));
  assert.equal(
    trendOf([
      { log: 0, error: 1 },
      { log: 1, error: 1 },
    ]),
    null,
  );
});

test('the loss of the smallest group has the probability of the hypergeometric distribution, by Holm', () => {
  const field: SlicedField = {
    field: 'dialect',
    role: 'group',
    dated: false,
    values: [
      { value: 'large', documents: 500, referenceDocuments: 480 },
      { value: 'small', documents: 0, referenceDocuments: 20 },
      { value: '(none)', documents: 7, referenceDocuments: 9 },
      { value: 'new', documents: 3, referenceDocuments: 0 },
    ],
  };
  const { groupings, told } = measureGroups([field], [[]], []);
  const [{ groups: listed, unlabelled }] = groupings;
  assert.deepEqual(
    listed.map(({ value }) => value),
    ['large', 'small'],
  );
  assert.deepEqual(unlabelled, { documents: 7, referenceDocuments: 9 });
  close(listed[1].lostP, 2 * hypergeometricLower(0, 510 + 509, 20, 510));
  assert.equal(listed[1].direction, 'fewer');
  close(listed[1].expected, (20 * 510) / 509);
  assert.deepEqual(told['group-coverage'], []);
});

test('rates of terms are those of counting the tokens, phrases included', async () => {
  const documents = zipfDocuments(80, 60, 4);
  const counted = (list: readonly Document[], terms: string[]) => {
    let found = 0;
    let tokens = 0;
    for (const { text } of list) {
      const words = tokenise(text, 'words');
      tokens += words.length;
      for (const term of terms) {
        const wanted = term.split(' ');
        for (let i = 0; i + wanted.length <= words.length; i++) {
          if (wanted.every((word, k) => words[i + k] === word)) found++;
        }
      }
    }
    return (1e6 * found) / tokens;
  };
  const more = documents.map((document, d) => ({
    ...document,
    text: `${document.text}${d % 2 ? ' w0 w1' : ' w1 w0'}`,
  }));
  const terms = ['W0 w1', 'w7'];
  const [corpus, reference] = [await profileDocuments(more), await profileDocuments(documents)];
  const { rows, warnings } = measureTerms([{ name: 'it', terms }], corpus, reference, []);
  close(rows[0].rate, counted(more, ['w0 w1', 'w7']), 1e-6);
  close(rows[0].referenceRate, counted(documents, ['w0 w1', 'w7']), 1e-6);
  assert.equal(rows[0].direction, 'more');
  assert.deepEqual(warnings, []);
  assert.throws(
    () => measureTerms([{ name: 'it', terms: ['a b c d e'] }], corpus, reference, []),
    /"a b c d e" has 5 words, and phrases of 1 to 4 are counted/,
  );
});

test('groups that come to share their words are told as a pair, two human halves are not', async () => {
  const say = (list: Document[], from: number) =>
    list.map((each) => ({
      ...each,
      text: each.text.replace(/w(\d+)/g, (_, rank) => `w${(Number(rank) * from) % 20011}`),
    }));
  const make = async (seed: number, own: boolean) => ({
    a: await profileDocuments(say(zipfDocuments(60, 80, seed), 1)),
    b: await profileDocuments(say(zipfDocuments(60, 80, seed + 1), own ? 7 : 1)),
  });
  const reference = await make(11, true);
  const field = (corpus: typeof reference): SlicedField => ({
    field: 'x',
    role: 'group',
    dated: false,
    values: (['a', 'b'] as const).map((value) => ({
      value,
      documents: 60,
      referenceDocuments: 60,
      corpus: corpus[value],
      reference: reference[value],
    })),
  });
  const [merged] = mergingGroups(field(await make(21, false)));
  assert.deepEqual(merged.groups, ['a', 'b']);
  assert.ok(merged.corpus < 0.1 * merged.reference);
  assert.deepEqual(mergingGroups(field(await make(31, true))), []);
});

test('a small group that is gone is not hidden by a large one that shrank a little', () => {
  const all = [
    { name: 'large', corpus: [7000, 50_000], reference: [9000, 50_000], lostP: 1e-60, q: 1e-60 },
    { name: 'small', corpus: [0, 50_000], reference: [20, 50_000], lostP: 1e-5, q: 1e-5 },
    { name: 'same', corpus: [43_000, 50_000], reference: [40_980, 50_000], lostP: 1, q: 1e-9 },
  ];
  const pool = { features: new Map([['groups', all]]) } as unknown as Pool;
  const found = groups.estimate({ pool } as Pair);
  assert.equal('about' in found && found.about, 'small');
});
