import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tokenise } from './tokenise.js';

const words = (text: string) => tokenise(text, 'words').join('|');

test('words: runs of letters, marks and digits, lower-cased one to one', () => {
  assert.equal(words('The CAT sat; on_the 3rd mat.'), 'the|cat|sat|on|the|3rd|mat');
  assert.equal(words('ΟΔΟΣ Straße ÉCOLE Iİıi'), 'οδοσ|straße|école|iiıi');
  assert.equal(words('x1.5 a-b c/d e@f'), 'x1|5|a|b|c|d|e|f');
  assert.equal(words('𝐀𐐀 𞤀𞤢'), '𝐀𐐨|𞤢𞤢');
});

test('words: canonically equal texts have equal tokens', () => {
  assert.equal(words('Cafe\u0301 A\u030a \u212b'), 'café|å|å');
  assert.equal(words('\u1112\u1161\u11ab\u1100\u116e\u11a8'), '한국');
  assert.equal(words('\u304b\u3099'), 'が');
});

test('words: an apostrophe joins two word characters, either form, once', () => {
  assert.equal(words("Don't don’t DON’T"), "don't|don't|don't");
  assert.equal(
    words("'tis the dogs' 'quote' o''clock rock'n'roll"),
    "tis|the|dogs|quote|o|clock|rock'n'roll",
  );
  assert.equal(words("l'\u00adeau l'\u0301a 日'本 a'日"), "l'eau|l|\u0301a|日|本|a|日");
});

test('words: format characters and variation selectors vanish, a zero width space separates', () => {
  assert.equal(words('co\u00adop می\u200cخواهم \ufeffstart a\u2060b'), 'coop|میخواهم|start|ab');
  assert.equal(words('ab\u200bcd'), 'ab|cd');
  assert.equal(words('葛\ufe00葛\u{e0100}'), '葛|葛');
});

test('words: scripts without spaces give one token a character with its marks', () => {
  assert.equal(words('東京へ行く。2024年'), '東|京|へ|行|く|2024|年');
  assert.equal(words('ภาษาไทยที่'), 'ภ|า|ษ|า|ไ|ท|ย|ที่');
  assert.equal(words('ភាសាខ្មែរ'), 'ភា|សា|ខ្|មែ|រ');
  assert.equal(words('ꦗꦮ'), 'ꦗ|ꦮ');
  assert.equal(words('ꀀꀁ'), 'ꀀ|ꀁ');
});

test('words: Katakana runs are words, Hangul runs are words', () => {
  assert.equal(words('コンピューターと人・データ'), 'コンピューター|と|人|データ');
  assert.equal(words('ﾊﾟｿｺﾝ らーめん'), 'ﾊﾟｿｺﾝ|らー|め|ん');
  assert.equal(words('한국어 단어'), '한국어|단어');
});

test('words: a symbol is a token with its marks and skin tone', () => {
  assert.equal(words('ok👍🏽👍 ❤️ ©2024'), 'ok|👍🏽|👍|❤|©|2024');
  assert.equal(words('👩\u200d🔬 🇫🇷 1\ufe0f\u20e3 🏽'), '👩|🔬|🇫|🇷|1\u20e3|🏽');
});

test('words: lone surrogates count as U+FFFD, as in UTF-8', () => {
  assert.equal(words('a\ud800b'), 'a|\ufffd|b');
  assert.equal(words(''), '');
});

test('whitespace: the separators of Python 3 str.split() and no others', () => {
  const separators = [...Array(0x3001).keys()].filter(
    (code) => tokenise(`a${String.fromCharCode(code)}b`, 'whitespace').length === 2,
  );
  const python = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680];
  for (let code = 0x2000; code <= 0x200a; code++) python.push(code);
  assert.deepEqual(separators, [...python, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
  assert.deepEqual(tokenise('  The\tCat’s \n\u200bhat\ufeff ', 'whitespace'), [
    'The',
    'Cat’s',
    '\u200bhat\ufeff',
  ]);
});

test('tokens of every script are the recorded ones', () => {
  const url = new URL('../../test/fixtures/scripts.json', import.meta.url);
  const scripts = JSON.parse(readFileSync(url, 'utf8')) as Record<string, { text: string; tokens: string[] }>;
  assert.ok(Object.keys(scripts).length > 160);
  for (const [script, { text, tokens }] of Object.entries(scripts)) {
    assert.deepEqual(tokenise(text, 'words'), tokens, script);
  }
});
