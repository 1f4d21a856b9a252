/** `--terms FILE`: lists of words and phrases, `name: [word, "two words"]`, as YAML or JSON. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TermList } from '../audit/terms.js';
import { ConfigError, DataError } from '../util/errors.js';
import { parseYaml } from '../util/yaml-source.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { textFlag } from './flags.js';

/** Throws DataError where the file cannot be read, ConfigError with the line where it is not as it should be. */
export function termsOf(args: Args, { cwd }: Context): TermList[] | undefined {
  const path = textFlag(args, 'terms');
  if (path === undefined) return undefined;
  let source: string;
  try {
    source = readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new DataError(
      `--terms ${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`,
    );
  }
  const { data, at } = parseYaml(source, path);
  const wanted = 'write name: [word, "two words"], one list a line';
  if (typeof data !== 'object' || data === null || Array.isArray(data) || Object.keys(data).length === 0) {
    throw new ConfigError(`${path}: no lists of terms; ${wanted}`);
  }
  return Object.entries(data).map(([name, value]: [string, unknown]) => {
    const terms = typeof value === 'string' ? [value] : value;
    const good =
      Array.isArray(terms) &&
      terms.length > 0 &&
      terms.every((term) => typeof term === 'string' && /\S/.test(term));
    if (!good) throw new ConfigError(`${at([name])}: ${name} is no list of words; ${wanted}`);
    return { name, terms: terms as string[] };
  });
}
