/**
 * What every source file imports, read from the text: our style (checked by the formatter) puts one statement
 * at the start of a line, so a pattern is enough and needs no compiler.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Import {
  /** Path below src/ for our own modules (`util/errors.ts`), the specifier as written for others. */
  to: string;
  /** Nothing of it is left after compilation. */
  typeOnly: boolean;
  /** Loaded when first needed: `import('…')`. */
  dynamic: boolean;
}

export interface SourceFile {
  /** Path below src/, with `/`. */
  path: string;
  /** The part before the first `/`; '' for a file in src/ itself. */
  folder: string;
  /** The text without comments, and without what stands in single quotes. */
  code: string;
  imports: Import[];
}

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const STATEMENT = /^(?:import|export)\s+(?:(type)\s+)?(?:([^;'"]*?)\s*from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const QUOTED = /'(?:[^'\\\n]|\\.)*'/g;

/** Every file of src/ that ships: no tests, no test helpers. */
export function sourceFiles(): SourceFile[] {
  return readdirSync(SRC, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('test/'))
    .sort()
    .map((path) => parseSource(path, readFileSync(SRC + path, 'utf8')));
}

/** One file's imports; `path` is below src/. */
export function parseSource(path: string, text: string): SourceFile {
  const bare = text.replace(COMMENT, '');
  const resolve = (specifier: string) =>
    specifier.startsWith('.')
      ? posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')
      : specifier;
  const imports: Import[] = [];
  for (const [, type, names, specifier] of bare.matchAll(STATEMENT)) {
    const typeOnly = type !== undefined || (names !== undefined && allTypes(names));
    imports.push({ to: resolve(specifier), typeOnly, dynamic: false });
  }
  for (const [, specifier] of bare.matchAll(DYNAMIC)) {
    imports.push({ to: resolve(specifier), typeOnly: false, dynamic: true });
  }
  const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
  return { path, folder, code: bare.replace(QUOTED, "''"), imports };
}

/** `{ type A, type B }` */
function allTypes(names: string): boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(names)?.[1];
  if (inner === undefined) return false;
  const each = inner
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}
