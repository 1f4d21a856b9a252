/**
 * What generation 0 knows of the texts of later ones: the audit against it, and how likely its own model finds them.
 *
 * Shumailov et al. (2024, figure 1) score what each generation writes under the model of generation 0. Real text cannot
 * be scored so by a model that learnt from that very text, so generation 0 itself is stood for by text held out.
 */
import { auditProfiles } from '../../audit/audit.js';
import type { AuditResult, Lineage } from '../../audit/result.js';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { logProbabilities, windowLogs } from '../../lm/score-ngram.js';
import { mergeProfiles } from '../../profile/merge.js';
import type { Profile } from '../../profile/profile.js';
import { profileDocuments } from '../../profile/profile-documents.js';
import { type Documents, documents } from './documents.js';
import { textOf } from './piece-corpus.js';

/** Pieces of a window: the length of a sequence in the paper's experiment. */
export const WINDOW = 64;

export interface TextExaminer {
  /** Kneser-Ney model of generation 0. */
  model: NgramModel;
  /** [piece] = occurrences in generation 0. */
  counts: Uint32Array;
  /** Different pieces of generation 0. */
  kinds: number;
  /** One half of generation 0 against the other. */
  auditSelf(): Promise<AuditResult>;
  /** Of texts that descend from generation 0. */
  audit(texts: Iterable<string>): Promise<AuditResult>;
  /** Mean negative log probability of a piece, by window. */
  windows(sample: Documents): Float64Array;
}

export function newExaminer(human: Documents, spellings: readonly string[], order: number): TextExaminer {
  const model = trainNgram(human, spellings.length, { order, smoothing: 'kneser-ney' });
  const counts = new Uint32Array(spellings.length);
  for (const piece of human.pieces) counts[piece]++;
  const profile = (texts: Iterable<string>) => profileDocuments(Array.from(texts, (text) => ({ text })));
  let halves: Promise<[Profile, Profile]> | undefined;
  const profileHalves = () => {
    const half = (from: number) => profile(textsOf(everySecond(human, from), spellings));
    halves ??= Promise.all([half(0), half(1)]);
    return halves;
  };
  return {
    model,
    counts,
    kinds: kindsOf(human, spellings.length),
    auditSelf: async () => {
      const [one, other] = await profileHalves();
      return audited(one, other, 'same-source');
    },
    audit: async (texts) => audited(await profile(texts), mergeProfiles(await profileHalves()), 'descendant'),
    windows: (sample) => windowLogs(logProbabilities(model, sample), sample.starts, WINDOW),
  };
}

/** Different pieces. */
export function kindsOf({ pieces }: Documents, types: number): number {
  const seen = new Uint8Array(types);
  let kinds = 0;
  for (const piece of pieces) {
    kinds += 1 - seen[piece];
    seen[piece] = 1;
  }
  return kinds;
}

/** One after another, for all of them at once may be large. */
export function* textsOf(data: Documents, spellings: readonly string[]): Generator<string> {
  for (let d = 0; d < documents.size(data); d++) yield textOf({ ...data, spellings }, d);
}

function everySecond(data: Documents, from: number): Documents {
  const size = Math.ceil((documents.size(data) - from) / 2);
  return documents.take(
    data,
    Array.from({ length: size }, (_, i) => from + 2 * i),
  );
}

function audited(corpus: Profile, reference: Profile, lineage: Lineage): Promise<AuditResult> {
  const names = {
    corpusName: 'generation',
    referenceName: 'generation 0',
    corpusPaths: [],
    referencePaths: [],
  };
  return auditProfiles(corpus, reference, { ...names, seed: 0, version: '', lineage });
}
