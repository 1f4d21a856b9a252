import { expandInputs, newTally, readInputs } from '../corpus/index.js';
import { isProfileName } from './corpora.js';
import type { ProfileFlags } from './engine.js';
import type { NamedCorpus } from './settings.js';

/** Reads a corpus's documents a second time, to find text that a profile does not keep; bad records are passed over. */
export function textsAgain(
  corpus: NamedCorpus,
  profile: ProfileFlags,
): (() => AsyncGenerator<string>) | undefined {
  const paths = corpus.paths.filter((path) => path !== '-' && !isProfileName(path));
  if (paths.length === 0) return undefined;
  const { field, idField, unit } = corpus;
  const options = { field, idField, unit, ...profile.read, onBadRecord: 'skip' as const };
  return async function* () {
    for await (const batch of readInputs(await expandInputs(paths, options), options, newTally())) {
      for (const { text } of batch) yield text;
    }
  };
}
