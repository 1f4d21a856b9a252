/** What the main thread and its workers say to each other. */
import type { Shard } from '../corpus/index.js';
import { ConfigError, DataError, UsageError } from '../util/errors.js';
import type { AnyRun, SentPart } from './part.js';
import type { CellTable } from './profile.js';
import type { SessionOptions } from './session.js';

export type Request =
  | { do: 'start'; options: SessionOptions }
  | { do: 'shard'; shard: Shard; number: number; known: number[] }
  | { do: 'finish' }
  | { do: 'compact'; files: string[]; path: string }
  | { do: 'merge'; order: number; runs: AnyRun[]; capacity: number; known: number };

export type Reply =
  | { is: 'progress'; bytes: number; documents: number }
  | { is: 'done'; part?: SentPart; table?: CellTable; timing?: { read: number; count: number } }
  | { is: 'failed'; error: SentError };

export interface SentError {
  name: string;
  message: string;
  stack?: string;
}

export function packError(error: unknown): SentError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

/** The error as it was thrown: user errors keep their class, others their stack. */
export function unpackError({ name, message, stack }: SentError): Error {
  for (const known of [DataError, UsageError, ConfigError]) {
    if (name === known.name || name === new known().name) return new known(message);
  }
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
