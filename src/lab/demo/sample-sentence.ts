/** One sentence of a corpus to look at. */

const LEAST = 40; // Characters.
const MOST = 62;

/** The first sentence, after the opening one, that is neither short nor longer than a line; '' when there is none. */
export function sampleSentence(texts: readonly string[]): string {
  for (const text of texts) {
    for (const [sentence] of text.matchAll(/(?<=[.!?] )[A-Z][^.!?]*[.!?](?= |$)/g)) {
      if (sentence.length >= LEAST && sentence.length <= MOST) return sentence;
    }
  }
  return '';
}
