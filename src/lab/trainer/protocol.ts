/**
 * How gen0 speaks with the user's own trainer (docs/trainers.md):
 *
 *   <command…> fit <dataset> <model-dir> --seed N [--start <model-dir>]
 *   <command…> sample <model-dir> <n> <out> --seed N [--temperature T] [--keep P]
 *
 * Data are JSON Lines in files. On stdout the program says how far it is, or why it fails; stderr is its own.
 */
import { z } from 'zod';

/** One start of the program; plain data, for it is sent between threads. */
export interface ProgramCall {
  verb: 'fit' | 'sample';
  /** Program and its first arguments. */
  command: string[];
  /** What it is called in errors. @default the command */
  shown?: string;
  /** What follows the verb. */
  args: string[];
  /** File to which stderr and what it says on stdout are appended. */
  log: string;
  /** Seconds. */
  timeout: number;
}

/** `error`: what, where, the remedy. */
export type ProgramReply = { ok: true } | { ok: false; error: string };

const said = z.object({
  /** From 0 to 1. */
  progress: z.number().min(0).max(1).optional(),
  note: z.string().optional(),
  failed: z.string().optional(),
});

export type Said = z.infer<typeof said>;

/** A line of the program's stdout; undefined where it is none of the protocol. Other fields are the program's own. */
export function parseSaid(line: string): Said | undefined {
  try {
    return said.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
