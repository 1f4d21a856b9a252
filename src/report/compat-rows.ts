/** Other tools' numbers as rows for a table; the same words in every reporter. */
import type { CompatValue, CompatValues } from '../audit/result.js';
import { formatCount } from '../util/format.js';

/** What the tools are called where they come from. */
const PEERS: Record<string, string> = {
  cshaib: 'cshaib/diversity 25127cc',
  nltk: 'nltk 3.10 sentence_bleu, method 1',
  sacrebleu: 'sacrebleu 2.6 sentence_bleu',
  vendi: 'vertaix/Vendi-Score c791c30',
  mauve: 'krishnap25/mauve 2e596ea',
  gopher: 'huggingface/datatrove a649de79, Gopher filters',
  redpajama: 'togethercomputer/RedPajama-Data 6d2cee9, means',
  dolma: 'allenai/dolma 669f534, Gopher tagger, means',
  guo: 'Guo et al. 2024',
};

/** Said once wherever these numbers stand. */
export const COMPAT_NOTE =
  "Other tools' numbers by their own definitions: most move with the size of the corpus, and none is graded.";

const MOST_PATTERNS = 3;

export interface CompatGroup {
  /** The tool's key in the result, and what it is. */
  tool: string;
  peer: string;
  rows: [name: string, value: string][];
}

export function compatGroups(compat: Record<string, CompatValues> | undefined): CompatGroup[] {
  return Object.entries(compat ?? {}).map(([tool, values]) => ({
    tool,
    peer: PEERS[tool] ?? tool,
    rows: Object.entries(values).flatMap(([name, value]) => rowsOf(name, value)),
  }));
}

function rowsOf(name: string, value: CompatValue): [string, string][] {
  if (Array.isArray(value)) {
    const first = value.slice(0, MOST_PATTERNS).map(([gram, count]) => `${JSON.stringify(gram)} ${count}`);
    return [[name, first.length === 0 ? '–' : first.join(', ')]];
  }
  if (value === null || typeof value === 'number') return [[name, figure(value)]];
  return Object.entries(value).map(([key, each]) => [`${name}.${key}`, figure(each)]);
}

function figure(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(6)));
}
