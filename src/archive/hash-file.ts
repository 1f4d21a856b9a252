/** Hashes a file in one pass, by several algorithms at once. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Bytes read at a time. */
const CHUNK = 1 << 20;

export interface HashOptions {
  signal?: AbortSignal;
  /** Called with the bytes read since the last call. */
  onBytes?: (bytes: number) => void;
}

/** Digests in lower-case hex, in the order of `algorithms` (Node's names). A symbolic link is not followed. */
export async function hashFile(
  path: string,
  algorithms: readonly string[],
  { signal, onBytes }: HashOptions = {},
): Promise<string[]> {
  const hashes = algorithms.map((name) => createHash(name));
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      for (const hash of hashes) hash.update(chunk);
      onBytes?.(bytesRead);
    }
  } finally {
    await file.close();
  }
  return hashes.map((hash) => hash.digest('hex'));
}
