import { DataError } from '../../util/errors.js';
import { END, type Tokeniser } from './tokeniser.js';

/** The different characters (code points) of texts, in the order of their numbers: all that is to be kept. */
export function trainCharacters(texts: Iterable<string>): string[] {
  const seen = new Set<string>();
  for (const text of texts) for (const character of text) seen.add(character);
  return [...seen].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
}

/** One token a character. `encode` throws DataError for a character that is none of them. */
export function characterTokeniser(characters: readonly string[]): Tokeniser {
  const numbers = new Map(characters.map((character, i) => [character, i + 1]));
  return {
    size: characters.length + 1,
    encode: (text) =>
      Array.from(text, (character) => {
        const token = numbers.get(character);
        if (token !== undefined) return token;
        throw new DataError(
          `${JSON.stringify(character)} is no character of the vocabulary; train it with this text`,
        );
      }),
    decode: (tokens) =>
      Array.from(tokens, (token) => (token === END ? '' : (characters[token - 1] ?? ''))).join(''),
  };
}
