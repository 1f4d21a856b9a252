/** Random texts for the profile's tests: every script, all kinds of borders, copies, loops, empty texts. */
import fc from 'fast-check';
import type { Document } from '../../corpus/document.js';

/** Characters at which the rules turn, beside arbitrary code points. */
const TRICKY = [
  ..." '’_-.\u00ad\u200b\u200c\u200d\ufeff\ufe0f\u0301\u20e3\u0085\u00a0\u001c\u3000\n\t👍🏽🇫❤日本がカーｶﾞหี่한글İßΣǅ",
  '\u{e0100}',
  '\u1100\u1161',
  '\ud800',
  '\ufffd',
];

/** Few short words, so that n-grams repeat. */
const word = fc.constantFrom(
  'the',
  'of',
  'And',
  "don't",
  'cat',
  'Été',
  '東京',
  'a',
  'ภาษา',
  'ДОМ',
  '1984',
  '😀',
);

const sentence = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '));
const anything = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...TRICKY)), {
  maxLength: 30,
});
const long = fc.nat({ max: 700 }).map((n) => `${'wörd'.repeat(n)} ${'x'.repeat(n)}日`);
const loop = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }))
  .map(([period, times]) => Array.from({ length: period * times }, (_, i) => `w${i % period}`).join(' '));

export const anyText = fc.oneof(
  { weight: 5, arbitrary: sentence },
  { weight: 5, arbitrary: anything.map((parts) => parts.join('')) },
  { weight: 1, arbitrary: long },
  { weight: 1, arbitrary: loop },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n\n') },
);

/** Corpora with copies, with and without identifiers. */
export const anyCorpus: fc.Arbitrary<Document[]> = fc
  .tuple(fc.array(anyText, { minLength: 1, maxLength: 20 }), fc.array(fc.nat(), { maxLength: 30 }))
  .chain(([texts, picks]) =>
    fc.shuffledSubarray(
      [...texts, ...picks.map((pick) => texts[pick % texts.length])].map((text, i) =>
        i % 3 ? { text, id: `id-${(i * 7) % 11}` } : { text },
      ),
      { minLength: 1 },
    ),
  );

/** A corpus of English-like words with a long tail, the same for the same seed. */
export function zipfCorpus(documents: number, words: number, seed: number): Document[] {
  let state = seed >>> 0 || 1;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return Array.from({ length: documents }, (_, i) => {
    const text = Array.from({ length: words }, () => `w${Math.floor(random() ** -0.9)}`).join(' ');
    return { text, id: String(i) };
  });
}
