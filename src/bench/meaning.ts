/**
 * The metrics of meaning on human text: nothing done (two samples of the same passages), a third of the topics gone,
 * and all passages from few topics. A topic is a known one: an article, a novel, a speaker's century. Prints Markdown
 * for docs/variability.md.
 *
 *   node dist/bench/meaning.js SET RUNS [TIMES]     TIMES: passages of the reference for each one of the corpus
 */
import { auditProfiles } from '../audit/audit.js';
import type { MetricResult } from '../audit/result.js';
import type { Document } from '../corpus/document.js';
import { firstTokens } from '../metrics/equal-texts.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { permutation, rng } from '../stats/rng.js';
import { readSet } from './sets.js';

const IDS = ['tails/topics', 'diversity/semantic', 'drift/semantic'];
/** Passages that take part, and tokens of each: what the metrics read of a text. */
const PASSAGES = 1600;
const TOKENS = 200;

const [set = 'wikitext2', runs = '20', times = '1'] = process.argv.slice(2);

type Passage = { text: string; topic: string };
type Fields = Document & { date?: number; source?: string; title?: string };

function topicOf(document: Fields): string {
  if (set === 'sotu') return `${Math.floor(((document.date as number) - 1790) / 10)}`;
  return set === 'wikitext2' ? (document.title as string) : (document.source as string);
}

function passages(): Passage[] {
  const all: Passage[] = [];
  for (const document of readSet(set) as Fields[]) {
    for (let rest = document.text; rest.trim() !== ''; ) {
      const { tokens, written } = firstTokens(rest, TOKENS, 'words');
      if (tokens.length === TOKENS) all.push({ text: written, topic: topicOf(document) });
      rest = rest.slice(Math.max(1, written.length));
    }
  }
  return permutation(all.length, rng(1))
    .slice(0, PASSAGES)
    .map((i) => all[i]);
}

const every = passages();
const topics = [...new Set(every.map(({ topic }) => topic))];
const damages: [name: string, share: number][] = [
  ['nothing done', 1],
  ['a third of the topics gone', 2 / 3],
  ['all from a sixth of the topics', 1 / 6],
];
console.log(
  `### ${set}, 1:${times}, ${every.length} passages of ${topics.length} topics, ${runs} draws (a quarter of that with damage)\n`,
);
console.log(
  '| | metric | mean log ratio | ± SE | sd | covers 1.00 | p ≤ 0.05 | ok | warn | fail | inconclusive | topics named |',
);
console.log('|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const [name, share] of damages) {
  const results: Record<string, MetricResult>[] = [];
  let named = 0;
  // Nothing done is what false alarms are counted on.
  const draws = share === 1 ? Number(runs) : Math.ceil(Number(runs) / 4);
  for (let run = 0; run < draws; run++) {
    const random = rng(1000 + run);
    const order = permutation(every.length, random);
    const size = Math.round(every.length / (1 + Number(times)));
    const kept = new Set(
      permutation(topics.length, random).slice(0, Math.max(1, Math.round(share * topics.length))),
    );
    const chosen = new Set([...kept].map((t) => topics[t]));
    const corpus = order.slice(0, size).filter((i) => chosen.has(every[i].topic));
    const [a, b] = [corpus, order.slice(size)].map((list) => list.map((i) => ({ text: every[i].text })));
    const { metrics, lostTopics } = await auditProfiles(
      await profileDocuments(a),
      await profileDocuments(b),
      {
        seed: run,
        version: '',
        lineage: 'unknown',
        corpusName: '',
        referenceName: '',
        corpusPaths: [],
        referencePaths: [],
        only: IDS,
      },
    );
    results.push(metrics);
    named += lostTopics.length;
  }
  for (const id of IDS)
    console.log(
      row(
        name,
        results.map((metrics) => metrics[id]),
        named,
      ),
    );
}

function row(name: string, all: MetricResult[], named: number): string {
  const logs = all.flatMap(({ ratio }) => (ratio === null ? [] : [Math.log(Math.max(ratio, 1e-9))]));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
  const share = (of: (metric: MetricResult) => boolean) =>
    `${((100 * all.filter(of).length) / all.length).toFixed(1)} %`;
  const cells = [
    name,
    `\`${all[0] === undefined ? '' : idOf(all[0])}\``,
    mean.toFixed(4),
    (sd / Math.sqrt(logs.length)).toFixed(4),
    sd.toFixed(4),
    share(({ ci }) => ci !== null && ci[0] <= 1 && ci[1] >= 1),
    share(({ p }) => p !== null && p <= 0.05),
    ...['ok', 'warn', 'fail', 'inconclusive'].map((grade) => share((metric) => metric.grade === grade)),
    (named / all.length).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

function idOf({ group, title }: MetricResult): string {
  return IDS.find((id) => id.startsWith(group)) ?? title;
}
