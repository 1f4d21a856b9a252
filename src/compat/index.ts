/**
 * Other tools' numbers on a corpus, by tool and by the tool's own name for each. They stand beside gen0's and are never
 * graded: most of them move with the size of the corpus. docs/compat.md has each tool's quirks and what gen0 measures
 * instead.
 */
import type { CompatValue, CompatValues } from '../audit/result.js';
import { gzipRatio } from './cshaib-compression.js';
import { homogenization } from './cshaib-homogenization.js';
import { ngramDiversity, tokenPatterns } from './cshaib-ngrams.js';
import { selfRepetition } from './cshaib-self-repetition.js';
import { type GopherOutcome, gopherOutcome } from './datatrove.js';
import { type DolmaAttributes, dolmaAttributes } from './dolma.js';
import { lexicalDiversity, semanticDiversity } from './guo.js';
import { type DependencyTree, SENTENCES, syntacticDiversity } from './guo-syntactic.js';
import type { Matrix } from './matrix.js';
import { mauveOfCounts } from './mauve.js';
import { mauveCounts } from './mauve-counts.js';
import { type RedPajamaSignals, redpajamaSignals } from './redpajama.js';
import { mean, nltkSelfBleu, sacrebleuSelfBleu } from './self-bleu.js';
import { internalDiversity, vendiK, vendiX } from './vendi.js';

/** What the numbers are computed from. */
export interface CompatInput {
  documents: readonly string[];
  /** One row a text of the corpus. */
  embeddings?: Matrix;
  /** One row a text of the reference, for MAUVE. */
  referenceEmbeddings?: Matrix;
  /** Sentences of the corpus, parsed, for the syntactic diversity of Guo et al. */
  parses?: readonly DependencyTree[];
  /** Documents that the numbers about pairs of documents take, from the front. */
  first: number;
  /** For MAUVE's clusters. */
  seed: number;
}

/** The last: what the tools that judge documents say of each, in the order of the documents. */
type Tool = (input: CompatInput, judged: readonly CompatDocument[]) => CompatValues;

const TOOLS = { cshaib, nltk, sacrebleu, vendi, mauve, gopher, redpajama, dolma, guo } satisfies Record<
  string,
  Tool
>;

export type CompatTool = keyof typeof TOOLS;

/** In the order in which reports show them. */
export const COMPAT_TOOLS = Object.keys(TOOLS) as CompatTool[];

/** What each tool cannot do without, besides texts. */
export const NEEDS: Partial<Record<CompatTool, (keyof CompatInput)[]>> = {
  vendi: ['embeddings'],
  mauve: ['embeddings', 'referenceEmbeddings'],
};

/** Tools that say something of each document. */
export const PER_DOCUMENT: readonly CompatTool[] = ['gopher', 'redpajama', 'dolma'];

/** Tools of which some numbers take only the `first` documents. */
export const OF_PAIRS: readonly CompatTool[] = ['cshaib', 'nltk', 'sacrebleu'];

export interface CompatNumbers {
  numbers: Record<string, CompatValues>;
  /** One a document, empty objects where no tool of `PER_DOCUMENT` was asked. */
  judged: CompatDocument[];
}

/** The numbers of the tools asked for. Inputs named in `NEEDS` must be there. */
export function compatNumbers(input: CompatInput, tools: readonly CompatTool[]): CompatNumbers {
  const judged = input.documents.map((text) => compatDocument(text, tools));
  const asked = COMPAT_TOOLS.filter((tool) => tools.includes(tool));
  return { numbers: Object.fromEntries(asked.map((tool) => [tool, TOOLS[tool](input, judged)])), judged };
}

export interface CompatDocument {
  gopher?: GopherOutcome;
  redpajama?: RedPajamaSignals;
  dolma?: DolmaAttributes;
}

/** What those of the tools that judge documents say of one. */
function compatDocument(text: string, tools: readonly CompatTool[]): CompatDocument {
  const said: CompatDocument = {};
  if (tools.includes('gopher')) said.gopher = gopherOutcome(text);
  if (tools.includes('redpajama')) said.redpajama = redpajamaSignals(text);
  if (tools.includes('dolma')) said.dolma = dolmaAttributes(text);
  return said;
}

function cshaib({ documents, first }: CompatInput): CompatValues {
  const few = documents.slice(0, first);
  const sums = ngramDiversity(documents);
  return {
    documents: documents.length,
    ngram_diversity_score: Object.fromEntries(sums.map((score, i) => [`n${i + 1}`, score])),
    compression_ratio_gzip: gzipRatio(documents),
    self_repetition_score: selfRepetition(documents),
    token_patterns: tokenPatterns(documents),
    homogenization_score_rougel: homogenization(few),
    homogenization_documents: few.length,
  };
}

function nltk({ documents, first }: CompatInput): CompatValues {
  const few = documents.slice(0, first);
  const scores = nltkSelfBleu(few);
  return { documents: few.length, self_bleu4: scores && mean(scores) };
}

function sacrebleu({ documents, first }: CompatInput): CompatValues {
  const few = documents.slice(0, first);
  const scores = sacrebleuSelfBleu(few);
  return { documents: few.length, self_bleu: scores && mean(scores) };
}

function vendi({ embeddings }: CompatInput): CompatValues {
  const x = embeddings!;
  const order1 = vendiX(x);
  const [half, one, two, infinite] = vendiK(x, [0.5, 1, 2, Number.POSITIVE_INFINITY]);
  return {
    rows: x.rows,
    score_X: order1,
    score_dual: order1,
    'score_K_q0.5': half,
    score_K_q1: one,
    score_K_q2: two,
    score_K_qinf: infinite,
    intdiv_K: internalDiversity(x),
  };
}

function mauve({ embeddings, referenceEmbeddings, seed }: CompatInput): CompatValues {
  const [p, q] = [referenceEmbeddings!, embeddings!];
  const counts = mauveCounts(p, q, seed);
  return { p_rows: p.rows, q_rows: q.rows, buckets: counts.p.length, ...mauveOfCounts(counts.p, counts.q) };
}

function gopher(_input: CompatInput, judged: readonly CompatDocument[]): CompatValues {
  const repetition: Record<string, number> = {};
  const quality: Record<string, number> = {};
  for (const { gopher: outcome } of judged) {
    repetition[outcome!.repetition] = (repetition[outcome!.repetition] ?? 0) + 1;
    quality[outcome!.quality] = (quality[outcome!.quality] ?? 0) + 1;
  }
  return { documents: judged.length, repetition: sorted(repetition), quality: sorted(quality) };
}

/** Means over documents; of the signals of lines, over all lines. */
function redpajama(_input: CompatInput, judged: readonly CompatDocument[]): CompatValues {
  const means = newMeans();
  for (const { redpajama: signals } of judged) {
    for (const [name, value] of Object.entries(signals!)) {
      if (Array.isArray(value)) for (const [, , score] of value) means.add(name, score);
      else if (value !== null) means.add(name, value);
    }
  }
  return { documents: judged.length, ...means.all() };
}

/** Means over documents. */
function dolma(_input: CompatInput, judged: readonly CompatDocument[]): CompatValues {
  const means = newMeans();
  for (const { dolma: attributes } of judged) {
    const {
      fraction_of_characters_in_most_common_ngram: most,
      fraction_of_characters_in_duplicate_ngrams: duplicate,
      ...rest
    } = attributes!;
    for (const [n, value] of most) means.add(`fraction_of_characters_in_most_common_${n}grams`, value);
    for (const [n, value] of duplicate) means.add(`fraction_of_characters_in_duplicate_${n}grams`, value);
    for (const [name, value] of Object.entries(rest)) means.add(name, value);
  }
  return { documents: judged.length, ...means.all() };
}

function guo({ documents, embeddings, parses }: CompatInput): CompatValues {
  const values: CompatValues = {
    documents: documents.length,
    lexical_diversity: lexicalDiversity(documents),
  };
  if (embeddings) values.semantic_diversity = semanticDiversity(embeddings);
  if (parses) {
    values.syntactic_diversity = syntacticDiversity(parses);
    values.syntactic_sentences = Math.min(parses.length, SENTENCES);
  }
  return values;
}

/** Running means by name. */
function newMeans() {
  const sums = new Map<string, [sum: number, count: number]>();
  return {
    add(name: string, value: number) {
      const held = sums.get(name);
      if (!held) sums.set(name, [value, 1]);
      else {
        held[0] += value;
        held[1]++;
      }
    },
    all: (): Record<string, CompatValue> =>
      Object.fromEntries([...sums].map(([name, [sum, count]]) => [name, sum / count])),
  };
}

function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

export { gzipRatio } from './cshaib-compression.js';
export { homogenization } from './cshaib-homogenization.js';
export { ngramDiversity, tokenPatterns } from './cshaib-ngrams.js';
export { selfRepetition } from './cshaib-self-repetition.js';
export { type GopherOutcome, gopherOutcome } from './datatrove.js';
export { type DolmaAttributes, dolmaAttributes } from './dolma.js';
export { lexicalDiversity, semanticDiversity } from './guo.js';
export { type DependencyTree, syntacticDiversity } from './guo-syntactic.js';
export type { Matrix } from './matrix.js';
export { mauveOf, mauveOfCounts } from './mauve.js';
export { mauveCounts } from './mauve-counts.js';
export { type RedPajamaSignals, redpajamaSignals } from './redpajama.js';
export { nltkSelfBleu, sacrebleuSelfBleu } from './self-bleu.js';
export { internalDiversity, vendiK, vendiX } from './vendi.js';
