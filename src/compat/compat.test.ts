/** Closed forms, small cases by hand, and the tools' documented quirks: nothing here needs data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homogenization } from './cshaib-homogenization.js';
import { ngramDiversity, tokenPatterns } from './cshaib-ngrams.js';
import { selfRepetition } from './cshaib-self-repetition.js';
import { gopherOutcome } from './datatrove.js';
import { dolmaAttributes } from './dolma.js';
import { lexicalDiversity, semanticDiversity } from './guo.js';
import type { Matrix } from './matrix.js';
import { mauveOf } from './mauve.js';
import { redpajamaSignals } from './redpajama.js';
import { nltkSelfBleu, sacrebleuSelfBleu, tokenise13a } from './self-bleu.js';
import { spacyWords } from './spacy-words.js';
import { internalDiversity, vendiK, vendiX } from './vendi.js';

const matrix = (rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0].length,
  data: Float64Array.from(rows.flat()),
});
const close = (a: number | null, b: number, within = 1e-12) =>
  assert.ok(Math.abs(a! - b) <= within, `${a} for ${b}`);

test('n-gram diversity is a running sum, across documents, of words between single spaces', () => {
  assert.deepEqual(ngramDiversity(['a b', 'a b'], 3), [0.5, 1.167, 2.167]);
  assert.deepEqual(ngramDiversity(['a', 'a'], 3), [0.5, 1.5, null]);
  assert.deepEqual(ngramDiversity(['a  b'], 1), [1]);
  assert.deepEqual(ngramDiversity([], 2), [null, null]);
  assert.deepEqual(tokenPatterns(['x y x', 'y x y'], 2, 2), [
    ['x y', 3],
    ['y x', 2],
  ]);
});

test('self-repetition counts distinct n-grams of other documents', () => {
  const shared = 'one two three four';
  assert.equal(selfRepetition([shared, shared, 'five six seven eight']), (2 * Math.log(2)) / 3);
  assert.equal(selfRepetition([`${shared} ${shared}`]), 0);
  assert.equal(selfRepetition([]), null);
});

test('homogenisation is 1 for texts that share nothing, as for copies', () => {
  assert.equal(homogenization(['a b', 'c d', 'e f']), 1);
  assert.equal(homogenization(['a b', 'a b']), 1);
  assert.equal(homogenization(['a b c d', 'a x c d']), 0.75);
  const long = Array.from({ length: 100 }, (_, i) => `w${i}`);
  const other = [...long.slice(0, 40), 'x', ...long.slice(55)];
  assert.equal(homogenization([long.join(' '), other.join(' ')]), 0.914);
  assert.equal(homogenization(['a']), null);
});

test('self-BLEU of copies is 1 in nltk and 100 in sacrebleu; of strangers 0', () => {
  const copies = ['the cat sat on the mat', 'the cat sat on the mat'];
  for (const score of nltkSelfBleu(copies)!) close(score, 1);
  for (const score of sacrebleuSelfBleu(copies)!) close(score, 100, 1e-10);
  assert.deepEqual(nltkSelfBleu(['a b c d', 'e f g h']), [0, 0]);
  assert.deepEqual(sacrebleuSelfBleu(['a b c d', 'e f g h']), [0, 0]);
  // Two of three words match, no 2-gram does, and there is no 3-gram of the 2-word text: by hand.
  close(nltkSelfBleu(['a b', 'b a c'])![0], Math.exp(1 - 3 / 2) * (1 * 0.1 * 0.1 * 0.1) ** 0.25);
  close(sacrebleuSelfBleu(['a b', 'b a c'])![0], Math.exp(1 - 3 / 2) * Math.sqrt(100 * 50), 1e-10);
  assert.deepEqual(tokenise13a('a,b 1,000 "x" 3-4 well-known &amp;'), [
    ...['a', ',', 'b', '1,000', '"', 'x', '"', '3', '-', '4', 'well-known', '&'],
  ]);
});

test('Vendi counts orthogonal rows; score_X ignores their length', () => {
  const unit = matrix([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  close(vendiX(unit), 3);
  for (const score of vendiK(unit, [0.5, 1, 2, Number.POSITIVE_INFINITY])) close(score, 3);
  close(internalDiversity(unit), 2 / 3);
  close(
    vendiX(
      matrix([
        [5, 0],
        [2, 0],
        [0, 1],
        [0, 3],
      ]),
    ),
    2,
  );
  // Eigenvalues 3/4 and 1/4.
  const [q2, infinite] = vendiK(
    matrix([
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ]),
    [2, Number.POSITIVE_INFINITY],
  );
  close(q2, 1.6);
  close(infinite, 4 / 3);
});

test('MAUVE is 1 for one histogram twice and about 0 for two apart', () => {
  close(mauveOf([0.5, 0.5], [0.5, 0.5]).mauve, 1, 1e-9);
  assert.equal(mauveOf([0.5, 0.5], [0.5, 0.5]).fi, 0);
  const apart = mauveOf([1, 0], [0, 1]);
  close(apart.fi, 1);
  assert.ok(apart.mauve < 0.01);
});

test('spaCy cuts contractions, marks and hyphens, and keeps abbreviations and smileys', () => {
  const text = `"I don't know," said Mr. Smith's aunt--it's two o'clock... (well-known) :) 10km U.S.A. cannot`;
  assert.deepEqual(
    spacyWords(text).join(' | '),
    `" | I | do | n't | know | , | " | said | Mr. | Smith | 's | aunt | -- | it | 's | two | o'clock | ... | ( | well | - | known | ) | :) | 10 | km | U.S.A. | can | not`,
  );
});

test('datatrove gives the first rule that a page breaks', () => {
  const words =
    'the town of the north has many streets and houses that people like to visit with children'.split(' ');
  const long = Array.from(
    { length: 80 },
    (_, i) => `${words[i % words.length]}${i < words.length ? '' : i}`,
  ).join(' ');
  assert.equal(gopherOutcome(long).quality, 'keep');
  assert.equal(gopherOutcome('too short').quality, 'gopher_short_doc');
  assert.equal(gopherOutcome(`${long} ${', '.repeat(60)}`).quality, 'gopher_below_alpha_threshold');
  assert.equal(gopherOutcome('the end of it. '.repeat(40)).repetition, 'top_2_gram');
  assert.equal(gopherOutcome('one line\n'.repeat(4)).repetition, 'dup_line_frac');
  assert.equal(gopherOutcome('').repetition, 'empty');
});

test('dolma on a page by hand', () => {
  const found = dolmaAttributes('- the cat\n- the cat\nend…');
  assert.equal(found.character_count, 24);
  assert.equal(found.word_count, 7);
  assert.equal(found.median_word_length, 3);
  assert.equal(found.required_word_count, 2);
  assert.equal(found.symbol_to_word_ratio, 1 / 7);
  assert.deepEqual(found.fraction_of_characters_in_most_common_ngram[0], [2, 8 / 18]);
  assert.equal(found.fraction_of_lines_starting_with_bullet_point, 2 / 3);
  assert.equal(found.fraction_of_lines_ending_with_ellipsis, 1 / 3);
  assert.equal(found.fraction_of_duplicate_lines, 2 / 3);
  assert.equal(dolmaAttributes('').character_count, 0);
});

test('RedPajama gives a number a document and spans a line', () => {
  const signals = redpajamaSignals('• DON’T use JavaScript!\nOK 12 …');
  assert.equal(signals.RPS_Doc_Num_Sentences, 2);
  assert.equal(signals.RPS_Doc_Word_Count, 7);
  assert.equal(signals.RPS_Doc_Frac_Lines_End_With_Ellipsis, 0.5);
  assert.deepEqual(signals.RPS_Lines_Javascript_Counts, [
    [0, 24, 1],
    [24, 31, 0],
  ]);
  assert.deepEqual(signals.RPS_Lines_Start_With_Bulletpoint, [
    [0, 24, 1],
    [24, 31, 0],
  ]);
  assert.equal(Object.keys(signals).length, 24);
  assert.equal(redpajamaSignals('').RPS_Doc_Unigram_Entropy, null);
});

test('Guo: shares of distinct n-grams inside documents; half the mean cosine distance', () => {
  close(lexicalDiversity(['A b, a b', 'A b']), (2 / 6 + 2 / 4 + 2 / 2) / 3);
  assert.equal(lexicalDiversity(['a b']), null);
  // As Python draws 12 of each list with random.seed(42).
  const text = Array.from({ length: 40 }, (_, i) => `w${(i * i) % 17}`).join(' ');
  close(lexicalDiversity([text], 12), 0.75);
  close(
    semanticDiversity(
      matrix([
        [1, 0],
        [0, 2],
        [-3, 0],
      ]),
    ),
    (0.5 + 1 + 0.5) / 3,
  );
});
