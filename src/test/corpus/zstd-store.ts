/** Writes Zstandard frames by hand (RFC 8878), of raw and run-length blocks only: Node 20 cannot compress. */

export interface ZstdStoreOptions {
  blockBytes?: number;
  /** Base-2 logarithm of the window, 10 to 41. */
  windowLog?: number;
}

export function zstdStore(
  bytes: Uint8Array,
  { blockBytes = 1000, windowLog = 17 }: ZstdStoreOptions = {},
): Buffer {
  // Descriptor 0: no checksum, no dictionary, no content size; a window descriptor follows.
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3])];
  const count = Math.max(1, Math.ceil(bytes.length / blockBytes));
  for (let index = 0; index < count; index++) {
    const block = bytes.subarray(index * blockBytes, (index + 1) * blockBytes);
    const isRun = block.length > 1 && block.every((byte) => byte === block[0]);
    const last = index === count - 1 ? 1 : 0;
    const header = (block.length << 3) | (isRun ? 2 : 0) | last;
    parts.push(Buffer.from([header & 255, (header >> 8) & 255, header >> 16]));
    parts.push(Buffer.from(isRun ? block.subarray(0, 1) : block));
  }
  return Buffer.concat(parts);
}

/** A frame that holds no data and that decoders pass over. */
export function zstdSkippable(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a53, 0);
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}
