/**
 * The language of a sample of texts: the one that most of them are found to be in, each by its trigrams (Cavnar and
 * Trenkle 1994, as in franc). Short texts are often mistaken for a neighbour, so one text decides nothing.
 */
import { franc } from 'franc-min';

export interface Detected {
  /** ISO 639-3, e.g. `eng`; `und` when nothing prevails. */
  language: string;
  /** Of the texts long enough to tell. */
  share: number;
  /** Texts long enough to tell. */
  texts: number;
}

const MOST_TEXTS = 300;
const MOST_CHARACTERS = 600;
const LEAST_CHARACTERS = 80;

export function detectLanguage(texts: readonly string[]): Detected {
  const votes = new Map<string, number>();
  let told = 0;
  const step = Math.max(1, Math.floor(texts.length / MOST_TEXTS));
  for (let i = 0; i < texts.length; i += step) {
    const text = texts[i].slice(0, MOST_CHARACTERS);
    if (text.length < LEAST_CHARACTERS) continue;
    const found = franc(text);
    if (found === 'und') continue;
    told++;
    votes.set(found, (votes.get(found) ?? 0) + 1);
  }
  let language = 'und';
  let most = 0;
  for (const [found, count] of votes) {
    if (count > most || (count === most && found < language)) {
      language = found;
      most = count;
    }
  }
  if (told === 0 || most / told < 0.5) return { language: 'und', share: told ? most / told : 0, texts: told };
  return { language, share: most / told, texts: told };
}
