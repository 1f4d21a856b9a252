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
