/**
 * Sends blocks through one of Node's decompressing streams by hand. `pipe` would drop what was decompressed
 * before an error (a stream's buffer is discarded when it fails), and would leave out silently what follows
 * the end of the compressed data.
 */
import type { Transform } from 'node:stream';
import { DataError } from '../util/errors.js';

/** Small enough that even the most compressible input expands to less than 70 MB at once. */
const STEP = 1 << 16;

/** What of zlib's streams is used here: `bytesWritten` counts the compressed bytes they have taken. */
export type Engine = Transform & { bytesWritten: number };

/**
 * `restart`: more compressed data may follow where an engine ends; then another one is made. `kind` and
 * `path` are for messages.
 * @throws DataError, after all that could be decompressed was yielded.
 */
export async function* pumpZlib(
  blocks: AsyncIterable<Buffer>,
  create: () => Engine,
  restart: boolean,
  kind: string,
  path: string,
): AsyncGenerator<Buffer> {
  let out: Buffer[] = [];
  let failure: Error | undefined;
  let ended = false;
  let sent = 0;
  let wake = () => {};
  const start = (): Engine => {
    ended = false;
    sent = 0;
    const made = create();
    made.on('data', (chunk: Buffer) => out.push(chunk));
    made.on('error', (error) => {
      failure = error;
      wake();
    });
    // Comes before the input is used up when something follows the compressed data; a write that was under
    // way then never calls back.
    made.on('end', () => {
      ended = true;
      wake();
    });
    return made;
  };
  const take = () => {
    const taken = out;
    out = [];
    return taken;
  };
  let engine = start();
  try {
    for await (const block of blocks) {
      for (let from = 0; from < block.length; ) {
        const part = block.subarray(from, from + STEP);
        if (!ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            engine.write(part, () => resolve());
          });
          yield* take();
          if (failure) throw damaged(path, kind, failure);
        }
        sent += part.length;
        const unused = ended ? Math.min(part.length, sent - engine.bytesWritten) : 0;
        if (restart && ended) {
          if (unused === sent) throw damaged(path, kind, new Error('nothing can be read at this place'));
          engine.destroy();
          engine = start();
          from += part.length - unused;
          continue;
        }
        // Zeros after the end are padding (tapes, block devices); anything else is lost data.
        if (part.subarray(part.length - unused).some((byte) => byte !== 0))
          throw new DataError(
            `${path}: there are bytes after the end of the ${kind} data. Was the file overwritten?`,
          );
        from += part.length;
      }
    }
    if (!ended && (sent > 0 || !restart)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        engine.end();
      });
      yield* take();
      if (failure) throw damaged(path, kind, failure);
    }
  } finally {
    engine.destroy();
  }
}

function damaged(path: string, kind: string, failure: Error): DataError {
  const cut = (failure as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
  const what = cut
    ? `the ${kind} data end too early (truncated file)`
    : `damaged ${kind} data (${failure.message})`;
  return new DataError(`${path}: ${what}. Fetch the file again`);
}
