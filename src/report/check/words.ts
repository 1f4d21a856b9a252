/** What the forms of the check share: rows of figures, and the line for a source card. */
import type { CheckResult, Comparison, DraftCheck, MarkKind, OwnShare } from '../../check/result.js';
import { formatP, formatPercent, formatRatio } from '../../util/format.js';

/** Up to here a figure is marked: one own text in twenty would be. */
export const ALPHA = 0.05;

export interface Row {
  title: string;
  value: string;
  /** Where 90 of 100 own pieces lie. */
  own: string;
  p: string;
  marked: boolean;
}

/** `repeated` counts all drafts together, so it stands with the draft only where there is one. */
export function rowsOf(draft: DraftCheck, repeated: Comparison | undefined): Row[] {
  const rows: (Row | undefined)[] = [
    row('words in predictable runs', draft.predictable, formatPercent),
    row('words in repeated phrases', repeated, formatPercent),
    row('your common words it lacks', draft.missing, formatPercent),
    row('spread of sentence lengths', draft.rhythm, formatRatio),
  ];
  return rows.filter((each) => each !== undefined);
}

function row(
  title: string,
  figure: Comparison | undefined,
  format: (value: number) => string,
): Row | undefined {
  if (!figure) return undefined;
  const own = `${format(figure.own[0])} – ${format(figure.own[2])}`;
  return { title, value: format(figure.value), own, p: formatP(figure.p), marked: figure.p <= ALPHA };
}

export const MARK_TITLES: Record<MarkKind, string> = {
  predictable: 'predictable',
  repeated: 'repeated',
  machine: 'in the machine draft',
};

/** Rounded outwards, so that what is printed holds what was found. */
export function humanFraction({ share: [low, high] }: OwnShare): string {
  const down = Math.floor(100 * low + 1e-9) / 100;
  const up = Math.ceil(100 * high - 1e-9) / 100;
  return `humanFraction: [${down.toFixed(2)}, ${up.toFixed(2)}]`;
}

export function pieceNote({ pieces, length }: Comparison, words: number): string {
  const cut = length < words ? ', the draft cut likewise' : '';
  return `your texts: 90 of 100 pieces, of ${pieces} of ${length} words${cut}`;
}

export const NOT_SAID =
  'Marks show where a text is plainer than the reference. They do not say who or what wrote it.';

export function legend({ share, repeatLength, drafts, reference }: CheckResult): [MarkKind, string][] {
  const has = (kind: MarkKind) => drafts.some(({ marks }) => marks.some((mark) => mark.kind === kind));
  const all: [MarkKind, string][] = [
    ['predictable', `predictable; of your own words, ${formatPercent(share)} would be marked`],
    ['repeated', `stands elsewhere in the drafts too, ${repeatLength} words or more`],
    ['machine', 'stands in the machine draft, 8 words or more'],
  ];
  return all.filter(([kind]) => has(kind) || (kind === 'predictable' && reference !== undefined));
}
