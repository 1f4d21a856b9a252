/** Reads `--corpus`: anything that `gen0 audit` reads, every document's text in order. */
import { basename } from 'node:path';
import { assertNotEmpty, expandInputs, newTally, type ReadOptions, readInputs } from '../../corpus/index.js';
import { DataError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';

/** Characters of text that the lab holds: every thread has its own copy. */
const MOST_CHARACTERS = 2 ** 28;

/** Throws DataError where there is nothing, or too much, to learn from. */
export async function readTexts(paths: readonly string[], options: ReadOptions = {}): Promise<LabInput> {
  const texts: string[] = [];
  const tally = newTally();
  let characters = 0;
  for await (const documents of readInputs(await expandInputs(paths, options), options, tally)) {
    for (const { text } of documents) {
      texts.push(text);
      characters += text.length;
    }
    if (characters > MOST_CHARACTERS) {
      throw new DataError(
        `${paths.join(', ')}: more than ${MOST_CHARACTERS / 1e6} million characters; the lab holds all of it in memory, so give it a part`,
      );
    }
  }
  assertNotEmpty(tally, paths);
  const name = paths.length === 1 ? basename(paths[0]) : `${basename(paths[0])} and ${paths.length - 1} more`;
  return { kind: 'corpus', name, texts };
}
