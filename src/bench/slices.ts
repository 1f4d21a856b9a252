/**
 * What slices and groups show where nothing has happened, and where something has. A set is cut in two at random, by
 * document, and one half audited against the other by slices and groups. Prints Markdown for docs/variability.md.
 *
 *   node dist/bench/slices.js [halvings] [SET … | SET:CUT … | damage]
 */

import { compare } from '../audit/compare.js';
import { grade } from '../audit/grade.js';
import { measureGroups, tellGroups } from '../audit/groups.js';
import { mergingGroups } from '../audit/merging.js';
import { measureSlices, type SlicedField } from '../audit/slices.js';
import { type Document, NO_LABEL } from '../corpus/index.js';
import { METRICS } from '../metrics/index.js';
import { poolProfiles } from '../metrics/pool.js';
import { wholePair } from '../metrics/side.js';
import { capacityOf } from '../profile/capacity.js';
import { newCounter } from '../profile/counter.js';
import { finishParts } from '../profile/finish.js';
import type { Profile } from '../profile/profile.js';
import { datePart } from '../profile/slices.js';
import { permutation, rng } from '../stats/rng.js';
import { groupBy } from '../util/group-by.js';
import { readSet } from './sets.js';

type Labelled = Document & {
  source?: string;
  date?: number;
  domain?: string;
  author?: string;
  label?: string;
};

interface Cut {
  set: string;
  name: string;
  of: (document: Labelled) => string;
}

const CUTS: Cut[] = [
  { set: 'sotu', name: 'date:decade', of: ({ date }) => datePart(String(date), 'decade') },
  { set: 'sotu', name: 'century', of: ({ date }) => String(100 * Math.floor((date ?? 0) / 100)) },
  { set: 'sotu', name: 'author', of: ({ author }) => author ?? NO_LABEL },
  { set: 'speeches', name: 'domain', of: ({ domain }) => domain ?? NO_LABEL },
  { set: 'shakespeare', name: 'speaker', of: ({ text }) => /^[^:\n]{1,40}(?=:)/.exec(text)?.[0] ?? NO_LABEL },
  { set: 'novels_de', name: 'novel', of: ({ source }) => source ?? NO_LABEL },
  { set: 'pairs', name: 'domain', of: ({ domain }) => domain ?? NO_LABEL },
  { set: 'novels_fr', name: 'author', of: ({ source }) => source?.split('_')[1] ?? NO_LABEL },
  { set: 'novels_fr', name: "author's initial", of: ({ source }) => source?.split('_')[1]?.[0] ?? NO_LABEL },
];
/** As `gen0 audit --by` and `--group` have them. */
const LEAST = 30;
const MOST = 24;
/** Evidence from which a lost group decides a verdict. */
const DECIDES = 0.01;
const GROUP_METRICS = METRICS.filter(({ asked }) => asked === 'groups');

const halvings = Number(process.argv[2] ?? 100);
const sets = process.argv.slice(3);
const EMPTY: Labelled[] = [];
const nothing = await profile([]);

const head = ['set', 'by', 'halvings', 'slices', 'early', 'late', 'shifted', 'cannot-say', 'runs with any'];
const groupHead = [
  'groups',
  '`tails/groups` warn, fail, p ≤ 0.01',
  '`tails/group-coverage` warn, fail, p ≤ 0.01',
  '`bias/representation` warn, fail, p ≤ 0.01',
  'pairs told',
];
console.log(
  `| ${[...head, ...groupHead].join(' | ')} |\n|---|---|${'--:|'.repeat(head.length + groupHead.length - 2)}`,
);
for (const cut of CUTS.filter(
  ({ set, name }) => sets.length === 0 || sets.includes(set) || sets.includes(`${set}:${name}`),
)) {
  const documents = (readSet(cut.set) as Labelled[]).filter(
    ({ label }) => label === undefined || label === 'human',
  );
  const stages = new Map<string, number>();
  const grades = new Map<string, number>();
  let slices = 0;
  let hit = 0;
  let groups = 0;
  let pairs = 0;
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (let seed = 0; seed < halvings; seed++) {
    const order = permutation(documents.length, rng(seed));
    const half = documents.length >> 1;
    const [a, b] = [order.slice(0, half), order.slice(half)].map((part) => part.map((d) => documents[d]));
    const shown = await audited(cut, a, b, seed);
    const bad = shown.stages.filter((stage) => stage !== 'healthy' && stage !== 'cannot-say');
    if (bad.length > 0) hit++;
    for (const stage of shown.stages) add(stages, stage);
    for (const [id, graded] of shown.grades) add(grades, `${id} ${graded}`);
    slices += shown.stages.length;
    groups = Math.max(groups, shown.groups);
    pairs += shown.pairs;
  }
  const share = (stage: string) => {
    const count = stages.get(stage) ?? 0;
    return slices === 0 ? '–' : `${count} (${((100 * count) / slices).toFixed(1)} %)`;
  };
  const cells = [
    cut.set,
    cut.name,
    halvings,
    slices,
    ...['early', 'late', 'shifted', 'cannot-say'].map(share),
    hit,
    groups,
    ...GROUP_METRICS.map(({ id }) =>
      ['warn', 'fail', 'decides'].map((each) => grades.get(`${id} ${each}`) ?? 0).join(', '),
    ),
    pairs,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

if (sets.length === 0 || sets.includes('damage')) await damage();

/** The slices' verdicts, the grades of the metrics of groups, and the pairs that are told. */
async function audited({ name, of }: Cut, corpus: Labelled[], reference: Labelled[], seed: number) {
  const by = await fieldOf(name, of, corpus, reference);
  const group: SlicedField = { ...by, role: 'group' };
  // Every slice has its own part of the reference, so the slices of --by and of --group are the same.
  const [slices] = measureSlices([by], nothing, { seed, lineage: 'unknown' });
  const told = measureGroups([group], [slices], []);
  // The metrics of groups read nothing but what is told.
  const pool = poolProfiles(nothing, nothing);
  tellGroups(pool, told);
  const pair = wholePair(pool, seed);
  const grades = GROUP_METRICS.map((metric) => {
    const compared = compare(metric, pair, { exchanges: [], splits: [] });
    // As three tests of their own: the panel's other metrics could only make them stricter or milder by chance.
    const { grade: own } = grade(compared, compared.p);
    return [metric.id, own === 'fail' && (compared.p ?? 1) <= DECIDES ? 'decides' : own] as const;
  });
  return {
    stages: slices.map(({ stage }) => stage),
    slices,
    grades,
    told,
    groups: told.groupings[0].groups.length,
    pairs: mergingGroups(group).length,
  };
}

async function fieldOf(
  name: string,
  of: Cut['of'],
  corpus: Labelled[],
  reference: Labelled[],
): Promise<SlicedField> {
  const [mine, theirs] = [corpus, reference].map((list) => groupBy(list, of));
  const values = [...new Set([...mine.keys(), ...theirs.keys()])]
    .map((value) => ({ value, a: mine.get(value) ?? EMPTY, b: theirs.get(value) ?? EMPTY }))
    .sort((x, y) => y.a.length - x.a.length || (x.value < y.value ? -1 : 1));
  let profiled = 0;
  const sides: SlicedField['values'] = [];
  for (const { value, a, b } of values) {
    const counts = { value, documents: a.length, referenceDocuments: b.length };
    const wanted = a.length >= LEAST && b.length >= LEAST && profiled < MOST;
    if (wanted) profiled++;
    sides.push(wanted ? { ...counts, corpus: await profile(a), reference: await profile(b) } : counts);
  }
  return { field: name, role: 'by', dated: false, values: sides };
}

/** In a small counter: there are many of few documents. */
function profile(documents: Labelled[]): Promise<Profile> {
  const capacity = capacityOf();
  const counter = newCounter({ tokeniser: 'words', seed: 0, capacity, poolBytes: 2 ** 21 });
  for (const document of documents) counter.add(document);
  return finishParts([{ ...counter.take(), tallies: {}, known: [0, 0, 0] }], capacity, 1);
}

/** A small group dropped, and the vocabulary of one group halved: how often it is noticed, and named. */
async function damage(): Promise<void> {
  const cut = CUTS[CUTS.length - 1];
  const documents = readSet(cut.set) as Labelled[];
  console.log(
    '\n| damage | runs | `tails/groups` fails, p ≤ 0.01 | `tails/group-coverage` fails, p ≤ 0.01 | verdict of the slice |\n|---|--:|--:|--:|---|',
  );
  const runs = Math.min(10, halvings);
  for (const value of ['C', 'F', 'G']) {
    for (const kind of ['dropped', 'words halved'] as const) {
      let groups = 0;
      let coverage = 0;
      const stages = new Map<string, number>();
      for (let seed = 0; seed < runs; seed++) {
        const order = permutation(documents.length, rng(seed));
        const half = documents.length >> 1;
        const corpus = order.slice(0, half).map((d) => documents[d]);
        const reference = order.slice(half).map((d) => documents[d]);
        const hurt =
          kind === 'dropped'
            ? corpus.filter((document) => cut.of(document) !== value)
            : halved(corpus, (document) => cut.of(document) === value);
        const shown = await audited(cut, hurt, reference, seed);
        const failed = new Map(shown.grades);
        if (failed.get('tails/groups') === 'decides') groups++;
        if (failed.get('tails/group-coverage') === 'decides') coverage++;
        const stage = shown.slices.find(({ sides }) => sides.value === value)?.stage ?? 'not compared';
        stages.set(stage, (stages.get(stage) ?? 0) + 1);
      }
      const said = [...stages].map(([stage, n]) => `${stage} ${n}`).join(', ');
      const size = documents.filter((document) => cut.of(document) === value).length >> 1;
      console.log(
        `| initial ${value} (about ${size} of 600), ${kind} | ${runs} | ${groups} | ${coverage} | ${said} |`,
      );
    }
  }
}

/** Every second word of the group's vocabulary, by rank, becomes the word one rank above it. */
function halved(documents: Labelled[], hit: (document: Labelled) => boolean): Labelled[] {
  const counts = new Map<string, number>();
  for (const document of documents.filter(hit)) {
    for (const word of document.text.split(/\s+/)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ranked = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
  const instead = new Map(ranked.map((word, rank) => [word, ranked[rank - (rank % 2)]]));
  return documents.map((document) =>
    hit(document)
      ? { ...document, text: document.text.replace(/\S+/g, (word) => instead.get(word) ?? word) }
      : document,
  );
}
