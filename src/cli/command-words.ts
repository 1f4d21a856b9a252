/** A program and its arguments as one flag gives them: words apart by spaces, quoted where they hold some. No shell. */
import { UsageError } from '../util/errors.js';

/** Within '…' all is as it is; within "…" and outside, a backslash takes the next character as it is. */
export function commandWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '\\' && quote !== "'" && i + 1 < line.length) word = (word ?? '') + line[++i];
    else if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote !== '') throw new UsageError(`--command ${line}: a ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  if (words.length === 0 || words[0] === '') {
    throw new UsageError(
      '--command: write a program and its first arguments, as in --command "python3 train.py"',
    );
  }
  return words;
}
