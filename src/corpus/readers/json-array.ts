/**
 * A JSON file that is one array of objects or strings, element by element. A scanner finds the borders of
 * the elements (it knows strings and counts brackets, and does not recurse); JSON.parse reads each one.
 */
import { createCarry } from '../carry.js';
import { type Sink, UTF8_REMEDY } from '../sink.js';
import { decodeStrict } from '../utf8.js';
import { tooLong } from './too-long.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** May come before the array. */
const BOM = [0xef, 0xbb, 0xbf];

export async function* readJsonArray(
  blocks: AsyncIterable<Buffer>,
  limit: number,
  sink: Sink,
): AsyncGenerator<void> {
  const carry = createCarry(limit);
  /** 0 before the array, 1 between its brackets, more within an element. */
  let depth = 0;
  let inString = false;
  let escaped = false;
  let closed = false;
  /** The scan ends at the first thing after which borders mean nothing any more. */
  let lost = false;
  let element = 0;
  let offset = 0;
  let position = 0;

  const stray = (what: string) => {
    lost = true;
    sink.bad(what, element + 1, undefined, 'Mend the file (what follows cannot be read)');
  };
  const finish = (block: Buffer, from: number, to: number, last: boolean) => {
    element++;
    let bytes: Buffer | undefined = block;
    let start = from;
    let end = to;
    if (carry.length > 0) {
      carry.append(block, from, to);
      bytes = carry.bytes();
      start = 0;
      end = bytes?.length ?? 0;
    }
    if (!bytes || end - start > limit) {
      const { what, remedy } = tooLong(limit);
      sink.bad(what, element, undefined, remedy);
    } else parseElement(bytes, start, end, element, offset, last, sink);
    carry.clear();
  };

  for await (const block of blocks) {
    let from = 0;
    let at = 0;
    for (; at < block.length && !lost; at++) {
      const byte = block[at];
      if (inString) {
        if (escaped) escaped = false;
        else {
          // Strings are most of the file: go straight to the next quote, and see whether it is escaped.
          const quote = block.indexOf(QUOTE, at);
          const end = quote < 0 ? block.length : quote;
          let slashes = 0;
          while (end - slashes > at && block[end - slashes - 1] === BACKSLASH) slashes++;
          if (quote < 0) escaped = slashes % 2 === 1;
          else if (slashes % 2 === 0) inString = false;
          at = end;
        }
      } else if (depth > 1) {
        if (byte === QUOTE) inString = true;
        else if (byte === OPEN || byte === OPEN_OBJECT) depth++;
        else if (byte === CLOSE || byte === CLOSE_OBJECT) depth--;
      } else if (depth === 1) {
        if (byte === QUOTE) inString = true;
        else if (byte === OPEN || byte === OPEN_OBJECT) depth++;
        else if (byte === COMMA || byte === CLOSE) {
          finish(block, from, at, byte === CLOSE);
          from = at + 1;
          offset = position + from;
          if (byte === CLOSE) {
            depth = 0;
            closed = true;
          }
        } else if (byte === CLOSE_OBJECT) stray('not valid JSON (a "}" that closes nothing)');
      } else if (byte === OPEN && !closed) {
        depth = 1;
        from = at + 1;
        offset = position + from;
      } else if (byte !== 32 && (byte < 9 || byte > 13) && byte !== BOM[position + at]) {
        stray(
          closed
            ? 'not valid JSON (text after the end of the array)'
            : 'not a JSON array (it begins with no "[")',
        );
      }
    }
    if (lost) return;
    if (depth > 0) carry.append(block, from, block.length);
    position += block.length;
    yield;
  }
  if (depth > 0) stray('the array is not closed (truncated file)');
}

function parseElement(
  bytes: Buffer,
  from: number,
  to: number,
  element: number,
  offset: number,
  last: boolean,
  sink: Sink,
): void {
  const text = decodeStrict(bytes, from, to);
  if (typeof text === 'number') {
    sink.bad(`invalid UTF-8 at byte ${offset + text - from}`, element, undefined, UTF8_REMEDY);
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (last && element === 1 && text.trim() === '') return; // the empty array
    sink.bad(`not valid JSON (${error instanceof Error ? error.message : String(error)})`, element);
    return;
  }
  sink.record(value, element);
}
