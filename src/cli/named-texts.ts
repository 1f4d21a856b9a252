/** Reads texts whole, each with the name that the user knows it by. In text files, a file is one text by default. */
import { assertNotEmpty, expandInputs, newTally, type ReadOptions, readInputs } from '../corpus/index.js';
import { DataError } from '../util/errors.js';
import { shownPath } from './audits.js';
import { type Context, shownAt } from './context.js';

export interface NamedText {
  name: string;
  text: string;
}

/** Characters that are held in memory. */
const MOST_CHARACTERS = 60e6;

/** Throws DataError where there is nothing to read, or too much. */
export async function readNamedTexts(
  given: readonly string[],
  options: ReadOptions,
  context: Context,
): Promise<NamedText[]> {
  const paths = given.map((path) => shownAt(path, context.cwd));
  const texts: NamedText[] = [];
  const tally = newTally();
  let characters = 0;
  const settings = { unit: 'file' as const, ...options };
  for (const input of await expandInputs(paths, settings)) {
    const before = texts.length;
    for await (const documents of readInputs([input], settings, tally)) {
      for (const { id, text } of documents) {
        texts.push({ name: id ?? '', text });
        characters += text.length;
      }
      if (characters > MOST_CHARACTERS) {
        throw new DataError(
          `${input.path}: more than ${MOST_CHARACTERS / 1e6} million characters in all; the check is for what one writer wrote, so give it a part`,
        );
      }
    }
    const path = input.path === '-' ? 'standard input' : shownPath(input.path, context);
    const single = texts.length === before + 1 && texts[before].name === '';
    for (let i = before; i < texts.length; i++) {
      texts[i].name = single ? path : `${path}#${texts[i].name || i - before + 1}`;
    }
  }
  assertNotEmpty(tally, given);
  return texts;
}
