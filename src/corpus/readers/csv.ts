/**
 * Delimited text, through papaparse's parser. The first row names the columns. A `.csv` whose header holds
 * no comma but a semicolon or a tab is split there; the header's line ending is taken for the whole file.
 * Quoted fields may hold delimiters, newlines and doubled quotes. Rows are counted with the header as row 1.
 */
import Papa from 'papaparse';
import { detectFields } from '../detect-fields.js';
import type { ReadOptions } from '../input.js';
import { type Sink, UTF8_REMEDY } from '../sink.js';
import { decodeEscaping, incompleteTail, isWellFormed } from '../utf8.js';
import { tooLong } from './too-long.js';

interface Parsed {
  data: string[][];
  errors: { code: string; row: number }[];
  /** Characters that the rows in `data` took. */
  meta: { cursor: number };
}

export async function* readCsv(
  blocks: AsyncIterable<Buffer>,
  isTsv: boolean,
  limit: number,
  options: ReadOptions,
  sink: Sink,
): AsyncGenerator<void> {
  let parser: Papa.Parser | undefined;
  let columns: Columns | undefined;
  let row = 0;

  /** False when the header is bad: no row can be understood then, and the file counts as one bad record. */
  const put = ({ data, errors }: Parsed): boolean => {
    const broken = new Map(errors.map((error) => [error.row, error.code]));
    for (let index = 0; index < data.length; index++) {
      row++;
      const cells = data[index];
      const problem = broken.get(index);
      if (!problem && cells.length === 1 && cells[0].trim() === '') continue;
      if (problem) sink.bad(quoteProblem(problem), row);
      else if (!columns) columns = chooseColumns(cells, options, sink);
      else if (cells.length !== columns.count)
        sink.bad(`${cells.length} columns, the header has ${columns.count}`, row);
      else if (!cells.every(isWellFormed)) sink.bad('invalid UTF-8', row, undefined, UTF8_REMEDY);
      else if (cells[columns.text].length > limit) {
        const { what, remedy } = tooLong(limit);
        sink.bad(what, row, undefined, remedy);
      } else {
        const { text, id, names } = columns;
        const labelled = (name: string) => {
          const at = names.indexOf(name);
          return at < 0 ? undefined : detach(cells[at]);
        };
        sink.document(detach(cells[text]), id < 0 ? undefined : cells[id], row, undefined, labelled, names);
      }
      if (!columns) return false;
    }
    return true;
  };

  // What is not parsed yet; parsed again only after it has doubled, so a long field costs no square.
  let pending: string[] = [];
  let pendingLength = 0;
  let wanted = 0;
  for await (const text of decoded(blocks)) {
    pending.push(text);
    pendingLength += text.length;
    if (pendingLength >= wanted) {
      const joined = pending.join('');
      parser ??= createParser(joined, isTsv, false);
      if (parser) {
        const parsed = parser.parse(joined, 0, true) as Parsed;
        // An error in the last row, which is not taken yet, may go away with the next block.
        parsed.errors = parsed.errors.filter((error) => error.row < parsed.data.length);
        if (!put(parsed)) return;
        pending = [parsed.data.length > 0 ? joined.slice(parsed.meta.cursor) : joined];
      } else pending = [joined];
      pendingLength = pending[0].length;
      wanted = pendingLength * 2;
      if (pendingLength > limit) {
        const { what, remedy } = tooLong(limit);
        sink.bad(
          `${what}, so the rest of the file cannot be read (is a quote not closed?)`,
          row + 1,
          undefined,
          remedy,
        );
        return;
      }
    }
    yield;
  }
  const joined = pending.join('');
  parser ??= createParser(joined, isTsv, true);
  if (joined !== '') put(parser?.parse(joined, 0, false) as Parsed);
}

interface Columns {
  count: number;
  names: string[];
  /** Index of the column with the text. */
  text: number;
  /** Of the identifier; -1 when there is none. */
  id: number;
}

function chooseColumns(names: string[], options: ReadOptions, sink: Sink): Columns | undefined {
  const found = sink.fields ?? detectFields(Object.fromEntries(names.map((name) => [name, ''])), options);
  if ('what' in found) {
    sink.bad(found.what, 1, undefined, found.remedy);
    return undefined;
  }
  sink.fields = found;
  const text = names.indexOf(found.text);
  return { count: names.length, names, text, id: found.id === undefined ? -1 : names.indexOf(found.id) };
}

/** Undefined when the header does not end within `start` and more is to come. */
function createParser(start: string, isTsv: boolean, isAll: boolean): Papa.Parser | undefined {
  let quoted = false;
  let end = 0;
  const seen = new Set<string>();
  for (; end < start.length; end++) {
    const char = start[end];
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) break;
    else if (!quoted) seen.add(char);
  }
  if (end + 1 >= start.length && !isAll) return undefined;
  const newline = start[end] === '\r' ? (start[end + 1] === '\n' ? '\r\n' : '\r') : '\n';
  const delimiter = isTsv ? '\t' : ([',', ';', '\t'].find((char) => seen.has(char)) ?? ',');
  return new Papa.Parser({ delimiter, newline });
}

function quoteProblem(code: string): string {
  return code === 'MissingQuotes'
    ? 'a quoted field is never closed, so the rest of the file belongs to it'
    : 'a quoted field goes on after its closing quote';
}

/** Text of each block; a sequence of bytes that crosses two blocks is kept whole. */
async function* decoded(blocks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const block of blocks) {
    const bytes = tail.length > 0 ? Buffer.concat([tail, block]) : block;
    const cut = bytes.length - incompleteTail(bytes);
    tail = Buffer.from(bytes.subarray(cut));
    yield decodeEscaping(bytes.subarray(0, cut));
  }
  if (tail.length > 0) yield decodeEscaping(tail);
}

/** A copy: a field is otherwise a slice that keeps its whole block alive for as long as a caller holds it. */
function detach(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
