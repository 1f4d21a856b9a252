/** Held to the tools' own outputs on novels (`../shared/golden`, with the commit of each tool). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { parseNpy } from '../corpus/read-npy.js';
import { sharedFolder } from '../test/shared.js';
import { gzipRatio } from './cshaib-compression.js';
import { homogenization } from './cshaib-homogenization.js';
import { ngramDiversity, tokenPatterns } from './cshaib-ngrams.js';
import { selfRepetition } from './cshaib-self-repetition.js';
import { gopherOutcome } from './datatrove.js';
import { dolmaAttributes } from './dolma.js';
import { lexicalDiversity } from './guo.js';
import { mauveOf, mauveOfCounts } from './mauve.js';
import { redpajamaSignals } from './redpajama.js';
import { mean, nltkSelfBleu, sacrebleuSelfBleu } from './self-bleu.js';
import { internalDiversity, vendiK, vendiX } from './vendi.js';

interface Golden {
  documents(name: string): string[];
  // biome-ignore lint/suspicious/noExplicitAny: what another tool wrote
  values(name: string): any;
}

function golden(t: TestContext): Golden | null {
  const shared = sharedFolder(t);
  if (shared === null) return null;
  const read = (name: string) => readFileSync(`${shared}golden/${name}`);
  return {
    documents: (name) =>
      gunzipSync(read(`inputs/${name}.jsonl.gz`))
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).text),
    values: (name) => JSON.parse(read(`${name}.json`).toString()).values,
  };
}

/** Equal to so many significant digits. */
function near(value: number | null, expected: number, digits: number): void {
  const off = Math.abs(value! / expected - 1);
  assert.ok(off < 10 ** -digits, `${value} for ${expected}`);
}

for (const input of ['novels500', 'novels10']) {
  test(`cshaib/diversity on ${input}: every printed digit; gzip within 1 %`, (t) => {
    const from = golden(t);
    if (!from) return;
    const documents = from.documents(input);
    assert.deepEqual(ngramDiversity(documents), Object.values(from.values(`diversity.ngram.${input}`)));
    assert.equal(selfRepetition(documents), from.values(`diversity.selfrep.${input}`));
    assert.deepEqual(tokenPatterns(documents), from.values(`diversity.tokpat.${input}`));
    near(gzipRatio(documents), from.values(`diversity.gzip.${input}`), 2);
  });

  test(`dolma and RedPajama on ${input}: all values of 100 documents`, (t) => {
    const from = golden(t);
    if (!from) return;
    const documents = from.documents(input);
    const attributes: unknown[] = from.values(`dolma.gopher.${input}`);
    assert.equal(attributes.length, 100);
    attributes.forEach((expected, i) => {
      assert.deepEqual(dolmaAttributes(documents[i]), expected, `document ${i}`);
    });
    const signals: Record<string, number>[] = from.values(`redpajama.${input}`);
    assert.equal(signals.length, 100);
    signals.forEach((expected, i) => {
      const flat = Object.entries(redpajamaSignals(documents[i])).map(([name, value]) => {
        return [name, Array.isArray(value) ? value[0][2] : value];
      });
      assert.deepEqual(Object.fromEntries(flat), expected, `document ${i}`);
    });
  });
}

test('datatrove on novels500: every outcome', (t) => {
  const from = golden(t);
  if (!from) return;
  const outcomes = from.documents('novels500').map(gopherOutcome);
  const expected = from.values('datatrove.gopher.novels500');
  for (const [filter, theirs] of [
    ['repetition', expected.gopher_rep],
    ['quality', expected.gopher_q],
  ] as const) {
    const ours = outcomes.map((outcome) => outcome[filter]);
    assert.deepEqual(ours.slice(0, 200), theirs.first200);
    const counts: Record<string, number> = {};
    for (const outcome of ours) counts[outcome] = (counts[outcome] ?? 0) + 1;
    assert.deepEqual(counts, theirs.counts);
  }
});

test('ROUGE-L and self-BLEU of the first documents of novels500', (t) => {
  const from = golden(t);
  if (!from) return;
  const documents = from.documents('novels500');
  for (const n of [12, 30]) {
    assert.equal(homogenization(documents.slice(0, n)), from.values(`diversity.hom.novels500.${n}`));
  }
  for (const n of [10, 100]) {
    const expected = from.values(`selfbleu.novels500.${n}`);
    const scores = nltkSelfBleu(documents.slice(0, n))!;
    scores.forEach((score, i) => {
      near(score, expected.per_doc[i], 14);
    });
    near(mean(scores), expected.nltk_self_bleu4, 14);
    near(mean(sacrebleuSelfBleu(documents.slice(0, n))!), expected.sacrebleu_self, 14);
  }
});

test('Guo: lexical diversity of whole corpora and of a drawn part, as test/fixtures/guo-lexical.py prints it', (t) => {
  const from = golden(t);
  if (!from) return;
  const documents = from.documents('novels500');
  assert.equal(lexicalDiversity(documents), 0.5194148625522509);
  assert.equal(lexicalDiversity(documents, 1000), 0.8203333333333332);
  assert.equal(lexicalDiversity(from.documents('ref5')), 0.49406666666666665);
});

test('MAUVE from the histograms of the tool: every printed digit, and 12 of the starred form', (t) => {
  const from = golden(t);
  if (!from) return;
  const { hist25, 25: expected } = from.values('mauve.ref5.gen5');
  assert.deepEqual(mauveOf(hist25.p, hist25.q), { mauve: expected.mauve, fi: expected.fi });
  const counts = (shares: number[], rows: number) => shares.map((share) => Math.round(share * rows));
  const ours = mauveOfCounts(counts(hist25.p, 2926), counts(hist25.q, 2925));
  for (const name of ['mauve', 'fi', 'mauve_star', 'fi_star'] as const) near(ours[name], expected[name], 12);
});

test('Vendi of the first 500 and 1000 rows: 12 digits, and 6 at q = 0.5, where theirs adds noise', (t) => {
  const from = golden(t);
  if (!from) return;
  const { columns, data } = parseNpy(
    readFileSync(`${sharedFolder(t)}golden/inputs/emb_ref5.npy`),
    'emb_ref5.npy',
  );
  for (const rows of [500, 1000]) {
    const x = { rows, columns, data: data.subarray(0, rows * columns) };
    const expected = from.values(`vendi.ref5.${rows}`);
    near(vendiX(x), expected.score_X_q1, 12);
    near(vendiX(x), expected.score_dual_q1, 12);
    const [half, two, infinite] = vendiK(x, [0.5, 2, Number.POSITIVE_INFINITY]);
    near(half, expected['score_K_q0.5'], 6);
    near(two, expected.score_K_q2, 12);
    near(infinite, expected.score_K_qinf, 12);
    near(internalDiversity(x), expected.intdiv_K, 12);
  }
});
