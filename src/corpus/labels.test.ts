import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readAll } from '../test/corpus/read-all.js';
import { scratch } from '../test/corpus/scratch.js';

const ROWS = [
  { id: 'a', text: 'one text', source: 'web', year: 1999 },
  { id: 'b', text: 'another', source: '', year: 2001 },
  { id: 'c', text: 'a third', source: 'book, old', year: 2001 },
];
const LABELS = ['source', 'year', 'missing'];
const WANTED = [
  { source: 'web', year: '1999', missing: '(none)' },
  { source: '(none)', year: '2001', missing: '(none)' },
  { source: 'book, old', year: '2001', missing: '(none)' },
];

test('documents carry the fields that were asked for, alike in every format', async (t) => {
  const { write } = scratch(t);
  const csv = ['id,text,source,year', 'a,one text,web,1999', 'b,another,,2001', 'c,a third,"book, old",2001'];
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'year', data: ROWS.map(({ year }) => year), type: 'INT32' },
      { name: 'text', data: ROWS.map(({ text }) => text), type: 'STRING' },
      { name: 'source', data: ROWS.map(({ source }) => source), type: 'STRING' },
    ],
    rowGroupSize: 2,
  });
  const paths = [
    write('a.jsonl', ROWS.map((row) => `${JSON.stringify(row)}\n`).join('')),
    write('a.json', JSON.stringify(ROWS)),
    write('a.csv', `${csv.join('\n')}\n`),
    write('a.parquet', new Uint8Array(parquet)),
  ];
  for (const path of paths) {
    const { documents } = await readAll(path, { labels: LABELS });
    assert.deepEqual(
      documents.map(({ labels }) => labels),
      WANTED,
      path,
    );
    assert.equal((await readAll(path)).documents[0].labels, undefined);
  }
});

test('dates of a Parquet column are told as ISO, nested columns are read beside plain ones', async (t) => {
  const { write } = scratch(t);
  const days = [new Date('1999-02-03T00:00:00Z'), new Date('2001-04-05T00:00:00Z')];
  const turns = ['q', 'r'].map((content) => [{ role: 'assistant', content }]);
  const written = parquetWriteBuffer({
    columnData: [
      { name: 'date', data: days, type: 'TIMESTAMP' },
      { name: 'messages', data: turns, type: 'JSON' },
      { name: 'text', data: ['x', 'y'], type: 'STRING' },
    ],
  });
  const { documents } = await readAll(write('b.parquet', new Uint8Array(written)), { labels: ['date'] });
  assert.deepEqual(
    documents.map(({ labels }) => labels?.date.slice(0, 10)),
    ['1999-02-03', '2001-04-05'],
  );
});

test('the source of plain text is the path of its file', async (t) => {
  const { write } = scratch(t);
  const path = write('essay.txt', 'one\n\ntwo\n');
  const { documents } = await readAll(path, { labels: ['source', 'author'] });
  assert.deepEqual(
    documents.map(({ labels }) => labels),
    [
      { source: path, author: '(none)' },
      { source: path, author: '(none)' },
    ],
  );
});
