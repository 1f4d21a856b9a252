import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columns, cut, fit, printable, wrap } from './terminal.js';

test('columns: ASCII is one, CJK two, combining marks none', () => {
  assert.equal(columns('abc'), 3);
  assert.equal(columns('漢字'), 4);
  assert.equal(columns('e\u0301'), 1);
  assert.equal(columns('한국'), 4);
  assert.equal(columns('✓✗'), 2);
});

test('cut keeps both ends and never exceeds the room', () => {
  assert.equal(cut('abcdefghij', 5), 'ab…ij');
  assert.equal(cut('abc', 3), 'abc');
  assert.equal(cut('漢字漢字', 5), '漢…字');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (raw, room) => {
      const text = printable(raw);
      assert.ok(columns(cut(text, room)) <= room);
      assert.equal(columns(fit(text, room)), room);
    }),
  );
});

test('wrap loses no word that fits a line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,10}$/)),
      fc.integer({ min: 10, max: 40 }),
      (words, room) => {
        const lines = wrap(words.join(' '), room);
        assert.deepEqual(
          lines.flatMap((line) => line.split(' ')),
          words,
        );
        for (const line of lines) assert.ok(line.length <= room);
      },
    ),
  );
});

test('printable replaces escape sequences, direction overrides and lone surrogates, and keeps the rest', () => {
  assert.equal(printable('a\x1b[31mb'), 'a\ufffd[31mb');
  assert.equal(printable('\u202eabc\u2066'), '\ufffdabc\ufffd');
  assert.equal(printable('\ud800x'), '\ufffdx');
  assert.equal(printable('Grüße\t\n 漢字 نی\u200cم'), 'Grüße 漢字 نی\u200cم');
});
