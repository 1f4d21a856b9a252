/**
 * Parts on their way: between threads, and as files in the work folder. A part covers whole shards. Its file
 * is written last and at once, and names the file of runs that was written before it; so a part that can be
 * seen is complete, whenever the process was killed.
 */
import { closeSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ReadTally } from '../corpus/index.js';
import type { MemoryRun } from './counter.js';
import { decodeProfile } from './decode.js';
import { encodeProfile } from './encode.js';
import { writeWhole } from './file.js';
import type { Profile } from './profile.js';
import type { Run } from './run.js';

/** A run whose bytes lie in a file. */
export interface FileRun extends Omit<Run, 'read'> {
  file: string;
  /** Where its bytes begin. */
  offset: number;
}

export type AnyRun = MemoryRun | FileRun;

/** What was read: the tally of one shard, by the shard's number. */
export type Tallies = Record<number, ReadTally>;

export interface Part {
  /** All but the 2- to 4-grams; absent when it waits in the part's file. */
  light?: Profile;
  runs: AnyRun[];
  /** Tallies of the shards that it covers. */
  tallies: Tallies;
  /** Shifts of 2- to 4-grams that the result is known to reach. */
  known: number[];
  /** Its own file, where it has one. */
  file?: string;
}

/** A light profile as threads send it: one long string is much cheaper to copy than many short ones. */
export type SentPart = Part & { words: string };

export function packPart({ light, ...part }: Part): SentPart {
  if (part.file || !light) return { ...part, words: '' };
  const [unigrams, ...longer] = light.grams;
  const words = unigrams.words.join('\n');
  const grams = [{ ...unigrams, words: [] }, ...longer] as unknown as Profile['grams'];
  return { ...part, light: { ...light, grams }, words };
}

export function unpackPart({ words, ...part }: SentPart): Part {
  if (!part.light) return part;
  const [unigrams, ...longer] = part.light.grams;
  const list = unigrams.length ? words.split('\n') : [];
  const grams = [{ ...unigrams, words: list }, ...longer] as unknown as Profile['grams'];
  return { ...part, light: { ...part.light, grams } };
}

/** The light profile, from memory or from the part's file. */
export function lightOf(part: Part): Profile {
  return part.light ?? readPart(part.file!).light!;
}

/** Buffers of a packed part that can move to another thread in place of being copied. */
export function buffersOf(part: SentPart): ArrayBuffer[] {
  const runs = part.runs.flatMap((run) => ('bytes' in run ? [run.bytes.buffer as ArrayBuffer] : []));
  if (!part.light) return runs;
  const [{ keys, counts, owners }] = part.light.grams;
  const { hashes, copies, tokens, signatures } = part.light.documents;
  const tables = [keys, counts, owners, hashes, copies, tokens, signatures].map(
    (array) => array.buffer as ArrayBuffer,
  );
  return [...new Set([...runs, ...tables])];
}

/** Opens a run for reading. Files are opened at the first read; `close` closes it. */
export function openRun(run: AnyRun): Run & { close(): void } {
  if ('bytes' in run) {
    const { bytes, ...rest } = run;
    return { ...rest, read: (from, to) => bytes.subarray(from, to), close() {} };
  }
  const { file, offset, ...rest } = run;
  let descriptor: number | undefined;
  let buffer = new Uint8Array(0);
  return {
    ...rest,
    read(from, to) {
      descriptor ??= openSync(file, 'r');
      if (buffer.length < to - from) buffer = new Uint8Array(2 * (to - from));
      for (let got = 0; got < to - from; ) {
        const bytes = readSync(descriptor, buffer, got, to - from - got, offset + from + got);
        if (!bytes) throw new Error(`${file} is shorter than it was`);
        got += bytes;
      }
      return buffer.subarray(0, to - from);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** A file to which runs are appended. */
export interface RunFile {
  path: string;
  append(run: MemoryRun): FileRun;
  /** Where the next bytes go. */
  size(): number;
  write(bytes: Uint8Array): void;
  /** Forces the bytes to the disk and closes the file. */
  finish(): void;
}

export function newRunFile(path: string): RunFile {
  const file = openSync(path, 'w');
  let size = 0;
  const write = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    size += bytes.length;
  };
  return {
    path,
    size: () => size,
    write,
    append({ bytes, ...run }) {
      const offset = size;
      write(bytes);
      return { ...run, file: path, offset };
    },
    finish() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

interface PartHeader {
  tallies: Tallies;
  known: number[];
  runs: (Omit<FileRun, 'index'> & { index: number[] })[];
}

/** Writes a part whose runs are all in files of the same folder. */
export function writePart(part: Part, path: string): Part {
  const runs = part.runs.map((run) => {
    if ('bytes' in run) throw new Error('a part is written after its runs');
    return { ...run, index: [...run.index], file: basename(run.file) };
  });
  const header: PartHeader = { tallies: part.tallies, known: part.known, runs };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setFloat64(0, json.length, true);
  writeWhole(path, [size, json, encodeProfile(part.light!)]);
  return { ...part, file: path };
}

/** Reads a part back; throws when anything about it is wrong. */
export function readPart(path: string): Part {
  const bytes = new Uint8Array(readFileSync(path));
  const size = new DataView(bytes.buffer).getFloat64(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size))) as PartHeader;
  const runs = header.runs.map(({ index, file, ...run }) => ({
    ...run,
    index: Float64Array.from(index),
    file: join(dirname(path), file),
  }));
  return {
    light: decodeProfile(bytes.subarray(8 + size)),
    runs,
    tallies: header.tallies,
    known: header.known,
    file: path,
  };
}
