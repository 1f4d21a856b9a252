/**
 * Fixed-size windows of the document sample, deflated. Windows have one size because deflate finds more to save in
 * longer text; documents shorter than a window are joined with the next ones of their group.
 */
import { deflateSync } from 'fflate';
import { GROUPS, type SampledDocument } from '../profile/profile.js';

/** Bytes of a window. */
export const WINDOW = 2048;
const PER_DOCUMENT = 2;
const MOST = 2000;

export interface WindowSums {
  /** [j] = windows in group j, and their bytes after deflate. */
  windows: Float64Array;
  deflated: Float64Array;
}

export function deflatedWindows(sample: readonly SampledDocument[]): WindowSums {
  const sums = { windows: new Float64Array(GROUPS), deflated: new Float64Array(GROUPS) };
  const rest: Uint8Array[] = Array.from({ length: GROUPS }, () => new Uint8Array(0));
  const encoder = new TextEncoder();
  const add = (group: number, window: Uint8Array) => {
    sums.windows[group]++;
    sums.deflated[group] += deflateSync(window, { level: 6 }).length;
  };
  let total = 0;
  for (const document of sample) {
    if (total >= MOST) break;
    const group = Number.parseInt(document.hash.slice(-2), 16) & (GROUPS - 1);
    let bytes = encoder.encode(document.text);
    for (let taken = 0; bytes.length >= WINDOW && taken < PER_DOCUMENT; taken++, total++) {
      add(group, bytes.subarray(0, WINDOW));
      bytes = bytes.subarray(WINDOW);
    }
    if (document.cut || bytes.length >= WINDOW) continue;
    const joined = new Uint8Array(rest[group].length + bytes.length);
    joined.set(rest[group]);
    joined.set(bytes, rest[group].length);
    rest[group] = joined;
    if (joined.length >= WINDOW) {
      add(group, joined.subarray(0, WINDOW));
      total++;
      rest[group] = new Uint8Array(0);
    }
  }
  return sums;
}
