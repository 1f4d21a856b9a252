/** Which profiles may be merged or compared: those made by the same rules. */
import { DataError } from '../util/errors.js';
import type { Profile } from './profile.js';

/** DataError that names the rule in which two profiles differ, and the remedy. */
export function assertComparable(a: Profile, b: Profile, nameA: string, nameB: string): void {
  const differ = (rule: string, ofA: string | number, ofB: string | number, remedy: string) =>
    new DataError(`${nameA} and ${nameB} cannot be compared: ${rule} ${ofA} and ${ofB}. ${remedy}`);
  if (a.rules.format !== b.rules.format) {
    throw differ(
      'their format versions are',
      a.rules.format,
      b.rules.format,
      'Profile both again with this gen0',
    );
  }
  if (a.rules.tokeniser !== b.rules.tokeniser) {
    const [tokeniser] = a.rules.tokeniser.split('-');
    const remedy = `Profile ${nameB} again with --tokeniser ${tokeniser}`;
    throw differ('their tokenisers are', a.rules.tokeniser, b.rules.tokeniser, remedy);
  }
  if (a.rules.seed !== b.rules.seed) {
    const remedy = `Profile ${nameB} again with --seed ${a.rules.seed}`;
    throw differ('their hash seeds are', a.rules.seed, b.rules.seed, remedy);
  }
}
