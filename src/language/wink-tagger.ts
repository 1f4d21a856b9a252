/**
 * Universal parts of speech for English by wink-nlp's light model. Other languages have no tagger here: the metrics
 * that need one are skipped and say so.
 */
import type { ItemSentence } from 'wink-nlp';
import type { Tagger } from '../metrics/readers-of-text.js';
import { detectLanguage } from './detect-language.js';

/** Once a process: each load of the model writes its own copy of a part of it, twice as long as the last. */
let english: ReturnType<typeof load> | undefined;

async function load() {
  const [{ default: winkNLP }, { default: model }] = await Promise.all([
    import('wink-nlp'),
    import('wink-eng-lite-web-model'),
  ]);
  return winkNLP(model, ['sbd', 'pos']);
}

/** `language`: ISO 639-3 as declared, or found from the texts. */
export function winkTagger(language?: string): Tagger {
  return {
    name: 'wink-eng-lite-web-model',
    tag: async (texts) => {
      const found = language ?? detectLanguage(texts).language;
      if (found !== 'eng') {
        const what = found === 'und' ? 'the language was not recognised' : `the language is ${found}`;
        return { unavailable: `${what}; there is a tagger for English only` };
      }
      english ??= load();
      const nlp = await english;
      return texts.map((text) => {
        const sentences: string[][] = [];
        nlp
          .readDoc(text)
          .sentences()
          .each((sentence: ItemSentence) => {
            sentences.push(sentence.tokens().out(nlp.its.pos) as string[]);
          });
        return sentences;
      });
    },
  };
}
