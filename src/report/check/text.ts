/**
 * The check in a terminal: each draft's text as it is, with its marks in place, then its figures. Marks are colours, or
 * brackets where there is no colour.
 */
import type { CheckResult, DraftCheck, MarkKind } from '../../check/result.js';
import { formatCount, formatPercent, plural } from '../../util/format.js';
import { clean } from '../escape.js';
import { columns, cut, fit, printable, wrap } from '../terminal.js';
import { KINDS, partsOf } from './marked.js';
import { humanFraction, legend, NOT_SAID, pieceNote, rowsOf } from './words.js';

const WIDTH = 80;
const MOST_PHRASES = 10;

const BRACKETS: Record<MarkKind, [open: string, close: string]> = {
  predictable: ['[~', '~]'],
  repeated: ['[=', '=]'],
  machine: ['[|', '|]'],
};
const CODES: Record<MarkKind, string> = { predictable: '33', repeated: '4', machine: '2' };

type Paint = (code: string, text: string) => string;

/** Ends with a newline. Lines of the drafts are as long as they are, all others at most 80 columns. */
export function checkText(result: CheckResult, { colour = false }: { colour?: boolean } = {}): string {
  const paint: Paint = colour ? (code, part) => `\x1b[${code}m${part}\x1b[0m` : (_, part) => part;
  const { drafts, reference, warnings, phrases, repeated } = result;
  const lines: string[] = [];
  for (const draft of drafts) lines.push(...draftLines(draft, result, colour, paint), '');
  if (drafts.length > 1 && repeated) {
    const { value, own, p } = repeated;
    const range = `${formatPercent(own[0])} – ${formatPercent(own[2])}`;
    lines.push(
      `All drafts: ${formatPercent(value)} of words in repeated phrases; your texts ${range}, p ${p.toFixed(2)}`,
    );
  }
  if (phrases.length > 0) lines.push(paint('1', 'Repeated'));
  for (const { phrase, count, drafts: inDrafts } of phrases.slice(0, MOST_PHRASES)) {
    const where = drafts.length > 1 ? ` in ${plural(inDrafts, 'draft')}` : '';
    lines.push(cut(`  ${count} times${where}: "${printable(phrase)}"`, WIDTH));
  }
  if (phrases.length > MOST_PHRASES) lines.push(`  … and ${phrases.length - MOST_PHRASES} more`);
  if (phrases.length > 0) lines.push('');
  for (const [kind, meaning] of legend(result)) {
    const sample = colour ? paint(CODES[kind], 'text') : `${BRACKETS[kind][0]}text${BRACKETS[kind][1]}`;
    lines.push(`${sample}  ${meaning}`);
  }
  if (reference) {
    lines.push(
      `held against ${plural(reference.texts, 'text')} of yours, ${formatCount(reference.words)} words`,
    );
  }
  for (const warning of warnings) lines.push(...wrap(`note: ${printable(warning)}`, WIDTH));
  lines.push(...wrap(NOT_SAID, WIDTH));
  return `${lines.join('\n')}\n`;
}

function draftLines(
  draft: DraftCheck,
  { drafts, repeated }: CheckResult,
  colour: boolean,
  paint: Paint,
): string[] {
  const { name, words, sentences } = draft;
  const lines = [
    paint(
      '1',
      cut(`── ${printable(name)}  ${plural(words, 'word')}, ${plural(sentences, 'sentence')}`, WIDTH),
    ),
    '',
    (colour ? coloured(draft) : bracketed(draft)).trimEnd(),
    '',
  ];
  const rows = rowsOf(draft, drafts.length === 1 ? repeated : undefined);
  if (rows.length > 0) lines.push(paint('2', `  ${fit('', 30)}${fit('draft', 12)}${fit('your texts', 20)}p`));
  for (const { title, value, own, p, marked } of rows) {
    const line = `${marked ? '!' : '✓'} ${fit(title, 30)}${fit(value, 12)}${fit(own, 20)}${p}`;
    lines.push(marked ? paint('33', line) : line);
  }
  const figure = draft.predictable ?? draft.missing;
  if (figure) lines.push(paint('2', `  ${pieceNote(figure, words)}`));
  if (draft.vanished && draft.vanished.length > 0) {
    const named = draft.vanished.map(
      ({ word, expected, q }) =>
        `${printable(word)} (${expected.toFixed(0)} expected, q ${q.toPrecision(1)})`,
    );
    lines.push(...wrap(`! words of yours that it lacks: ${named.join(', ')}`, WIDTH));
  }
  if (draft.own) {
    const [low, high] = draft.own.share;
    lines.push(`  not in the machine draft: ${formatPercent(low)} to ${formatPercent(high)} of words`);
    lines.push(`  ${humanFraction(draft.own)}`);
  }
  return lines;
}

/** Safe to print, lines kept. */
function safe(text: string): string {
  return clean(text.replace(/\r\n?/g, '\n'));
}

function coloured({ text, marks }: DraftCheck): string {
  return partsOf(text, marks)
    .map(({ text: part, kinds }) => {
      if (kinds.length === 0) return safe(part);
      const code = kinds.map((kind) => CODES[kind]).join(';');
      // Each line by itself, so that a pager that shows a part shows its colour.
      return safe(part)
        .split('\n')
        .map((line) => (columns(line) === 0 ? line : `\x1b[${code}m${line}\x1b[0m`))
        .join('\n');
    })
    .join('');
}

function bracketed({ text, marks }: DraftCheck): string {
  let shown = '';
  let open: MarkKind[] = [];
  for (const { text: part, kinds } of [...partsOf(text, marks), { text: '', kinds: [] }]) {
    for (const kind of [...KINDS].reverse())
      if (open.includes(kind) && !kinds.includes(kind)) shown += BRACKETS[kind][1];
    for (const kind of kinds) if (!open.includes(kind)) shown += BRACKETS[kind][0];
    shown += safe(part);
    open = kinds;
  }
  return shown;
}
