/**
 * How far human text moves by itself over time: each dated part of the reference against all its other parts. What a
 * corpus of that date shows beyond this is not time.
 */
import { js } from '../metrics/js.js';
import { poolProfiles } from '../metrics/pool.js';
import { wholePair } from '../metrics/side.js';
import { mergeProfiles } from '../profile/merge.js';
import type { Profile } from '../profile/profile.js';
import { compare } from './compare.js';
import { measureReplicates } from './measure.js';
import type { SlicedField } from './slices.js';

export interface HumanDrift {
  ratio: number;
  ci: [number, number] | null;
}

/** `drift/js` of each part of the reference against the others, by value; empty where there are fewer than two. */
export function humanDrift({ values, referenceRest }: SlicedField, seed: number): Map<string, HumanDrift> {
  const parts = values.flatMap(({ value, reference }) => (reference ? [{ value, reference }] : []));
  const drift = new Map<string, HumanDrift>();
  for (const { value, reference } of parts) {
    const others: Profile[] = parts.filter((part) => part.value !== value).map((part) => part.reference);
    if (referenceRest) others.push(referenceRest);
    if (others.length === 0) continue;
    const pair = wholePair(poolProfiles(reference, mergeProfiles(others)), seed);
    const logs = measureReplicates(pair, [js]).logs.get(js.id);
    const { ratio, ci } = compare(js, pair, logs ?? { exchanges: [], splits: [] });
    if (ratio !== null) drift.set(value, { ratio, ci });
  }
  return drift;
}
