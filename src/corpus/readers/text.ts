/**
 * Plain text. A paragraph is a run of lines that are not blank, taken as it stands in the file, without the
 * newline at its end; a blank line holds nothing but white space. A whole file or a line can be the
 * document instead.
 */
import { createCarry } from '../carry.js';
import { eachLine, type LineRange } from '../each-line.js';
import { type Sink, UTF8_REMEDY } from '../sink.js';
import { hasBom } from '../sniff.js';
import { decodeStrict } from '../utf8.js';
import { tooLong } from './too-long.js';

export async function* readLines(
  blocks: AsyncIterable<Buffer>,
  range: LineRange,
  sink: Sink,
): AsyncGenerator<void> {
  yield* eachLine(
    blocks,
    range,
    ({ bytes, from, to, number, offset }) => {
      const end = to > from && bytes[to - 1] === 13 ? to - 1 : to;
      if (!isBlank(bytes, from, end)) put(sink, bytes, from, end, number, offset);
    },
    (number, offset) => bad(sink, range.limit, number, offset),
  );
}

export async function* readParagraphs(
  blocks: AsyncIterable<Buffer>,
  range: LineRange,
  sink: Sink,
): AsyncGenerator<void> {
  const carry = createCarry(range.limit);
  const newline = Buffer.from('\n');
  let first = 0;
  let firstOffset = 0;
  let longLine = false;
  const finish = () => {
    if (carry.length === 0 && !longLine) return;
    const bytes = longLine ? undefined : carry.bytes();
    if (!bytes) bad(sink, range.limit, first, firstOffset);
    else {
      const end = bytes[bytes.length - 1] === 13 ? bytes.length - 1 : bytes.length;
      put(sink, bytes, 0, end, first, firstOffset);
    }
    carry.clear();
    longLine = false;
  };
  yield* eachLine(
    blocks,
    range,
    ({ bytes, from, to, number, offset }) => {
      if (isBlank(bytes, from, to)) {
        finish();
        return;
      }
      if (carry.length === 0 && !longLine) {
        first = number;
        firstOffset = offset;
      } else if (!longLine) carry.append(newline, 0, 1);
      if (!longLine) carry.append(bytes, from, to);
    },
    (number, offset) => {
      if (carry.length === 0 && !longLine) {
        first = number;
        firstOffset = offset;
      }
      longLine = true;
    },
  );
  finish();
}

export async function* readWhole(
  blocks: AsyncIterable<Buffer>,
  limit: number,
  sink: Sink,
): AsyncGenerator<void> {
  const carry = createCarry(limit);
  for await (const block of blocks) {
    carry.append(block, 0, block.length);
    yield;
  }
  const bytes = carry.bytes();
  if (!bytes) bad(sink, limit, 1, 0);
  else {
    const from = hasBom(bytes) ? 3 : 0;
    if (!isBlank(bytes, from, bytes.length)) put(sink, bytes, from, bytes.length, 1, from);
  }
}

function put(sink: Sink, bytes: Buffer, from: number, to: number, line: number, offset: number): void {
  const text = decodeStrict(bytes, from, to);
  if (typeof text === 'string') sink.document(text, undefined, line, offset);
  else sink.bad(`invalid UTF-8 at byte ${offset + text - from}`, line, offset, UTF8_REMEDY);
}

function bad(sink: Sink, limit: number, line: number, offset: number): void {
  const { what, remedy } = tooLong(limit);
  sink.bad(what, line, offset, remedy);
}

/** True for nothing but spaces, tabs and the other ASCII white space. */
function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 32 && (bytes[at] < 9 || bytes[at] > 13)) return false;
  return true;
}
