/**
 * Audits of human text against human text: a set is cut in two at random, by document, and one part is audited
 * against the other. Whatever the audit finds is noise.
 */
import { auditProfiles } from '../audit/audit.js';
import { winkTagger } from '../language/wink-tagger.js';
import { permutation, rng } from '../stats/rng.js';
import { type CorpusIndex, profileOf } from './corpus-index.js';

const tagger = winkTagger();

/** What one halving showed. */
export interface Halving {
  stage: string;
  lost: number;
  /** Ids of the warnings. */
  warnings: string[];
  /** By metric that was not skipped: log ratio (null without an interval), whether the 95 % interval holds 1, and the grade. */
  metrics: Record<string, { log: number | null; covers: boolean; grade: string }>;
}

/** `times` = documents of the reference for each one of the corpus; `only` = groups or ids of metrics. */
export async function halving(
  index: CorpusIndex,
  times: number,
  seed: number,
  only?: string[],
): Promise<Halving> {
  const order = permutation(index.size, rng(seed));
  const size = Math.round(index.size / (1 + times));
  const corpus = new Uint8Array(index.size);
  const reference = new Uint8Array(index.size);
  order.forEach((d, i) => {
    (i < size ? corpus : reference)[d] = 1;
  });
  return audited(index, corpus, index, reference, seed, only);
}

export async function audited(
  corpusIndex: CorpusIndex,
  corpus: Uint8Array,
  referenceIndex: CorpusIndex,
  reference: Uint8Array,
  seed: number,
  only?: string[],
): Promise<Halving> {
  let lost = 0;
  const result = await auditProfiles(profileOf(corpusIndex, corpus), profileOf(referenceIndex, reference), {
    seed,
    version: '',
    lineage: 'unknown',
    corpusName: 'corpus',
    referenceName: 'reference',
    corpusPaths: [],
    referencePaths: [],
    only,
    readers: { tagger },
    spell: async (types) => {
      lost = types.length;
      return [];
    },
  });
  const metrics: Halving['metrics'] = {};
  for (const [id, m] of Object.entries(result.metrics)) {
    if (m.grade === 'skipped') continue;
    metrics[id] = {
      log: m.ratio === null || m.ci === null ? null : Math.log(Math.max(m.ratio, 1e-9)),
      covers: m.ci !== null && m.ci[0] <= 1 && m.ci[1] >= 1,
      grade: m.grade,
    };
  }
  const warnings = [...new Set(result.warnings.map(({ id }) => id))];
  return { stage: result.verdict.stage, lost, warnings, metrics };
}
