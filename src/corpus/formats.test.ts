import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { toCsv, toJsonl, toParquet } from '../test/corpus/encode.js';
import { readAll, readError } from '../test/corpus/read-all.js';
import { scratch } from '../test/corpus/scratch.js';

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

test('the text is the first known field that holds a string', async (t) => {
  const { write } = scratch(t);
  const cases: [object, string][] = [
    [{ title: 'no', text: 'yes', content: 'no' }, 'yes'],
    [{ text: 7, content: 'yes', body: 'no' }, 'yes'],
    [{ prompt: 'no', completion: 'yes' }, 'yes'],
    [{ id: 'no', raw_content: 'yes' }, 'yes'],
    [{ id: 'no', url: 'no', words: 'yes', n: 3 }, 'yes'],
    [
      {
        source: 'no',
        messages: [
          { role: 'user', content: 'no' },
          { role: 'assistant', content: 'yes' },
        ],
      },
      'yes',
    ],
  ];
  for (const [record, expected] of cases)
    assert.deepEqual((await readAll(write('it.jsonl', line(record)))).texts, [expected]);
});

test('the id is the first known field that holds a string or a number', async (t) => {
  const { write } = scratch(t);
  const id = async (record: object, idField?: string) =>
    (await readAll(write('it.jsonl', line({ text: 'a', ...record })), { idField })).documents[0].id;
  assert.equal(await id({ id: 12, uuid: 'x' }), '12');
  assert.equal(await id({ id: null, doc_id: 'd' }), 'd');
  assert.equal(await id({ url: 'http://a', key: 'k' }), 'http://a');
  assert.equal(await id({ url: 'http://a', key: 'k' }, 'key'), 'k');
  assert.equal(await id({ id: '' }), undefined);
  assert.equal(await id({}), undefined);
});

test('a conversation is the assistant side, its turns joined by a blank line', async (t) => {
  const { write } = scratch(t);
  const messages = [
    { role: 'system', content: 's' },
    { role: 'user', content: 'u' },
    { role: 'assistant', content: 'one' },
    { role: 'user', content: 'u' },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'two ' },
        { type: 'text', text: 'parts' },
      ],
    },
  ];
  const conversations = [
    { from: 'human', value: 'h' },
    { from: 'gpt', value: 'three' },
  ];
  assert.deepEqual((await readAll(write('a.jsonl', line({ messages })))).texts, ['one\n\ntwo parts']);
  assert.deepEqual((await readAll(write('b.json', JSON.stringify([{ conversations }])))).texts, ['three']);
  const silent = await readAll(write('c.jsonl', line({ messages }) + line({ messages: [messages[1]] })));
  assert.equal(silent.tally.blank, 1, 'a conversation without an answer is blank');
});

test('a conversation in a Parquet list of structs is read too', async (t) => {
  const { write } = scratch(t);
  const turns = [
    [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a1' },
    ],
    [
      { role: 'assistant', content: 'a2' },
      { role: 'user', content: 'q' },
    ],
  ];
  const schema = [
    { name: 'root', num_children: 1 },
    { name: 'messages', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', num_children: 2 },
    { name: 'role', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    { name: 'content', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  ] as const;
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'messages', data: turns }], schema: [...schema] });
  assert.deepEqual((await readAll(write('it.parquet', Buffer.from(bytes)))).texts, ['a1', 'a2']);
});

test('bare strings are documents, in JSON Lines and in arrays', async (t) => {
  const { write } = scratch(t);
  assert.deepEqual((await readAll(write('a.jsonl', '"one"\n\n"two"'))).texts, ['one', 'two']);
  assert.deepEqual((await readAll(write('a.json', '[ "one" , "two" ]\n'))).texts, ['one', 'two']);
});

test('blank texts are counted and skipped, blank lines are nothing', async (t) => {
  const { write } = scratch(t);
  const { texts, tally } = await readAll(
    write(
      'a.jsonl',
      `${line({ text: 'a' })}\n  \r\n${line({ text: ' \n' })}${line({ text: '' })}${line({ text: 'b' })}`,
    ),
  );
  assert.deepEqual(texts, ['a', 'b']);
  assert.equal(tally.blank, 2);
  assert.equal(tally.badCount, 0);
});

test('half a surrogate pair becomes U+FFFD', async (t) => {
  const { write } = scratch(t);
  assert.deepEqual((await readAll(write('a.jsonl', '{"text":"a\\ud800b"}'))).texts, ['a\ufffdb']);
  assert.deepEqual((await readAll(write('b.jsonl', '{"text":"\\ud83d\\ude00"}'))).texts, ['\u{1f600}']);
});

test('the format is known by the bytes where the name is wrong or missing', async (t) => {
  const { write } = scratch(t);
  const rows = [
    { id: '1', text: 'one' },
    { id: '2', text: 'two' },
  ];
  const expected = ['one', 'two'];
  assert.deepEqual((await readAll(write('lines.json', toJsonl(rows)))).texts, expected);
  assert.deepEqual((await readAll(write('array.jsonl', JSON.stringify(rows)))).texts, expected);
  assert.deepEqual((await readAll(write('unknown', toJsonl(rows)))).texts, expected);
  assert.deepEqual((await readAll(write('unknown.data', JSON.stringify(rows)))).texts, expected);
  assert.deepEqual((await readAll(write('parquet.bin', toParquet(rows)))).texts, expected);
  assert.deepEqual((await readAll(write('words.log', 'one\n\ntwo\n'))).texts, expected);
  assert.deepEqual((await readAll(write('words', '[One] two'))).texts, ['[One] two']);
  assert.deepEqual((await readAll(write('x.txt', toCsv(rows)), { format: 'csv' })).texts, expected);
});

test('a semicolon or a tab separates when the header has no comma', async (t) => {
  const { write } = scratch(t);
  assert.deepEqual((await readAll(write('a.csv', 'id;text\n1;a,b\n'))).texts, ['a,b']);
  assert.deepEqual((await readAll(write('b.csv', 'id\ttext\n1\ta;b\n'))).texts, ['a;b']);
  assert.deepEqual(
    (await readAll(write('c.csv', '"id;x",text\r1,a;b\r'))).texts,
    ['a;b'],
    'old line ends too',
  );
  assert.deepEqual((await readAll(write('d.csv', 'words\none\n\ntwo'))).texts, ['one', 'two'], 'one column');
});

test('text: paragraphs, lines or the whole', async (t) => {
  const { write } = scratch(t);
  const path = write('it.txt', '\ufeff\r\nFirst\r\n line.\r\n\r\n \t\r\nSecond.\n\n\n');
  assert.deepEqual((await readAll(path)).texts, ['First\r\n line.', 'Second.']);
  assert.deepEqual((await readAll(path, { unit: 'line' })).texts, ['First', ' line.', 'Second.']);
  assert.deepEqual((await readAll(path, { unit: 'file' })).texts, [
    '\r\nFirst\r\n line.\r\n\r\n \t\r\nSecond.\n\n\n',
  ]);
});

test('an error says what, where and what to do', async (t) => {
  const { write } = scratch(t);
  const good = line({ text: 'a' });
  const cases: [string, string | Uint8Array, RegExp][] = [
    [
      'a.jsonl',
      line({ a: 'x', b: 'longer' }),
      /a\.jsonl line 1: no field "text" \(fields: a, b\)\. Try --field b$/,
    ],
    [
      'b.jsonl',
      good + line({ words: 1 }),
      /b\.jsonl line 2: no field "text" \(fields: words\).*--on-bad-record skip/,
    ],
    ['c.jsonl', `${good}\n${line({ text: null })}`, /line 3: field "text" is null, not a string/],
    ['d.jsonl', `${good}{"text": \n`, /line 2: not valid JSON/],
    ['e.jsonl', `${good}[1]\n`, /line 2: an array, not an object or a string/],
    ['f.json', '{\n "data": [1]\n}', /f\.json line 1: not valid JSON .*jq -c/],
    ['g.json', '[{"text":"a"}, {"text":"b"}', /g\.json element 2: the array is not closed/],
    ['h.json', '[{"text":"a"},]', /element 2: not valid JSON/],
    ['i.json', '[{"text":"a"}] x', /element 2: not valid JSON \(text after the end/],
    ['j.csv', 'id,text\n1,a\n2,b,c\n', /j\.csv row 3: 3 columns, the header has 2/],
    ['k.csv', 'id,text\n1,"a\n2,b\n', /k\.csv row 2: a quoted field is never closed/],
    ['l.csv', 'a,b\n1,2\n', /l\.csv row 1: no field "text" \(fields: a, b\)\. Try --field a/],
    ['m.csv', Buffer.from('text\na\nb\xff\n', 'latin1'), /m\.csv row 3: invalid UTF-8.*iconv/],
    [
      'n.jsonl',
      Buffer.from(`${good}{"text":"\xe9"}\n`, 'latin1'),
      /n\.jsonl line 2: invalid UTF-8 at byte 22\. .*iconv/,
    ],
    ['o.txt', Buffer.from('caf\xe9', 'latin1'), /o\.txt line 1: invalid UTF-8 at byte 3/],
    ['p.txt', Buffer.from('\ufeffab', 'utf16le'), /p\.txt: the text is UTF-16\. Convert it: iconv/],
    ['q.jsonl', Buffer.from([1, 0, 2]), /q\.jsonl: not a text file \(it holds NUL bytes\)/],
    ['r.jsonl', '', /r\.jsonl: no documents \(the file is empty\)/],
    ['s.jsonl', '\n \n', /s\.jsonl: no documents \(the file is empty\)/],
    ['t.csv', 'id,text\n', /t\.csv: no documents/],
    ['u.json', ' [ \n ] ', /u\.json: no documents/],
    ['v.jsonl', line({ text: ' ' }), /v\.jsonl: no documents \(1 records, all with blank text\)/],
    ['w.parquet', 'PAR1 this is none', /w\.parquet: damaged Parquet file/],
    ['x.parquet', 'x', /x\.parquet: damaged Parquet file/],
  ];
  for (const [name, content, expected] of cases)
    assert.match(await readError(write(name, content)), expected);
  assert.match(
    await readError(write('y.jsonl', good), { idField: 'key' }),
    /line 1: no field "key".*--id-field/,
  );
});

test('skip counts every bad record and keeps the others', async (t) => {
  const { write } = scratch(t);
  const lines = Array.from({ length: 60 }, (_, index) =>
    index % 2 ? line({ text: `t${index}` }) : '{"text":\n',
  );
  const { texts, tally } = await readAll(write('a.jsonl', lines.join('')), { onBadRecord: 'skip' });
  assert.equal(texts.length, 30);
  assert.equal(tally.badCount, 30);
  assert.equal(tally.bad.length, 20, 'the first twenty are kept');
  assert.deepEqual(
    tally.bad.slice(0, 3).map((bad) => bad.line),
    [1, 3, 5],
  );
  const csv = await readAll(write('a.csv', 'id,text\n1,a\n2\n3,c\n'), { onBadRecord: 'skip' });
  assert.deepEqual(csv.texts, ['a', 'c']);
  assert.deepEqual(
    csv.tally.bad.map((bad) => bad.line),
    [3],
  );
  const binary = await readAll([write('b.txt', Buffer.alloc(9)), write('c.txt', 'good')], {
    onBadRecord: 'skip',
  });
  assert.deepEqual([binary.texts, binary.tally.badCount], [['good'], 1]);
});

test('a record over the limit is bad and the next one is read', async (t) => {
  const { write } = scratch(t);
  const long = 'x'.repeat(3 << 20);
  const options = { onBadRecord: 'skip', maxRecordBytes: 1 << 20 } as const;
  const files = {
    'a.jsonl': line({ text: 'a' }) + line({ text: long }) + line({ text: 'b' }),
    'b.json': JSON.stringify([{ text: 'a' }, { text: long }, { text: 'b' }]),
    'c.txt': `a\n\n${long}\nmore\n\nb`,
    'd.jsonl': line({ text: 'a' }) + line({ text: long }) + line({ text: 'b' }).trim(),
  };
  for (const [name, content] of Object.entries(files)) {
    const { texts, tally } = await readAll(write(name, content), options);
    assert.deepEqual(texts, ['a', 'b'], name);
    assert.match(tally.bad[0].message, /longer than 1MB, the limit/);
    assert.match(
      await readError(write(name, content), { ...options, onBadRecord: 'stop' }),
      /--max-record 4MB/,
    );
  }
  // A quote that is never closed takes the rest of the file.
  const csv = await readAll(write('e.csv', `text\na\n"${long}`), options);
  assert.deepEqual([csv.texts, csv.tally.badCount], [['a'], 1]);
});

test('deep nesting is no crash', async (t) => {
  const { write } = scratch(t);
  const deep = `{"text":"a","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  assert.deepEqual((await readAll(write('a.json', `[${deep}]`))).texts, ['a']);
  assert.deepEqual((await readAll(write('a.jsonl', deep))).texts, ['a']);
  const open = await readAll(write('b.json', `["a",${'['.repeat(500_000)}`), { onBadRecord: 'skip' });
  assert.deepEqual([open.texts, open.tally.badCount], [['a'], 1]);
});

test('names of Object.prototype are fields like others', async (t) => {
  const { write } = scratch(t);
  const path = write('a.jsonl', '{"__proto__":"p","constructor":"c","toString":"s"}\n');
  assert.deepEqual((await readAll(path, { field: 'constructor' })).texts, ['c']);
  assert.deepEqual((await readAll(path, { field: '__proto__' })).texts, ['p']);
  assert.match(await readError(path, { field: 'valueOf' }), /no field "valueOf"/);
});

test('Parquet: nulls are bad records, ids of type INT64 are kept, invalid UTF-8 is found', async (t) => {
  const { write } = scratch(t);
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: [1n, 2n, 3n], type: 'INT64' },
      { name: 'text', data: ['a', null, 'c'], type: 'STRING' },
    ],
  });
  const path = write('a.parquet', Buffer.from(bytes));
  assert.match(await readError(path), /a\.parquet row 2: field "text" is null, not a string/);
  const { documents } = await readAll(path, { onBadRecord: 'skip' });
  assert.deepEqual(documents, [
    { text: 'a', id: '1' },
    { text: 'c', id: '3' },
  ]);
  const raw = [Uint8Array.of(97), Uint8Array.of(0xff)];
  const invalid = parquetWriteBuffer({ columnData: [{ name: 'text', data: raw, type: 'BYTE_ARRAY' }] });
  assert.match(await readError(write('b.parquet', Buffer.from(invalid))), /b\.parquet row 2: invalid UTF-8/);
});
