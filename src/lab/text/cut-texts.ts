/**
 * Texts in parts of about `words` words (runs of no white space), all parts of a text equally long; white space
 * between two parts is dropped. Language models of the literature learn from blocks like these (Shumailov et al. 2024:
 * of 64 tokens), and measures get many documents from few.
 */
export function cutTexts(texts: readonly string[], words: number): string[] {
  return texts.flatMap((text) => {
    const places = [...text.matchAll(/\S+/gu)].map(({ index }) => index);
    const parts = Math.max(1, Math.round(places.length / words));
    const begins = Array.from({ length: parts }, (_, i) => places[Math.floor((i * places.length) / parts)]);
    return begins.map((begin, i) => text.slice(begin, begins[i + 1]).trimEnd());
  });
}
