/** What a command may touch of the outside world; tests pass their own. */
import { resolve } from 'node:path';
import type { Engine } from './engine.js';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

export interface Context {
  cwd: string;
  env: Record<string, string | undefined>;
  stdout: Output;
  stderr: Output;
  engine: Engine;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
}

/** True when stdout may carry colour: flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
export function wantsColour(noColourFlag: boolean, { env, stdout }: Context): boolean {
  if (noColourFlag || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stdout.isTTY === true && env.TERM !== 'dumb';
}

/** A path as given where that can be opened as it is, so that errors name it so. */
export function shownAt(path: string, cwd: string): string {
  return path === '-' || cwd === process.cwd() ? path : resolve(cwd, path);
}
