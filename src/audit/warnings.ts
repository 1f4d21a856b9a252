/**
 * What a user should know before the figures are believed: above all, what is wrong with the reference. Each has a
 * stable id. None says of a document who wrote it.
 */
import { detectLanguage } from '../language/detect-language.js';
import type { Pool } from '../metrics/pool.js';
import { GROUPS, type Profile } from '../profile/profile.js';
import type { Lineage, MetricResult, Warning } from './result.js';
import { selfDescriptions } from './self-descriptions.js';

export interface Compared {
  corpus: Profile;
  reference: Profile;
  metrics: Record<string, MetricResult>;
  pool: Pool;
}

export interface Names {
  corpusName: string;
  referenceName: string;
  lineage: Lineage;
}

/** Below this on either side only great differences are seen (`docs/variability.md`). */
const FEW_DOCUMENTS = 100;
const FEW_TOKENS = 50_000;
/** Shares of the reference from which they are told. */
const COPIES = 0.05;
const LOOPING = 0.02;
const TEMPLATED = 0.05;
const SELF_DESCRIBED = 0.002;
/**
 * Jensen-Shannon bits beyond those of two parts of the reference. Seven of ten pairs of kinds of text lay at 0.15 and
 * more, news and encyclopaedia at 0.07, two pairs of speeches at 0.04, continuations of one kind below 0.07.
 */
const FAR = 0.1;
/** Texts of the sample that a language must be found in. */
const LEAST_TEXTS = 10;

export function warningsOf(compared: Compared, names: Names): Warning[] {
  return [
    ...partial(compared, names),
    ...overlap(compared),
    ...lengths(compared),
    ...machineMade(compared, names),
    ...copied(compared, names),
    ...otherLanguage(compared, names),
    ...otherDomain(compared, names),
    ...tooSmall(compared, names),
  ];
}

function partial({ corpus, reference }: Compared, { corpusName, referenceName }: Names): Warning[] {
  const list: Warning[] = [];
  for (const [{ skipped }, name] of [
    [corpus, corpusName],
    [reference, referenceName],
  ] as const) {
    if (skipped === 0) continue;
    list.push({ id: 'partial', message: `${name}: ${skipped} records could not be read and were left out.` });
  }
  return list;
}

/** Texts by their hash; identifiers by the samples, as a profile keeps no others. */
function overlap({ corpus, reference }: Compared): Warning[] {
  const list: Warning[] = [];
  const texts = sharedTexts(corpus, reference);
  if (texts > 0) {
    list.push({
      id: 'overlap',
      message: `${texts} texts stand in both the corpus and the reference, which makes them look alike: take them out of one.`,
    });
  }
  const known = new Map(reference.sample.flatMap(({ id, hash }) => (id === undefined ? [] : [[id, hash]])));
  let ids = 0;
  for (const { id, hash } of corpus.sample) {
    const other = id === undefined ? undefined : known.get(id);
    if (other !== undefined && other !== hash) ids++;
  }
  // Numbers that count records from 0 in both files say nothing.
  const counted = corpus.sample.every(({ id }) => id === undefined || /^\d+$/.test(id));
  if (ids > 0 && !counted) {
    list.push({
      id: 'overlap',
      message: `${ids} of ${corpus.sample.length} sampled documents have an id that another text of the reference has: versions of one document, perhaps; compare documents that are independent.`,
    });
  }
  return list;
}

function lengths({ metrics }: Compared): Warning[] {
  const found = metrics['centre/length'];
  const times = found?.ratio;
  if (!times || found.grade === 'ok' || (times <= 1.5 && times >= 1 / 1.5)) return [];
  return [
    {
      id: 'length',
      message: `Documents of the corpus are ${times.toFixed(2)} times as long as the reference's; length alone is no collapse, but cut both alike to compare them best.`,
    },
  ];
}

function machineMade({ reference, metrics }: Compared, { referenceName }: Names): Warning[] {
  const signs: string[] = [];
  const described = reference.sample.filter(({ text }) => selfDescriptions(text)).length;
  const told = described > 1 && described >= SELF_DESCRIBED * reference.sample.length;
  if (told) {
    signs.push(
      `${described} of ${reference.sample.length} sampled documents speak of themselves as a language model`,
    );
  }
  const looping = metrics['repetition/loops']?.reference ?? 0;
  if (looping >= LOOPING) signs.push(`${percent(looping)} of the documents loop`);
  const templated = metrics['repetition/templates']?.reference ?? 0;
  if (templated >= TEMPLATED)
    signs.push(`${percent(templated)} of the wording is shared by three documents or more`);
  if (signs.length === 0) return [];
  // Of the three signs only the first is a machine's alone.
  const innocent = told ? '' : ' Manuals, forms and code are like that too.';
  return [
    {
      id: 'reference-machine-made',
      message: `${referenceName} may not be human writing throughout: ${signs.join('; ')}. What it lacks cannot be missed in the corpus; choose a reference from before 2022-11-30, or one whose origin is known.${innocent}`,
    },
  ];
}

function copied({ metrics }: Compared, { referenceName }: Names): Warning[] {
  const exact = metrics['repetition/duplicates']?.reference ?? 0;
  const near = metrics['repetition/near-duplicates']?.reference ?? 0;
  if (exact < COPIES && near < COPIES) return [];
  return [
    {
      id: 'near-duplicates',
      message: `${referenceName}: ${percent(exact)} of the documents are exact copies and ${percent(near)} near copies, so it holds less than its size; gen0 duplicates lists them.`,
    },
  ];
}

function otherLanguage({ pool }: Compared, { corpusName, referenceName }: Names): Warning[] {
  const of = (first: number) =>
    detectLanguage(
      pool.texts.filter(({ group }) => group >= first && group < first + GROUPS).map(({ text }) => text),
    );
  const c = of(0);
  const r = of(GROUPS);
  if (c.texts < LEAST_TEXTS || r.texts < LEAST_TEXTS) return [];
  if (c.language === 'und' || r.language === 'und' || c.language === r.language) return [];
  return [
    {
      id: 'other-language',
      message: `${corpusName} is mostly ${c.language} (${percent(c.share)} of the sample), ${referenceName} mostly ${r.language}: no ratio between them says anything.`,
    },
  ];
}

/** A descendant that has moved far has moved: for one, distance is a finding and no mistake. */
function otherDomain({ metrics }: Compared, { referenceName, lineage }: Names): Warning[] {
  const distance = metrics['drift/js'];
  if (lineage !== 'unknown' || !distance?.ci || distance.value === null || distance.reference === null)
    return [];
  const excess = distance.value - distance.reference;
  if (excess < FAR || distance.ci[0] <= 1) return [];
  return [
    {
      id: 'other-domain',
      message: `The corpus is ${excess.toFixed(2)} bits farther from ${referenceName} than parts of it are from one another, as different kinds of text are: choose a reference of the same kind, or say how they are related with --lineage.`,
    },
  ];
}

function tooSmall({ corpus, reference }: Compared, { corpusName, referenceName }: Names): Warning[] {
  const list: Warning[] = [];
  for (const [{ documents, totals }, name] of [
    [corpus, corpusName],
    [reference, referenceName],
  ] as const) {
    const texts = documents.length * 2 ** documents.shift;
    const tokens = totals.tokens.reduce((a, b) => a + b, 0);
    if (texts >= FEW_DOCUMENTS && tokens >= FEW_TOKENS) continue;
    list.push({
      id: 'too-small',
      message: `${name} has ${texts} different documents and ${tokens} tokens: only great differences can be seen. ${FEW_DOCUMENTS} documents and ${FEW_TOKENS} tokens are better, a thousand and a million good.`,
    });
  }
  return list;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function sharedTexts(a: Profile, b: Profile): number {
  const x = a.documents;
  const y = b.documents;
  let shared = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const order = x.hashes[2 * i + 1] - y.hashes[2 * j + 1] || x.hashes[2 * i] - y.hashes[2 * j];
    if (order === 0) shared++;
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return shared;
}
