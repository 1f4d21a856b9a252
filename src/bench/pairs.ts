/**
 * Audits of machine continuations against human originals of the same kind, and of human text against human text
 * where only the kind of text or only its length differs. Writes the tables of docs/pairs.md between its markers:
 *
 *   node dist/bench/pairs.js [WORD …]   only rows whose names have one of the words, printed, nothing written
 *
 * Lineage is unknown throughout, as it is to who finds the texts: whatever verdict names collapse in a control is
 * false.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { auditProfiles } from '../audit/audit.js';
import type { AuditResult, MetricResult } from '../audit/result.js';
import type { Document } from '../corpus/document.js';
import { winkTagger } from '../language/wink-tagger.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { readSet } from './sets.js';

const MANUAL = 'docs/pairs.md';
const [BEGIN, END] = ['<!-- made by node dist/bench/pairs.js -->', '<!-- end -->'];
const DOMAINS = ['xsum', 'writing', 'squad', 'pubmed'];

interface Comparison {
  name: string;
  corpus: Document[];
  reference: Document[];
}

interface Row extends Comparison {
  result: AuditResult;
}

type Labelled = Document & { domain: string; generator: string; human_id?: string };

const all = readSet('fastdetectgpt') as Labelled[];
const human = Object.fromEntries(DOMAINS.map((domain) => [domain, readSet(`pairs_${domain}`)]));
const every2nd = (documents: Document[], from: number) => documents.filter((_, i) => i % 2 === from);

/** `apart`: continuations of every second original against the other originals, so that no beginning is on both sides. */
function machineAgainstHuman(apart: boolean): Comparison[] {
  return DOMAINS.flatMap((domain) => {
    const ids = new Set(every2nd(human[domain], 1).map(({ id }) => id));
    const machine = all.filter(
      (text) => text.domain === domain && text.generator !== 'human' && (!apart || ids.has(text.human_id)),
    );
    return [...new Set(machine.map(({ generator }) => generator))].sort().map((generator) => ({
      name: `${domain}, ${generator}`,
      corpus: machine.filter((text) => text.generator === generator),
      reference: apart ? every2nd(human[domain], 0) : human[domain],
    }));
  });
}

const SECTIONS: Record<string, Comparison[]> = {
  'Machine continuations against all human originals of the domain': machineAgainstHuman(false),
  'Machine continuations against other originals than their own': machineAgainstHuman(true),
  'Control: human against human, another domain': DOMAINS.flatMap((domain) =>
    DOMAINS.filter((reference) => reference !== domain).map((reference) => ({
      name: `${domain} against ${reference}`,
      corpus: human[domain],
      reference: human[reference],
    })),
  ),
  'Control: human against human of the same domain, half as long': DOMAINS.flatMap((domain) =>
    lengths(domain, human[domain], 0.5),
  ),
  'Control: human against human of other sources, a half and a fifth as long': [
    'novels_fr',
    'speeches',
    'wikitext2',
    'sotu',
  ].flatMap((set) => [0.5, 0.2].flatMap((share) => lengths(set, readSet(set), share))),
};

/** No text stands on both sides. */
function lengths(name: string, documents: Document[], share: number): Comparison[] {
  const [reference, corpus] = [every2nd(documents, 0), every2nd(documents, 1)];
  return [
    { name: `${name}, cut to ${share} against whole`, corpus: cut(corpus, share), reference },
    { name: `${name}, whole against cut to ${share}`, corpus, reference: cut(reference, share) },
  ];
}

/** The first words of every document, a share of them. */
function cut(documents: Document[], share: number): Document[] {
  return documents.map((document) => {
    const words = document.text.split(/\s+/).filter(Boolean);
    return { ...document, text: words.slice(0, Math.ceil(words.length * share)).join(' ') };
  });
}

async function audit({ name, corpus, reference }: Comparison): Promise<AuditResult> {
  return auditProfiles(await profileDocuments(corpus), await profileDocuments(reference), {
    seed: 1,
    version: '',
    lineage: 'unknown',
    corpusName: name,
    referenceName: 'the reference',
    corpusPaths: [],
    referencePaths: [],
    readers: { tagger: winkTagger() },
  });
}

function tableOf(rows: readonly Row[]): string[] {
  return [
    '| corpus | documents | verdict | warnings | fail: ratio [95 %] | warn | inconclusive |',
    '|---|--:|---|---|---|---|--:|',
    ...rows.map(({ name, corpus, reference, result }) => {
      const graded = (grade: string) =>
        Object.entries(result.metrics).filter(([, metric]) => metric.grade === grade);
      const listed = (grade: string) => graded(grade).map(written).join('<br>') || '–';
      const warnings = [...new Set(result.warnings.map(({ id }) => id))].join(', ') || '–';
      const documents = `${corpus.length} : ${reference.length}`;
      return `| ${[name, documents, result.verdict.stage, warnings, listed('fail'), listed('warn'), graded('inconclusive').length].join(' | ')} |`;
    }),
  ];
}

function written([id, { ratio, ci }]: [string, MetricResult]): string {
  return `\`${id}\` ${ratio!.toFixed(2)} [${ci!.map((end) => end.toFixed(2)).join(', ')}]`;
}

/** By metric: on which side of 1 the intervals lie, and the median ratio. */
function directionsOf(rows: readonly Row[]): string[] {
  const ids = Object.keys(rows[0].result.metrics);
  return [
    '| metric | measured | median ratio | least to greatest | interval below 1 | holds 1 | above 1 | warn | fail |',
    '|---|--:|--:|---|--:|--:|--:|--:|--:|',
    ...ids.flatMap((id) => {
      const measured = rows.map(({ result }) => result.metrics[id]).filter(({ ci }) => ci !== null);
      if (measured.length === 0) return [];
      const count = (holds: (metric: MetricResult) => boolean) => measured.filter(holds).length;
      const below = count(({ ci }) => ci![1] < 1);
      const above = count(({ ci }) => ci![0] > 1);
      const ratios = measured.map(({ ratio }) => ratio!).sort((a, b) => a - b);
      const middle = (ratios[(ratios.length - 1) >> 1] + ratios[ratios.length >> 1]) / 2;
      const cells = [
        `\`${id}\``,
        measured.length,
        middle.toFixed(2),
        `${ratios[0].toFixed(2)} to ${ratios[ratios.length - 1].toFixed(2)}`,
        below,
        measured.length - below - above,
        above,
        count(({ grade }) => grade === 'warn'),
        count(({ grade }) => grade === 'fail'),
      ];
      return [`| ${cells.join(' | ')} |`];
    }),
  ];
}

const words = process.argv.slice(2);
const lines: string[] = [];
for (const [title, comparisons] of Object.entries(SECTIONS)) {
  const rows: Row[] = [];
  for (const comparison of comparisons) {
    if (words.length > 0 && !words.some((word) => comparison.name.includes(word))) continue;
    rows.push({ ...comparison, result: await audit(comparison) });
    process.stderr.write(`${comparison.name}: ${rows[rows.length - 1].result.verdict.stage}\n`);
  }
  if (rows.length === 0) continue;
  lines.push(`### ${title}`, '', ...tableOf(rows), '');
  // Where nothing is graded for want of text, directions would only be noise.
  const judged = rows.filter(({ result }) => result.verdict.stage !== 'cannot-say');
  if (judged.length > 1) {
    lines.push(
      `By metric, over the ${judged.length} rows that could be judged:`,
      '',
      ...directionsOf(judged),
      '',
    );
  }
}
if (words.length > 0) process.stdout.write(lines.join('\n'));
else {
  const manual = readFileSync(MANUAL, 'utf8');
  const [begin, end] = [BEGIN, END].map((marker) => manual.indexOf(marker));
  if (begin < 0 || end < begin) throw new Error(`${MANUAL}: the lines ${BEGIN} and ${END} are missing`);
  writeFileSync(MANUAL, `${manual.slice(0, begin)}${BEGIN}\n\n${lines.join('\n')}\n${manual.slice(end)}`);
}
