/** Spells the n-grams of a list of words with `glue` between them: slices of one joined text, which cost least. */
export function gramSpeller(words: readonly string[], glue: string): (at: number, n: number) => string {
  const text = words.join(glue);
  const starts = new Uint32Array(words.length + 1);
  words.forEach((word, i) => {
    starts[i + 1] = starts[i] + word.length + glue.length;
  });
  return (at, n) => text.slice(starts[at], starts[at + n] - glue.length);
}

/** How often each n-gram stands there, in the order of first occurrence. */
export function gramCounts(words: readonly string[], glue: string, n: number): Map<string, number> {
  const spell = gramSpeller(words, glue);
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = spell(i, n);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** The most frequent n-gram, of equals the one that came first; ['', 0] where there is none. */
export function topGram(counts: ReadonlyMap<string, number>): [gram: string, times: number] {
  let top = '';
  let most = 0;
  for (const [gram, times] of counts) {
    if (times <= most) continue;
    top = gram;
    most = times;
  }
  return [top, most];
}
