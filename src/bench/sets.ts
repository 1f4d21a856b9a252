/** The human corpora that noise is measured on, and how their documents become profiles of single documents. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Document } from '../corpus/document.js';
import { buildPlain } from '../profile/plain.js';
import type { Profile } from '../profile/profile.js';
import { type CorpusIndex, indexCorpus } from './corpus-index.js';
import { PACKAGE_SETS, readPackageSet } from './package-sets.js';

const SHARED = new URL('../../../shared/', import.meta.url);

/** Path below the shared folder, by name. */
export const SETS: Record<string, string> = {
  sotu: 'data/text/sotu_dated.jsonl.gz',
  wikitext2: 'data/text/wikitext2_articles.jsonl.gz',
  ref5: 'golden/inputs/ref5.jsonl.gz',
  gen5: 'golden/inputs/gen5.jsonl.gz',
  neardup: 'golden/inputs/neardup.jsonl.gz',
  speeches: 'data/text/public_domain_speeches.jsonl.gz',
  fastdetectgpt: 'data/pairs/fastdetectgpt_pairs.jsonl.gz',
  shakespeare: 'data/text/tinyshakespeare.jsonl.gz',
  mobydick: 'data/text/mobydick.jsonl.gz',
  novels_fr: 'data/text/novels_fr.jsonl.gz',
  pairs: 'data/pairs/fastdetectgpt_pairs.jsonl.gz',
  novels_de: 'data/text/novels_de.jsonl.gz',
};

/** Parts of sets: the records that have these values in their fields. */
export const PARTS: Record<string, { of: string; where: Record<string, string> }> = {
  pairs_xsum: { of: 'fastdetectgpt', where: { domain: 'xsum', label: 'human' } },
  pairs_writing: { of: 'fastdetectgpt', where: { domain: 'writing', label: 'human' } },
  pairs_squad: { of: 'fastdetectgpt', where: { domain: 'squad', label: 'human' } },
  pairs_pubmed: { of: 'fastdetectgpt', where: { domain: 'pubmed', label: 'human' } },
};

export function readSet(name: string): Document[] {
  if (name in PACKAGE_SETS) return readPackageSet(name);
  if (name in PARTS) {
    const { of, where } = PARTS[name];
    const wanted = Object.entries(where);
    return (readSet(of) as (Document & Record<string, unknown>)[]).filter((document) =>
      wanted.every(([field, value]) => document[field] === value),
    );
  }
  const lines = gunzipSync(readFileSync(new URL(SETS[name], SHARED)))
    .toString()
    .split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Document);
}

/** The profile of each document alone. */
export function profilesOf(documents: readonly Document[]): Profile[] {
  return documents.map((document) => buildPlain([document]));
}

export function indexSet(name: string): CorpusIndex {
  return indexCorpus(profilesOf(readSet(name)));
}
