/**
 * The noise of `repetition/near-duplicates`, and what it notices, on signatures alone (the counts of words have no part
 * in it). Prints Markdown for docs/variability.md.
 *
 *   node dist/bench/near-duplicates-noise.js [--halvings 200] [--draws 20]
 *
 * Halvings cut a set in two at random, one part against the other. `neardup` is the novels with near-copies planted by
 * others, so that there is something to find; the other sets are as people wrote them. Doses copy documents of the odd
 * half of a set with 3 % of the words replaced; the even half is the reference.
 */
import { parseArgs } from 'node:util';
import { compare } from '../audit/compare.js';
import { grade } from '../audit/grade.js';
import type { Document } from '../corpus/document.js';
import { nearDuplicates } from '../metrics/near-duplicates.js';
import { poolProfiles } from '../metrics/pool.js';
import { wholePair } from '../metrics/side.js';
import { mergeDocuments } from '../profile/merge-documents.js';
import { buildPlain } from '../profile/plain.js';
import { type DocumentTable, GROUPS, type Profile } from '../profile/profile.js';
import { newSigner } from '../profile/signer.js';
import { permutation, rng } from '../stats/rng.js';
import { nearDuplicate } from './damage.js';
import { readSet } from './sets.js';

const { values } = parseArgs({
  options: {
    halvings: { type: 'string', default: '200' },
    draws: { type: 'string', default: '20' },
    sets: { type: 'string', default: 'sotu,wikitext2,neardup' },
  },
});
const signer = newSigner({ tokeniser: 'words', seed: 0 });
const empty = buildPlain([]);

/** The document table of one text. */
function tableOf({ text }: Document): DocumentTable {
  const { low, high, tokens, signature } = signer.sign(text);
  return {
    length: 1,
    hashes: Uint32Array.of(low, high),
    copies: Uint32Array.of(1),
    tokens: Uint32Array.of(tokens),
    flags: new Uint8Array(1),
    signatures: signature.slice(),
    shift: 0,
  };
}

function profileOfTexts(tables: DocumentTable[]): Profile {
  let level = tables;
  while (level.length > 1) {
    const next: DocumentTable[] = [];
    for (let i = 0; i < level.length; i += 2) {
      next.push(i + 1 < level.length ? mergeDocuments(level[i], level[i + 1], 1e9) : level[i]);
    }
    level = next;
  }
  const [documents] = level;
  const tokens = new Float64Array(GROUPS);
  for (let i = 0; i < documents.length; i++) {
    tokens[documents.hashes[2 * i] & (GROUPS - 1)] += documents.tokens[i] * documents.copies[i];
  }
  return { ...empty, documents, totals: { ...empty.totals, tokens } };
}

function audited(corpus: DocumentTable[], reference: DocumentTable[], seed: number) {
  const pair = wholePair(poolProfiles(profileOfTexts(corpus), profileOfTexts(reference)), seed);
  const compared = compare(nearDuplicates, pair, { exchanges: [], splits: [] });
  const log = Math.log(compared.ratio ?? Number.NaN);
  const covers = compared.ci !== null && compared.ci[0] <= 1 && compared.ci[1] >= 1;
  return { log, covers, value: compared.value ?? Number.NaN, grade: grade(compared, compared.p).grade };
}

type Audited = ReturnType<typeof audited>;

function grades(list: Audited[]): string {
  return ['ok', 'warn', 'fail', 'inconclusive']
    .map(
      (name) => `${((100 * list.filter((each) => each.grade === name).length) / list.length).toFixed(1)} %`,
    )
    .join(' | ');
}

const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;

console.log(
  '| set | sizes | mean share | mean log ratio | ± SE | z | sd | covers 1.00 | ok | warn | fail | inconclusive |',
);
console.log('|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const set of values.sets.split(',')) {
  const tables = readSet(set).map(tableOf);
  for (const times of [1, 3]) {
    const list: Audited[] = [];
    for (let seed = 0; seed < Number(values.halvings); seed++) {
      const order = permutation(tables.length, rng(seed)).map((i) => tables[i]);
      const size = Math.round(order.length / (1 + times));
      list.push(audited(order.slice(0, size), order.slice(size), seed));
    }
    const logs = list.map(({ log }) => log);
    const sd = Math.sqrt(mean(logs.map((log) => (log - mean(logs)) ** 2)));
    const error = sd / Math.sqrt(logs.length);
    const covered = list.filter(({ covers }) => covers).length / list.length;
    const figures = [mean(list.map(({ value }) => value)), mean(logs), error].map((x) => x.toFixed(5));
    const z = error > 0 ? (mean(logs) / error).toFixed(1) : '0';
    console.log(
      `| ${set} | 1:${times} | ${figures.join(' | ')} | ${z} | ${sd.toFixed(4)} | ${(100 * covered).toFixed(1)} % | ${grades(list)} |`,
    );
  }
}

console.log('\n| set | texts | dose | mean share found | ok | warn | fail | inconclusive |');
console.log('|---|--:|--:|--:|--:|--:|--:|--:|');
for (const set of ['sotu', 'wikitext2', 'ref5']) {
  const documents = readSet(set);
  const reference = documents.filter((_, i) => i % 2 === 0).map(tableOf);
  const human = documents.filter((_, i) => i % 2 === 1);
  for (const dose of [0, 0.01, 0.05, 0.2]) {
    const list: Audited[] = [];
    for (let draw = 0; draw < Number(values.draws); draw++) {
      const corpus = nearDuplicate(human, dose, rng(100 * draw + 7)).map(tableOf);
      list.push(audited(corpus, reference, draw));
    }
    const share = mean(list.map(({ value }) => value)).toFixed(4);
    console.log(`| ${set} | ${human.length} | ${dose} | ${share} | ${grades(list)} |`);
  }
}
