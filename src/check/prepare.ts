/**
 * A text as the check sees it: its words with their places, and where its sentences begin. Sentences end at marks that
 * end sentences in any script, and at blank lines; a full stop after a single letter, or before a small one, ends none.
 * "Mr. Smith" is cut in two: the same in a draft as in the texts that it is held against.
 */
import { type WordSpans, wordSpans } from '../profile/tokenise.js';

/** A text and how it is named to the user. */
export interface NamedText {
  name: string;
  text: string;
}

export interface Prepared extends WordSpans {
  name: string;
  /** Token at which each sentence begins, and the number of tokens: length sentences + 1. */
  sentences: number[];
}

const BLANK_LINE = /\n\s*\n/;
const ENDS = /[!?…。！？।؟]|\.(?!\p{L})/u;

export function prepare({ name, text }: NamedText): Prepared {
  const spans = wordSpans(text);
  const { tokens, starts, ends } = spans;
  const sentences = [0];
  for (let i = 1; i < tokens.length; i++) {
    const between = spans.text.slice(ends[i - 1], starts[i]);
    if (BLANK_LINE.test(between) || (ENDS.test(between) && !goesOn(spans, i, between))) sentences.push(i);
  }
  if (tokens.length > 0) sentences.push(tokens.length);
  return { name, ...spans, sentences };
}

/** True where only a full stop stands before token i, and it ends no sentence. */
function goesOn({ text, tokens, starts }: WordSpans, i: number, between: string): boolean {
  if (/[!?…。！？।؟]/u.test(between)) return false;
  return [...tokens[i - 1]].length === 1 || /\p{Ll}/u.test(text[starts[i]]);
}
