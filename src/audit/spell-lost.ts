import type { Profile } from '../profile/profile.js';
import { nameOf, type Spelled, speller } from '../profile/spell.js';
import { deviance, type LostType } from './lost.js';
import type { LostGram } from './result.js';

/** Entries of a report's list at most. */
const MOST = 100;

/**
 * Gives lost n-grams their text and an example, from the reference's document sample and, where that is not enough,
 * from its documents read again (`again`, where there are any to read). What is found in neither is left out, and so
 * is an n-gram that holds a shorter lost one, which says it already.
 */
export async function spellLost(
  types: readonly LostType[],
  reference: Profile,
  again?: () => AsyncIterable<string>,
): Promise<LostGram[]> {
  const shown = types.slice(0, 3 * MOST);
  if (shown.length === 0) return [];
  const { look, found } = speller(shown, reference.rules);
  let done = false;
  for (const { text } of reference.sample) {
    done = look(text);
    if (done) break;
  }
  if (!done && again) {
    for await (const text of again()) if (look(text)) break;
  }
  const list: LostGram[] = [];
  const shorter = new Set<string>();
  for (const type of [...shown].sort((a, b) => a.n - b.n)) {
    const spelled = found.get(nameOf(type));
    if (spelled === undefined || holdsOne(spelled, type.n, shorter)) continue;
    shorter.add(spelled.gram);
    list.push(lostGram(type, spelled));
  }
  return list.sort((a, b) => deviance(b) - deviance(a) || (a.gram < b.gram ? -1 : 1)).slice(0, MOST);
}

function holdsOne({ gram }: Spelled, n: number, shorter: Set<string>): boolean {
  const words = gram.split(' ');
  for (let length = 1; length < n; length++) {
    for (let i = 0; i + length <= n; i++) if (shorter.has(words.slice(i, i + length).join(' '))) return true;
  }
  return false;
}

function lostGram(
  { n, expected, observed, referenceCount, p }: LostType,
  { gram, example }: Spelled,
): LostGram {
  return { gram, n, expected, observed, referenceCount, example, p };
}
