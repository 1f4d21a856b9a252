/** The words of the basic tree, and what is wrong at which line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataError } from '../util/errors.js';
import { parseConllu } from './read-conllu.js';

async function* inBlocks(text: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const line = (id: string, upos: string, head: string) => `${id}\tw\t_\t${upos}\t_\t_\t${head}\t_\t_\t_\n`;

test('multiword tokens, empty nodes, comments, line ends and a byte order mark are read as the format has them', async () => {
  const sentence = [
    '# text = vámonos al mar\n',
    line('0.1', 'PRON', '_'),
    line('1-2', '_', '_'),
    line('1', 'VERB', '0'),
    line('2', 'PRON', '1'),
    line('2.1', 'VERB', '_'),
    line('3', 'NOUN', '1'),
  ].join('');
  const expected = { upos: ['VERB', 'PRON', 'NOUN'], heads: [0, 1, 1] };
  const text = `\ufeff\n${sentence}\n\n${sentence.replaceAll('\n', '\r\n')}\r\n# no more`;
  for (const size of [1, 7, 1000]) {
    assert.deepEqual(await parseConllu(inBlocks(text, size), 'a.conllu'), [expected, expected]);
  }
  // The last sentence needs no blank line, nor a line break.
  assert.deepEqual(await parseConllu(inBlocks(sentence.trimEnd()), 'a.conllu'), [expected]);
  const twoRoots = { upos: ['VERB', 'X'], heads: [0, 0] };
  assert.deepEqual(await parseConllu(inBlocks(line('1', 'VERB', '0') + line('2', 'X', '0')), 'a.conllu'), [
    twoRoots,
  ]);
});

test('says what is wrong, at which line, and the way out', async () => {
  const good = line('1', 'VERB', '0');
  for (const [text, message] of [
    [`${good}\n# two\n1 w _ X _ _ 0 _ _ _\n`, /a\.conllu line 4: 1 fields, where CoNLL-U has 10 with tabs/],
    [good + good, /line 2: the ID is "1", where 2 is due\. .*blank line/],
    [good + line('3', 'X', '1'), /line 2: the ID is "3", where 2 is due/],
    [line('1', '_', '0'), /line 1: word 1 has no UPOS tag/],
    [`${good}${line('2', 'X', '_')}`, /line 2: word 2 has the HEAD "_".*parsed for dependencies/],
    [`${good}${line('2', 'X', '5')}`, /line 2: word 2 has the HEAD 5 in a sentence of 2/],
    [`#\n${good}${line('2', 'X', '3')}${line('3', 'X', '2')}`, /line 3: from word 2 the heads lead round/],
    [line('1', 'X', '1'), /line 1: from word 1 the heads lead round/],
    [`${good}\n${line('1-2', '_', '_')}\n`, /line 3: a sentence without a word/],
    ['# nothing\n', /a\.conllu: no sentence/],
    ['', /a\.conllu: no sentence/],
    [Buffer.concat([Buffer.from(good), Buffer.from([0xff, 10])]), /line 2: invalid UTF-8/],
  ] as const) {
    await assert.rejects(parseConllu(inBlocks(text), 'a.conllu'), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, message);
      return true;
    });
  }
});
