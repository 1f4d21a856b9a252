/**
 * Follows the frames and blocks of Zstandard data (RFC 8878, section 3) without decompressing them. Tells a
 * whole file from a cut one whatever the decoder does at the end, and refuses what would take too much
 * memory: a window over 128 MiB (the limit of the zstd command, too) or a block over 128 KiB (the format's).
 */

export interface ZstdWalker {
  /** What is wrong, and at which byte of the block it shows; undefined when all is well. */
  push(block: Uint8Array): { what: string; at: number } | undefined;
  /** True between frames: here the data may end. */
  atBorder(): boolean;
}

const MAGIC = 0xfd2fb528;
const MAX_WINDOW = 128 * 1024 * 1024;
const MAX_BLOCK = 128 * 1024;

const DAMAGED = 'damaged zstd data. Fetch the file again';
const NOT_ZSTD = 'there are bytes after the end of the zstd data. Was the file overwritten?';
const BIG_WINDOW =
  'needs more than 128 MiB of memory to decompress. Decompress it first: zstd -d --long=31 FILE';

export function createZstdWalker(): ZstdWalker {
  // A state names the header that is being gathered; `skip` counts bytes to pass over before it begins.
  let state: 'magic' | 'descriptor' | 'header' | 'skippable' | 'block' = 'magic';
  let header: number[] = [];
  let wanted = 4;
  let skip = 0;
  let checksum = false;

  const next = (to: typeof state, length: number, over = 0) => {
    state = to;
    wanted = length;
    skip = over;
    header = [];
    return undefined;
  };
  const number = (from: number, length: number) => {
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + header[from + index];
    return value;
  };

  const step = (): string | undefined => {
    if (state === 'magic') {
      const magic = number(0, 4);
      if (magic === MAGIC) return next('descriptor', 1);
      if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) return next('skippable', 4);
      return NOT_ZSTD;
    }
    if (state === 'skippable') return next('magic', 4, number(0, 4));
    if (state === 'descriptor') {
      const flags = header[0];
      if (flags & 8) return DAMAGED;
      const single = (flags >> 5) & 1;
      const sizeBytes = flags >> 6 ? 1 << (flags >> 6) : single;
      const dictionary = [0, 1, 2, 4][flags & 3];
      checksum = (flags & 4) !== 0;
      // The descriptor stays at the front of the header: its flags say how to read the rest.
      state = 'header';
      wanted = 1 + (1 - single) + dictionary + sizeBytes;
      return undefined;
    }
    if (state === 'header') {
      const flags = header[0];
      const single = (flags >> 5) & 1;
      const sizeBytes = flags >> 6 ? 1 << (flags >> 6) : single;
      const window = single
        ? number(header.length - sizeBytes, sizeBytes)
        : 2 ** (10 + (header[1] >> 3)) * (1 + (header[1] & 7) / 8);
      return window > MAX_WINDOW ? BIG_WINDOW : next('block', 3);
    }
    const block = number(0, 3);
    const size = block >> 3;
    const type = (block >> 1) & 3;
    if (type === 3 || size > MAX_BLOCK) return DAMAGED;
    const bytes = type === 1 ? 1 : size;
    return block & 1 ? next('magic', 4, bytes + (checksum ? 4 : 0)) : next('block', 3, bytes);
  };

  return {
    push(block) {
      for (let at = 0; at < block.length; ) {
        if (skip > 0) {
          const over = Math.min(skip, block.length - at);
          skip -= over;
          at += over;
          continue;
        }
        header.push(block[at]);
        at++;
        if (header.length < wanted) continue;
        const first = at - header.length;
        const what = step();
        if (what) return { what, at: Math.max(0, first) };
      }
      return undefined;
    },
    atBorder: () => state === 'magic' && header.length === 0 && skip === 0,
  };
}
