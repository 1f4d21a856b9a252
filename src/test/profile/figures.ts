/** What other counters print about n-grams, out of a profile. */
import type { Profile } from '../../profile/index.js';

/** Total, distinct and once-only n-grams of one order, summed over groups. */
export function figures(profile: Profile, n: number) {
  const { keys, counts, length } = profile.grams[n - 1];
  let [total, distinct, hapax, sum] = [0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    const next = i + 1 < length ? [keys[2 * i + 3], keys[2 * i + 2] >>> 5] : [-1, -1];
    total += counts[i];
    sum += counts[i];
    if (keys[2 * i + 1] === next[0] && keys[2 * i] >>> 5 === next[1]) continue;
    distinct++;
    if (sum === 1) hapax++;
    sum = 0;
  }
  return { total, distinct, hapax };
}
