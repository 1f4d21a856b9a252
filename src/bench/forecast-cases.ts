/** Cases for the forecast of the vocabulary's tail: parts of corpora, mixtures and seeds, all drawn by number. */
import { permutationOf } from '../lab/loop/permutation-of.js';
import { splitCorpus } from '../lab/text/corpus-split.js';
import { text } from '../lab/worlds/text.js';
import { type Feeding, type HumanText, STRATEGIES } from '../mix/feeding.js';
import { type Learner, NGRAM } from '../mix/forecast.js';
import { rareTypes } from '../mix/rare-types.js';
import { simulateFeeding } from '../mix/simulate-feeding.js';
import { newRandom, type Random } from '../stats/random.js';
import { readSet } from './sets.js';

/** The interval's constants are fitted on these, and tested on those. */
export const FITTED_ON = [
  ...['mobydick', 'novels_fr', 'novels_de'],
  ...['pairs_xsum', 'pairs_writing', 'pairs_squad', 'pairs_pubmed'],
];
export const TESTED_ON = ['sotu', 'wikitext2', 'shakespeare'];

export interface ForecastCase {
  corpus: string;
  texts: string[];
  human: HumanText;
  feeding: Feeding;
  seed: number;
}

const WORDS = [20_000, 40_000, 80_000, 160_000];
/** Half of them are generation 0. Long documents are cut, each to a passage of its own, so that there are as many. */
const LEAST_DOCUMENTS = 120;
/** With `few`: whole documents, and no more than the words need. */
const FEW_DOCUMENTS = 24;
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.5];
const GENERATIONS = [1, 2, 3, 4, 5, 6, 8, 10];

const read = new Map<string, string[]>();

/** Case number i of `names`; different seeds give unrelated cases. */
export function newCase(names: readonly string[], seed: number, i: number, few = false): ForecastCase {
  const random = newRandom(seed, i);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)];
  const corpus = names[i % names.length];
  const texts = partOf(corpus, pick(WORDS), few, random);
  const own = seed * 100_000 + i;
  const { reserve, most } = text.parameters.parse({});
  const split = splitCorpus(texts, corpus, reserve, most, newRandom(own, 0, 0));
  const human = { first: split.human, supply: split.pool, types: split.spellings.length };
  const size = human.first.starts.length - 1;
  const strategy = few ? 'anchor' : STRATEGIES[Math.floor(i / names.length) % STRATEGIES.length];
  const n = Math.round(size * pick([1, 1, 0.5]));
  const share =
    strategy === 'replace' || (strategy === 'accumulate' && pick([true, false])) ? 0 : pick(SHARES);
  const feeding = {
    strategy,
    documents: n,
    human: share === 0 ? 0 : Math.max(1, Math.round(share * n)),
    generations: pick(GENERATIONS),
  };
  return { corpus, texts, human, feeding, seed: own };
}

function partOf(corpus: string, words: number, few: boolean, random: Random): string[] {
  let all = read.get(corpus);
  if (!all) {
    all = readSet(corpus).map((document) => document.text);
    read.set(corpus, all);
  }
  const least = Math.min(few ? FEW_DOCUMENTS : LEAST_DOCUMENTS, all.length);
  const longest = few ? Number.POSITIVE_INFINITY : Math.floor(words / least);
  const part: string[] = [];
  let have = 0;
  for (const d of permutationOf(all.length, random)) {
    if (have >= words && part.length >= least) break;
    const own = all[d].split(/\s+/);
    const from = random.below(Math.max(1, own.length - longest + 1));
    part.push(own.slice(from, from + longest).join(' '));
    have += Math.min(own.length, longest);
  }
  return part;
}

/** What the lab's own loop leaves of the rare types, by generation. */
export function inTheLab(
  { corpus, texts, human, feeding, seed }: ForecastCase,
  learner: Learner,
): Promise<number[]> {
  const { order, smoothing } = learner === 'unigram' ? { ...NGRAM, order: 1 } : NGRAM;
  const settings = text.parameters.parse({ order, smoothing, audit: false });
  const setup = text.setup(settings, newRandom(seed, 0, 0), { kind: 'corpus', name: corpus, texts });
  if (setup instanceof Promise) throw new Error('the world of text is set up at once');
  return simulateFeeding(setup, feeding, rareTypes(human, feeding.strategy), { seed });
}
