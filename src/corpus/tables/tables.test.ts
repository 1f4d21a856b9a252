import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readColumns } from './read-columns.js';
import { readTableFiles } from './read-table-files.js';

function file(t: TestContext, name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-table-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const COLUMNS = [
  { name: 'age', values: Float64Array.of(41, Number.NaN, 7.5) },
  { name: 'sex', values: ['F', 'M', ''] },
  { name: 'note', values: ['a, b', 'x', 'say "so"'] },
];
const CSV = 'age,sex,note\n41,F,"a, b"\n,M,x\n7.5,?,"say ""so"""\n';
const JSONL =
  '{"age":41,"sex":"F","note":"a, b"}\n{"age":null,"sex":"M","note":"x"}\n\n{"age":7.5,"note":"say \\"so\\""}\n';

test('one table in five formats is the same columns', async (t) => {
  const arff =
    "@relation r\n@attribute age numeric\n@attribute sex {F,M}\n@attribute note string\n@data\n41,F,'a, b'\n?,M,x\n7.5,?,'say \"so\"'\n";
  const parquet = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'age', data: [41, null, 7.5], type: 'DOUBLE' },
        { name: 'sex', data: ['F', 'M', null], type: 'STRING' },
        { name: 'note', data: ['a, b', 'x', 'say "so"'], type: 'STRING' },
      ],
    }),
  );
  for (const [name, content] of [
    ['x.csv', CSV],
    ['x.csv.gz', gzipSync(CSV)],
    ['x.tsv', 'age\tsex\tnote\n41\tF\ta, b\n\tM\tx\n7.5\t?\t"say ""so"""\n'],
    ['x.jsonl', JSONL],
    ['x.arff', arff],
    ['x.parquet', parquet],
  ] as const) {
    assert.deepEqual(await readColumns(file(t, name, content)), COLUMNS, name);
  }
});

test('a column that is not asked for may be nested; one that is must be flat', async (t) => {
  const path = file(t, 'x.jsonl', '{"a":1,"b":{"c":2}}\n{"a":true,"b":[]}\n');
  assert.deepEqual(await readColumns(path, ['a']), [{ name: 'a', values: ['1', 'true'] }]);
  await assert.rejects(readColumns(path), /x\.jsonl line 1, column b: holds an object, and a table is flat/);
});

test('several files are one table; they must have the same columns', async (t) => {
  const [a, b] = [file(t, 'a.csv', 'x,y\n1,p\n2,q\n'), file(t, 'b.csv', 'y,x\nr,3\n')];
  const { columns, rows } = await readTableFiles([a, b]);
  assert.equal(rows, 3);
  assert.deepEqual(columns, [
    { name: 'x', values: Float64Array.of(1, 2, 3) },
    { name: 'y', values: ['p', 'q', 'r'] },
  ]);
  await assert.rejects(
    readTableFiles([a, file(t, 'c.csv', 'x,z\n1,2\n')]),
    /c\.csv: no column y, unlike .*a\.csv/,
  );
  await assert.rejects(readTableFiles([file(t, 'd.csv', 'x,y\n')]), /d\.csv: no rows/);
});

test('what cannot be read says why and what to do', async (t) => {
  for (const [name, content, message] of [
    ['x.jsonl', '[1]\n', /line 1: not an object/],
    ['x.jsonl', '{"a":1\n', /line 1: not valid JSON/],
    ['x.csv', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), /not UTF-8\. Convert it: iconv/],
    ['x.txt', 'a\n', /which kind of table\?/],
    ['x.parquet', 'no', /damaged Parquet file/],
  ] as const) {
    await assert.rejects(readColumns(file(t, name, content)), message, name);
  }
  await assert.rejects(readColumns('-'), /cannot be read from stdin/);
  await assert.rejects(readColumns('none.csv'), /none\.csv: no such file/);
});
