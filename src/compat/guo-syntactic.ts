/**
 * The syntactic diversity of Guo et al. 2024 ("The Curious Decline of Linguistic Diversity", NAACL Findings), as their
 * script (YanzhuGuo/linguistic-diversity e461add, syntactic_diversity.py) computes it from parses: the mean of 1 - k over
 * pairs of at most 3,000 sentences, drawn with Python's random source and seed 42 where there are more.
 *
 * A sentence is an undirected graph: a node a word, labelled by its UPOS tag, a node for the root, labelled `none`, and
 * an edge from each word to its head. k is GraKeL's Weisfeiler–Lehman subtree kernel (Shervashidze et al. 2011) of two
 * iterations over histograms of nodes, normalised: the cosine of the counts of node labels as they are and after one and
 * two rounds in which each label takes in those around it.
 *
 * Theirs fills a matrix of all pairs. The sum over pairs of cosines is the squared length of the sum of the unit vectors,
 * so that here time grows with the sentences alone.
 */
import { pythonRandom } from './python-random.js';

/** Sentences that theirs draws. */
export const SENTENCES = 3000;
const SEED = 42;
const ITERATIONS = 2;
const ROOT = 'none';

/** A parsed sentence: of each word its tag, and the place of its head from 1, or 0 for the root. */
export interface DependencyTree {
  upos: readonly string[];
  heads: readonly number[];
}

/** From 0 (all graphs alike) to 1; null for fewer than two sentences. */
export function syntacticDiversity(trees: readonly DependencyTree[], sample = SENTENCES): number | null {
  const drawn =
    trees.length <= sample
      ? trees
      : Array.from(pythonRandom(SEED).sample(trees.length, sample), (at) => trees[at]);
  const n = drawn.length;
  if (n < 2) return null;
  /** By label: the sum of its shares in the unit vectors. */
  const sums: number[] = [];
  const known = Array.from({ length: ITERATIONS + 1 }, () => new Map<string, number>());
  for (const tree of drawn) {
    const counts = labelCounts(tree, known, sums);
    let square = 0;
    for (const count of counts.values()) square += count * count;
    const length = Math.sqrt(square);
    for (const [label, count] of counts) sums[label] += count / length;
  }
  const all = sums.reduce((total, x) => total + x * x, 0);
  // A sentence is at 1 from itself; rounding must not make alike sentences differ by less than nothing.
  return Math.max(0, 1 - (all - n) / (n * (n - 1)));
}

/** How often each label occurs, of all rounds. Labels new to `known`, one map a round, are numbered on. */
function labelCounts(
  { upos, heads }: DependencyTree,
  known: readonly Map<string, number>[],
  sums: number[],
): Map<number, number> {
  const around: number[][] = Array.from({ length: upos.length + 1 }, () => []);
  for (const [at, head] of heads.entries()) {
    around[head].push(at + 1);
    around[at + 1].push(head);
  }
  const counts = new Map<number, number>();
  let names = [ROOT, ...upos];
  for (const round of known) {
    const labels = names.map((name) => {
      let label = round.get(name);
      if (label === undefined) {
        label = sums.push(0) - 1;
        round.set(name, label);
      }
      counts.set(label, (counts.get(label) ?? 0) + 1);
      return label;
    });
    names = labels.map((label, node) => {
      const near = around[node].map((each) => labels[each]).sort((a, b) => a - b);
      return `${label} ${near.join(' ')}`;
    });
  }
  return counts;
}
