/**
 * What the commonest words have lost within sources, damaged in the tail or not, and between kinds of text: what the
 * bound in src/audit/centre.ts was chosen on. Prints Markdown for docs/variability.md: `node dist/bench/centre.js`.
 */
import { centreDistance, centreLoss, centreWords } from '../audit/centre.js';
import { exchanges } from '../audit/replicates.js';
import type { Document } from '../corpus/document.js';
import { poolProfiles } from '../metrics/pool.js';
import { type Pair, wholePair } from '../metrics/side.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { rng } from '../stats/rng.js';
import { cutRare } from './damage.js';
import { readSet } from './sets.js';

const KINDS = ['sotu', 'wikitext2', 'ref5', 'speeches', 'shakespeare', 'mobydick'];
const OTHERS = ['novels_fr', 'novels_de'];

async function row(name: string, corpus: Document[], reference: Document[]): Promise<string> {
  const pool = poolProfiles(await profileDocuments(corpus), await profileDocuments(reference));
  const pair = wholePair(pool, 1);
  const words = centreWords(pair);
  const distance = centreDistance(pair, words);
  const dealt = distances(pair, words);
  const { excess, ci } = centreLoss(distance, dealt)!;
  const cells = [
    name,
    words.length,
    distance.toFixed(4),
    excess.toFixed(4),
    ci.map((x) => x.toFixed(4)).join(' to '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Every word that occurs once replaced by the tenth most frequent one. */
function oneForAll(documents: Document[]): Document[] {
  const counts = new Map<string, number>();
  const words = documents.map(({ text }) => text.split(/\s+/).filter(Boolean));
  for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const [tenth] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[9];
  return words.map((list) => ({
    text: list.map((word) => (counts.get(word) === 1 ? tenth : word)).join(' '),
  }));
}

/** A replicate's counts hold only until the next is asked for. */
function distances(pair: Pair, words: Uint32Array): number[] {
  const dealt: number[] = [];
  for (const replicate of exchanges(pair)) dealt.push(centreDistance(replicate, words));
  return dealt;
}

const half = (name: string, parity: number) => readSet(name).filter((_, i) => i % 2 === parity);
console.log('| texts | words | distance | beyond chance | 95 % |\n|---|--:|--:|--:|---|');
for (const set of [...KINDS, ...OTHERS]) {
  const [reference, fresh] = [half(set, 0), half(set, 1)];
  console.log(await row(`${set}, two halves`, fresh, reference));
  console.log(await row(`${set}, once-only words cut`, cutRare(fresh, 1, 1, rng(7)), reference));
  console.log(await row(`${set}, words of at most 3 cut`, cutRare(fresh, 3, 1, rng(7)), reference));
  console.log(await row(`${set}, once-only words become one word`, oneForAll(fresh), reference));
}
for (const [i, set] of KINDS.entries()) {
  for (const other of KINDS.slice(0, i)) {
    console.log(await row(`${set} against ${other}`, half(set, 0), half(other, 0)));
  }
}
