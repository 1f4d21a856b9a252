import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPlain, GROUPS, tokenise } from '../../profile/index.js';
import { textHash } from '../../profile/plain.js';
import { figures } from './figures.js';
import { zipfCorpus } from './texts.js';

test('figures equal counting n-grams as strings in a Map', () => {
  const documents = zipfCorpus(60, 200, 3);
  const profile = buildPlain(documents, { tokeniser: 'whitespace' });
  for (let n = 1; n <= 4; n++) {
    const counts = new Map<string, number>();
    for (const { text } of documents) {
      const tokens = tokenise(text, 'whitespace');
      for (let i = n; i <= tokens.length; i++) {
        const gram = tokens.slice(i - n, i).join(' ');
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
      }
    }
    const values = [...counts.values()];
    assert.deepEqual(figures(profile, n), {
      total: values.reduce((a, b) => a + b, 0),
      distinct: values.length,
      hapax: values.filter((value) => value === 1).length,
    });
  }
});

test('copies of a text share its group, count in the sums and are told apart in the tables', () => {
  const profile = buildPlain([
    { text: 'one two', id: 'z' },
    { text: 'one two', id: 'b' },
    { text: 'two three four' },
  ]);
  const group = Number(textHash('one two', 0) & 31n);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  assert.equal(profile.totals.documents.length, GROUPS);
  assert.equal(sum(profile.totals.documents), 3);
  assert.equal(sum(profile.totals.tokens), 7);
  assert.equal(sum(profile.totals.bytes), 28);
  assert.ok(profile.totals.documents[group] >= 2);
  assert.deepEqual([...profile.documents.copies].sort(), [1, 2]);
  assert.deepEqual([...profile.grams[0].words].sort(), ['four', 'one', 'three', 'two']);
  assert.equal(profile.sample.find(({ text }) => text === 'one two')!.id, 'b');
  assert.equal(profile.grams[0].owners.filter((owner) => owner === 0).length <= 1, true);
  const alone = buildPlain([{ text: 'one two' }, { text: 'one two' }]);
  const owner = Number(textHash('one two', 0) & 0xffffffffn);
  assert.deepEqual([...alone.grams[0].owners], [owner, owner]);
  assert.deepEqual([...alone.grams[0].counts], [2, 2]);
});

test('n-grams stay inside documents; an empty text is a document without tokens', () => {
  const profile = buildPlain([{ text: 'a b' }, { text: 'c d' }, { text: '' }]);
  assert.equal(profile.grams[1].length, 2);
  assert.equal(profile.grams[2].length, 0);
  assert.equal(profile.documents.length, 3);
  assert.ok(profile.documents.tokens.includes(0));
});

test('the loops flag is raised by a stuck text and not by a long one that repeats a phrase', () => {
  const flag = (text: string) => buildPlain([{ text }]).documents.flags[0];
  const fresh = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `w${from + i}`).join(' ');
  assert.equal(flag('again and '.repeat(30)), 1);
  assert.equal(flag(fresh(1000)), 0);
  assert.equal(flag(`${fresh(400)} ${'over and '.repeat(60)}`), 1);
  assert.equal(flag(`${fresh(2900)} ${'over and '.repeat(100)}`), 0, '2 of 31 windows loop, below a tenth');
  assert.equal(flag(`${fresh(50)} ${fresh(50)}`), 0, '43 of 100 positions are recycled');
  assert.equal(flag(`${fresh(30)} ${fresh(30)} ${fresh(30)} ${fresh(10)}`), 1);
  assert.equal(flag('a b c d e f g h a b c d e f g'), 0, 'below 16 tokens there is no window');
  assert.equal(
    flag(`${fresh(1100)} ${fresh(1100)}`),
    0,
    'what came back after more than 1,000 tokens is fresh',
  );
});

test('a word above 256 bytes is stored cut at a character and hashed whole', () => {
  const profile = buildPlain([{ text: `${'é'.repeat(200)} ${'é'.repeat(201)} ${'x'.repeat(255)}éé` }]);
  assert.equal(profile.grams[0].length, 3);
  assert.deepEqual(profile.grams[0].words.map((word) => Buffer.byteLength(word)).sort(), [255, 256, 256]);
});
