/** A draft's text cut where its marks begin and end. */
import type { Mark, MarkKind } from '../../check/result.js';

export interface Part {
  text: string;
  /** In a fixed order; empty where the text has no mark. */
  kinds: MarkKind[];
}

export const KINDS: readonly MarkKind[] = ['predictable', 'repeated', 'machine'];

export function partsOf(text: string, marks: readonly Mark[]): Part[] {
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const parts: Part[] = [];
  let next = 0;
  let open: Mark[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const at = cuts[i];
    while (next < marks.length && marks[next].start <= at) open.push(marks[next++]);
    open = open.filter(({ end }) => end > at);
    const kinds = KINDS.filter((kind) => open.some((mark) => mark.kind === kind));
    parts.push({ text: text.slice(at, cuts[i + 1]), kinds });
  }
  return parts;
}
