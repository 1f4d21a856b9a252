/**
 * A run: cells of one order that were counted together, sorted within each of 256 partitions, as the bytes of
 * the kernel's segments (kernel/segments.as.ts). Runs are what counting leaves and merging takes.
 */

/** Orders whose cells are counted in runs. */
export const RUN_ORDERS = [2, 3, 4] as const;

export const PARTITIONS = 256;

export interface Run {
  order: number;
  /** The threshold that held while it was counted: partition = the 8 bits of the key below the top `shift`. */
  shift: number;
  /** Cells; equal keys may lie in several segments. */
  cells: number;
  /** Byte offset of each partition's segments, and the end: length 257. */
  index: Float64Array;
  /** Gives bytes of the segments; the view is valid until the next call. */
  read(from: number, to: number): Uint8Array;
}

/** Cells in the segments of `bytes`. */
export function cellsIn(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let cells = 0;
  for (let at = 0; at < bytes.length; ) {
    const n = view.getUint32(at, true);
    const size = 24 + (n - 1) * view.getUint32(at + 4, true) + n + 4 * view.getUint32(at + 8, true);
    cells += n;
    at += Math.ceil(size / 8) * 8;
  }
  return cells;
}
