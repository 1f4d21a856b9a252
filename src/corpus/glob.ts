/**
 * File patterns: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for alternatives. The
 * shell usually expands them; this is for quoted patterns and for shells that do not. Node has its own glob
 * only from version 22 on.
 */

/** True when the path holds a character with a meaning in patterns. */
export function isGlob(path: string): boolean {
  return /[*?]|\{[^}]*,[^}]*\}/.test(path);
}

/** The alternatives of a pattern, each split at `/` into plain names, `**`, and tests for a name. */
export function globParts(pattern: string): (string | RegExp)[][] {
  return braces(pattern).map((one) =>
    one.split('/').map((part) => (part === '**' || !/[*?]/.test(part) ? part : nameTest(part))),
  );
}

function braces(pattern: string): string[] {
  // The innermost pair comes first, so nested pairs dissolve from within.
  const pair = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!pair) return [pattern];
  const before = pattern.slice(0, pair.index);
  const after = pattern.slice(pair.index + pair[0].length);
  return [...new Set(pair[1].split(',').flatMap((choice) => braces(before + choice + after)))];
}

function nameTest(part: string): RegExp {
  const source = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}
