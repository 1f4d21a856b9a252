import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scratch } from '../test/corpus/scratch.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { encodeProfile } from './encode.js';
import { mergeProfiles } from './merge.js';
import { profileDocuments } from './profile-documents.js';
import { countSlices, datePart, profileSlices } from './slices.js';

test('parts of a date are read from years and ISO dates, and from nothing else', () => {
  const cases: [string, string, string, string][] = [
    ['1999', '1999', '(none)', '1990s'],
    ['1999-02', '1999', '1999-02', '1990s'],
    ['1999-02-03', '1999', '1999-02', '1990s'],
    ['1999-12-31T23:59:59Z', '1999', '1999-12', '1990s'],
    ['1999-13-01', '(none)', '(none)', '(none)'],
    ['03.02.1999', '(none)', '(none)', '(none)'],
    ['19990203', '(none)', '(none)', '(none)'],
    ['', '(none)', '(none)', '(none)'],
  ];
  for (const [label, year, month, decade] of cases) {
    assert.deepEqual(
      [datePart(label, 'year'), datePart(label, 'month'), datePart(label, 'decade')],
      [year, month, decade],
      label,
    );
  }
});

test('a slice has the profile of its documents, and all slices together that of the corpus', async (t) => {
  const { write } = scratch(t);
  const documents = zipfDocuments(90, 40, 3);
  const kinds = ['a', 'b', 'c'];
  const lines = documents.map(({ text, id }, d) =>
    JSON.stringify({ text, id, kind: kinds[d % 3], date: 1900 + d }),
  );
  const path = write('it.jsonl', `${lines.join('\n')}\n`);
  const fields = [{ field: 'kind' }, { field: 'date', part: 'decade' as const }];
  const counts = await countSlices([path], fields);
  assert.deepEqual(
    [...counts[0]],
    [
      ['a', 30],
      ['b', 30],
      ['c', 30],
    ],
  );
  assert.equal(counts[1].get('1950s'), 10);
  const [made] = await profileSlices([path], fields.slice(0, 1), [['a', 'b']]);
  const only = (kind: number) => profileDocuments(documents.filter((_, d) => d % 3 === kind));
  const tables = (profile: Awaited<ReturnType<typeof only>>) =>
    encodeProfile({ ...profile, capacity: { cells: [1, 1, 1, 1], documents: 1 } });
  assert.deepEqual([...made.slices.keys()], ['a', 'b']);
  assert.deepEqual(tables(made.slices.get('a')!), tables(await only(0)));
  assert.deepEqual(tables(made.rest!), tables(await only(2)));
  const all = mergeProfiles([...made.slices.values(), made.rest!]);
  assert.deepEqual(tables(all), tables(await profileDocuments(documents)));
});
