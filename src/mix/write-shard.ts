/**
 * Writes one shard: the records' own bytes, copied from where they lie, with `origin` and `source` set into each before
 * its closing bracket. Reads go in the order of the files, some megabytes at a time, whatever the order of the shard.
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { DataError } from '../util/errors.js';
import { withoutKeys } from './member-keys.js';
import { newParquetShard, type ShardColumn } from './parquet-shard.js';
import { FLAG } from './scan-messages.js';

export interface ShardRequest {
  /** Where it is written; must not be there. */
  path: string;
  files: string[];
  /** By record, in the order of the shard: its file, place and length, and the source it belongs to. */
  file: Uint32Array;
  offset: Float64Array;
  bytes: Uint32Array;
  flags: Uint8Array;
  source: Uint16Array;
  sources: { name: string; origin: string }[];
  /** Field of the text, for records that are bare strings. */
  format: 'jsonl' | 'parquet';
  /** For Parquet. */
  columns: ShardColumn[];
}

export interface WrittenShard {
  sha256: string;
  bytes: number;
}

/** Records `from` … `to` - 1, of `total` bytes. */
interface Run {
  from: number;
  to: number;
  total: number;
}

/** About so many bytes of records are in memory at once. */
const RUN_BYTES = 8 << 20;

export async function writeShard(request: ShardRequest): Promise<WrittenShard> {
  const { path, files, file, offset, bytes, flags, source, sources, format } = request;
  const suffix = sources.map(({ name, origin }) =>
    Buffer.from(`,"origin":${JSON.stringify(origin)},"source":${JSON.stringify(name)}}\n`),
  );
  const open = new Map<number, number>();
  const out = openSync(path, 'wx');
  const hash = createHash('sha256');
  let size = 0;
  const put = (chunk: Uint8Array) => {
    hash.update(chunk);
    for (let done = 0; done < chunk.length; ) done += writeSync(out, chunk, done);
    size += chunk.length;
  };
  /** Reads the records of a run into `arena`, each to its place, in the order of the files. */
  const read = ({ from, to }: Run, arena: Buffer, at: Float64Array) => {
    const order = new Uint32Array(to - from).map((_, i) => i);
    order.sort((a, b) => file[from + a] - file[from + b] || offset[from + a] - offset[from + b]);
    for (const i of order) {
      const number = file[from + i];
      let handle = open.get(number);
      if (handle === undefined) {
        handle = openSync(files[number], 'r');
        open.set(number, handle);
      }
      readExactly(handle, arena, at[i], bytes[from + i], offset[from + i], files[number]);
    }
  };
  /** The run as it is written: records are read to where they go, and what follows covers their last bracket. */
  const spliced = (run: Run): Buffer => {
    const { from, to, total } = run;
    let length = total;
    for (let i = from; i < to; i++) length += suffix[source[i]].length - 1;
    const arena = Buffer.allocUnsafeSlow(length);
    const at = new Float64Array(to - from);
    for (let i = from + 1; i < to; i++) {
      at[i - from] = at[i - from - 1] + bytes[i - 1] - 1 + suffix[source[i - 1]].length;
    }
    read(run, arena, at);
    for (let i = from; i < to; i++) arena.set(suffix[source[i]], at[i - from] + bytes[i] - 1);
    return arena;
  };
  const parquet = format === 'parquet' ? newParquetShard(request.columns, put) : undefined;
  try {
    for (let from = 0; from < file.length; ) {
      let to = from;
      let total = 0;
      while (to < file.length && (to === from || total + bytes[to] <= RUN_BYTES)) total += bytes[to++];
      const run = { from, to, total };
      if (parquet || flags.subarray(from, to).some((flag) => flag & (FLAG.bare | FLAG.taken))) {
        const at = new Float64Array(to - from);
        for (let i = from + 1; i < to; i++) at[i - from] = at[i - from - 1] + bytes[i - 1];
        const arena = Buffer.allocUnsafeSlow(total);
        read(run, arena, at);
        const pieces: Uint8Array[] = [];
        for (let i = from; i < to; i++) {
          const start = at[i - from];
          const record = ready(arena.subarray(start, start + bytes[i]), flags[i]);
          if (parquet) {
            const { name, origin } = sources[source[i]];
            parquet.add({ ...JSON.parse(record.toString('utf8')), origin, source: name }, record.length);
          } else pieces.push(record.subarray(0, record.length - 1), suffix[source[i]]);
        }
        if (pieces.length > 0) put(Buffer.concat(pieces));
      } else put(spliced(run));
      from = to;
    }
    parquet?.finish();
    fsyncSync(out);
  } finally {
    closeSync(out);
    for (const handle of open.values()) closeSync(handle);
  }
  return { sha256: hash.digest('hex'), bytes: size };
}

function readExactly(
  handle: number,
  into: Buffer,
  at: number,
  length: number,
  position: number,
  path: string,
): void {
  for (let done = 0; done < length; ) {
    const got = readSync(handle, into, at + done, length - done, position + done);
    if (got === 0) throw changed(path);
    done += got;
  }
}

/** A JSON object that has no `origin` and no `source` of its own and ends in its bracket. */
function ready(record: Buffer, flags: number): Buffer {
  if (flags & FLAG.bare) return Buffer.concat([Buffer.from('{"text":'), record, Buffer.from('}')]);
  return flags & FLAG.taken ? withoutKeys(record, ['origin', 'source']) : record;
}

export function changed(path: string): DataError {
  return new DataError(
    `${path}: changed while the mixture was made. Make it again when nothing writes to it`,
  );
}
