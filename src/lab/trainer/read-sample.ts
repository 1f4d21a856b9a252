/** What a program wrote as its sample: JSON Lines with a `text` each. */
import { readFileSync } from 'node:fs';
import { DataError } from '../../util/errors.js';

/** The first `n` texts of the file. Throws DataError naming the line; `who`: the program, for errors. */
export function readSample(path: string, n: number, who: string): string[] {
  let bytes: string;
  try {
    bytes = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new DataError(`${who}: it ended well but wrote no sample; it must write the file <out>`);
    }
    throw new DataError(
      `${who}: its sample cannot be read (${error instanceof TypeError ? 'not UTF-8' : code}); write JSON Lines in UTF-8`,
    );
  }
  const texts: string[] = [];
  const lines = bytes.split('\n');
  for (let i = 0; i < lines.length && texts.length < n; i++) {
    if (lines[i].trim() === '') continue;
    const text = textOf(lines[i]);
    if (text === undefined) {
      throw new DataError(
        `${who}: line ${i + 1} of its sample, ${JSON.stringify(lines[i].slice(0, 80))}, is no record; write {"text": "…"} a line`,
      );
    }
    texts.push(text);
  }
  if (texts.length < n) {
    throw new DataError(`${who}: it wrote ${texts.length} texts, ${n} are needed; write as many as <n> says`);
  }
  if (texts.every((text) => text.trim() === '')) {
    throw new DataError(`${who}: all ${n} texts are empty; there is nothing to learn from`);
  }
  return texts;
}

function textOf(line: string): string | undefined {
  try {
    const record = JSON.parse(line);
    return typeof record?.text === 'string' ? record.text : undefined;
  } catch {
    return undefined;
  }
}
