import assert from 'node:assert/strict';
import test from 'node:test';
import { buildPlain } from '../profile/plain.js';
import { tokenise } from '../profile/tokenise.js';
import { equalTexts, firstTokens, MOST_TOKENS } from './equal-texts.js';
import { poolProfiles } from './pool.js';

test('the first tokens are those of the whole text, in any script', () => {
  const texts = [
    'It was, so to speak, the best of times; it was the worst of times.',
    '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。',
    'one  \n two\tthree',
    "l'homme-orchestre n’est pas là",
    '\ufeffa b\ufeffc d',
  ];
  for (const tokeniser of ['words', 'whitespace'] as const) {
    for (const text of texts) {
      const all = tokenise(text, tokeniser);
      for (let most = 1; most <= all.length + 1; most++) {
        const { tokens, written } = firstTokens(text, most, tokeniser);
        assert.deepEqual(tokens, all.slice(0, most), `${tokeniser} ${most} of ${text}`);
        assert.ok(text.startsWith(written));
      }
    }
  }
});

test('texts are cut to the lower quartile of the shorter side, and shorter ones left out', () => {
  const text = (words: number, salt: number) =>
    Array.from({ length: words }, (_, i) => `w${(i * 7 + salt) % 50}x${salt}`).join(' ');
  const short = Array.from({ length: 100 }, (_, i) => ({ text: text(20 + i, i) }));
  const long = Array.from({ length: 100 }, (_, i) => ({ text: text(500, 200 + i) }));
  const { budget, texts } = equalTexts(poolProfiles(buildPlain(short), buildPlain(long)));
  assert.equal(budget, 45);
  assert.equal(texts.filter((t) => t === null).length, 25);
  for (const t of texts) if (t) assert.equal(t.tokens.length, 45);
  const both = equalTexts(poolProfiles(buildPlain(long), buildPlain(long)));
  assert.equal(both.budget, MOST_TOKENS);
  const tiny = equalTexts(poolProfiles(buildPlain(long), buildPlain([{ text: 'a b c' }])));
  assert.equal(tiny.budget, 0);
  // 6 to 45 words: a quarter is shorter than 16, but not three.
  const brief = Array.from({ length: 40 }, (_, i) => ({ text: text(6 + i, 400 + i) }));
  const some = equalTexts(poolProfiles(buildPlain(brief), buildPlain(long)));
  assert.equal(some.budget, 16);
  assert.equal(some.texts.filter((t) => t === null).length, 10);
});
