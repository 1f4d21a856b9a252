/**
 * Which words of a text are not those of a machine draft that it was made from.
 *
 * Words in a run of at least SURE words that the draft has too are the draft's: what is left is the upper bound of the
 * writer's share. For the lower bound, runs of CHANCE words count already, and so do single words that stand in the
 * same order in a gap between two such runs as in the draft's gap: around a changed word, the others are the draft's.
 * A sentence that says the same in other words counts as the writer's.
 */
import type { OwnShare } from './result.js';

const SURE = 8;
const CHANCE = 3;
/** Longest gap, in words, that is compared word by word. */
const GAP = 200;

export interface OwnWords extends OwnShare {
  /** [t] = 1 where word t is part of a run that the draft surely has too. */
  machine: Uint8Array;
}

export function ownShare(tokens: readonly string[], drafts: readonly (readonly string[])[]): OwnWords {
  const machine = inRuns(tokens, drafts, SURE);
  const likely = inRuns(tokens, drafts, CHANCE);
  for (const draft of drafts) markGaps(tokens, draft, likely);
  const own = (marks: Uint8Array) =>
    1 - marks.reduce((sum, mark) => sum + mark, 0) / Math.max(1, tokens.length);
  return { share: [own(likely), own(machine)], words: tokens.length, machine };
}

function keyAt(tokens: readonly string[], i: number, n: number): string {
  return tokens.slice(i, i + n).join(' ');
}

/** [t] = 1 where token t lies in n tokens that stand in a draft in this order. */
function inRuns(tokens: readonly string[], drafts: readonly (readonly string[])[], n: number): Uint8Array {
  const known = new Set<string>();
  for (const draft of drafts) for (let i = 0; i + n <= draft.length; i++) known.add(keyAt(draft, i, n));
  const marks = new Uint8Array(tokens.length);
  for (let i = 0; i + n <= tokens.length; i++) if (known.has(keyAt(tokens, i, n))) marks.fill(1, i, i + n);
  return marks;
}

interface Match {
  at: number;
  draftAt: number;
  length: number;
}

/** From left to right, the longest run at each place; of equals the one that goes on where the last one ended. */
function matches(tokens: readonly string[], draft: readonly string[]): Match[] {
  const places = new Map<string, number[]>();
  for (let j = 0; j + CHANCE <= draft.length; j++) {
    const key = keyAt(draft, j, CHANCE);
    const known = places.get(key);
    if (known) known.push(j);
    else places.set(key, [j]);
  }
  const found: Match[] = [];
  let expected = 0;
  for (let i = 0; i + CHANCE <= tokens.length; ) {
    let best: Match | undefined;
    for (const j of places.get(keyAt(tokens, i, CHANCE)) ?? []) {
      let length = CHANCE;
      while (i + length < tokens.length && tokens[i + length] === draft[j + length]) length++;
      const nearer = best && Math.abs(j - expected) < Math.abs(best.draftAt - expected);
      if (!best || length > best.length || (length === best.length && nearer)) {
        best = { at: i, draftAt: j, length };
      }
    }
    if (!best) {
      i++;
      continue;
    }
    found.push(best);
    i += best.length;
    expected = best.draftAt + best.length;
  }
  return found;
}

/** Marks the longest common subsequence of each gap between runs that follow each other in both texts, and at the ends. */
function markGaps(tokens: readonly string[], draft: readonly string[], marks: Uint8Array): void {
  const begin = { at: 0, draftAt: 0, length: 0 };
  const end = { at: tokens.length, draftAt: draft.length, length: 0 };
  const found = [begin, ...matches(tokens, draft), end];
  for (let m = 1; m < found.length; m++) {
    const from = found[m - 1].at + found[m - 1].length;
    const draftFrom = found[m - 1].draftAt + found[m - 1].length;
    const gap = tokens.slice(from, found[m].at);
    const draftGap = draft.slice(draftFrom, Math.max(draftFrom, found[m].draftAt));
    if (gap.length > GAP || draftGap.length > GAP) continue;
    for (const i of commonSubsequence(gap, draftGap)) marks[from + i] = 1;
  }
}

/** Places in `a` of a longest common subsequence. */
function commonSubsequence(a: readonly string[], b: readonly string[]): number[] {
  const width = b.length + 1;
  const length = new Int32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      length[at] = a[i] === b[j] ? length[at + width + 1] + 1 : Math.max(length[at + width], length[at + 1]);
    }
  }
  const places: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      places.push(i++);
      j++;
    } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i++;
    else j++;
  }
  return places;
}
