/** Phrases that stand more than once: the suffixes of all texts sorted, neighbours compared (Manber and Myers 1993). */

export interface Repeats {
  /** [t] = length of the longest phrase from place t on that stands elsewhere too. */
  longest: Int32Array;
  /** Places by what follows them. */
  sorted: Int32Array;
  /** [r] = how many tokens sorted[r] and sorted[r - 1] have in common. */
  common: Int32Array;
}

/** Phrases end with their text. `ids`: one number a token, of all texts one after another; `starts`: where each begins, and the end. */
export function findRepeats(ids: Int32Array, starts: readonly number[]): Repeats {
  const size = ids.length;
  const end = new Int32Array(size);
  for (let d = 0; d + 1 < starts.length; d++) end.fill(starts[d + 1], starts[d], starts[d + 1]);
  const commonOf = (a: number, b: number) => {
    const most = Math.min(end[a] - a, end[b] - b);
    let k = 0;
    while (k < most && ids[a + k] === ids[b + k]) k++;
    return k;
  };
  const sorted = Int32Array.from(ids, (_, i) => i).sort((a, b) => {
    const k = commonOf(a, b);
    const [restA, restB] = [end[a] - a - k, end[b] - b - k];
    if (restA === 0 || restB === 0) return restA - restB || a - b;
    return ids[a + k] - ids[b + k];
  });
  const common = new Int32Array(size);
  const longest = new Int32Array(size);
  for (let r = 1; r < size; r++) {
    common[r] = commonOf(sorted[r - 1], sorted[r]);
    longest[sorted[r]] = Math.max(longest[sorted[r]], common[r]);
    longest[sorted[r - 1]] = Math.max(longest[sorted[r - 1]], common[r]);
  }
  return { longest, sorted, common };
}

/** [t] = 1 where token t is part of a phrase of at least `least` tokens that stands elsewhere too. */
export function coveredBy(longest: Int32Array, least: number): Uint8Array {
  const covered = new Uint8Array(longest.length);
  let until = 0;
  for (let t = 0; t < longest.length; t++) {
    if (longest[t] >= least) until = Math.max(until, t + longest[t]);
    if (t < until) covered[t] = 1;
  }
  return covered;
}

/** A phrase of `length` tokens, and all its places in ascending order. */
export interface Phrase {
  length: number;
  places: number[];
}

/** Each phrase that is as long as it can be at one of its places: those of most words in all first. */
export function repeatedPhrases({ longest, sorted, common }: Repeats, least: number): Phrase[] {
  const phrases: Phrase[] = [];
  const known = new Set<string>();
  const rank = new Int32Array(sorted.length);
  sorted.forEach((place, r) => {
    rank[place] = r;
  });
  for (let t = 0; t < longest.length; t++) {
    const length = longest[t];
    // What begins one token later within the same phrase is the phrase without its head.
    if (length < least || (t > 0 && longest[t - 1] > length)) continue;
    let first = rank[t];
    let last = rank[t];
    while (common[first] >= length) first--;
    while (last + 1 < sorted.length && common[last + 1] >= length) last++;
    const key = `${first} ${length}`;
    if (known.has(key)) continue;
    known.add(key);
    const places = [...sorted.subarray(first, last + 1)].sort((a, b) => a - b);
    phrases.push({ length, places });
  }
  return phrases.sort(
    (a, b) => b.length * b.places.length - a.length * a.places.length || a.places[0] - b.places[0],
  );
}
