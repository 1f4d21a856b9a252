/**
 * What a corpus is read from: files and streams, the options of a reader, and the pieces (shards) that
 * threads take. Everything here but `stream` is plain data, so an input can be sent to a worker thread.
 */

export type Format = 'jsonl' | 'json' | 'csv' | 'tsv' | 'text' | 'parquet';
export type Compression = 'none' | 'gzip' | 'zstd';

export interface ReadOptions {
  /** Column or key that holds the text. Default: found in the first record, see detect-fields.ts. */
  field?: string;
  /** Column or key that holds the identifier; every record must then have it. Default: found likewise. */
  idField?: string;
  /** What is one document of a text file. Default `paragraph`: lines between blank lines. */
  unit?: 'paragraph' | 'file' | 'line';
  /** Overrides what the file's name and first bytes say. */
  format?: Format;
  /** `stop` (default) throws at the first bad record; `skip` counts it and goes on. */
  onBadRecord?: 'stop' | 'skip';
  /** A longer record is a bad record, and is not held in memory. Default 64 MiB. */
  maxRecordBytes?: number;
  /** Documents tell where they stand. */
  places?: boolean;
  /** Fields whose values documents carry, such as `source`. Plain text has one, `source`: the file's path. */
  labels?: string[];
}

/** Default of `ReadOptions.maxRecordBytes`. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

export interface Input {
  /** As shown to the user; `-` for standard input. */
  path: string;
  format: Format;
  compression: Compression;
  /** Size on disk; 0 for a stream. */
  bytes: number;
  /** Which fields hold text and id, decided on the first record of the file; absent for text and streams. */
  fields?: Fields;
  /** Why the file cannot be read at all; only under `onBadRecord: 'skip'`, where it counts as one bad record. */
  problem?: string;
  /** Decompressed bytes of standard input or a pipe: readable once, and only in the thread that opened it. */
  stream?: AsyncIterable<Buffer>;
}

export interface Fields {
  text: string;
  id?: string;
}

/**
 * A byte range of an input. A line belongs to the shard in which its first byte lies, so shards are planned
 * without reading and together give every document once. Only plain JSON Lines, and plain text read line by
 * line, come in more than one shard.
 */
export interface Shard {
  input: Input;
  start: number;
  end: number;
}
