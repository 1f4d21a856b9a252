/** From what a zod schema complains of to where and what, in words for whoever wrote the data. */
import { didYouMean } from './nearest.js';

/** The fields of zod's issues that are looked at. */
export interface Issue {
  code: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  errors?: Issue[][];
  values?: unknown[];
  input?: unknown;
}

export interface Explained {
  path: PropertyKey[];
  message: string;
}

export interface Words {
  /** Keys that may stand where an unknown one was found. */
  keysAt(path: PropertyKey[]): string[];
  /** What is wanted where none of several forms fits. */
  expectation(path: PropertyKey[]): string;
}

/** The innermost complaint that helps: for a union that of the branch which went furthest. */
export function explainIssue(issue: Issue, words: Words, path: PropertyKey[] = []): Explained {
  const here = [...path, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys!;
    return { path: [...here, key], message: `unknown key.${didYouMean(key, words.keysAt(here))}` };
  }
  if (issue.code === 'invalid_union' && issue.errors) {
    const branches = issue.errors.filter((branch) => branch.length > 0).map((branch) => branch[0]);
    const deepest = branches.reduce((best, each) => (depth(each) > depth(best) ? each : best), branches[0]);
    if (deepest && depth(deepest) > 0) return explainIssue(deepest, words, here);
    return { path: here, message: words.expectation(here) };
  }
  if (issue.code === 'invalid_value') {
    const values = (issue.values ?? []).map(String);
    return { path: here, message: `must be one of ${values.join(', ')}` };
  }
  return { path: here, message: issue.message };
}

function depth(issue: Issue): number {
  const inner = (issue.errors ?? []).flat().map(depth);
  const own = issue.code === 'unrecognized_keys' ? 1 : issue.path.length;
  return own + Math.max(0, ...inner);
}
