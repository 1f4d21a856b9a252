import type { Line } from '../each-line.js';
import { type Sink, UTF8_REMEDY } from '../sink.js';
import { decodeStrict } from '../utf8.js';

/** The value of a line of JSON. Undefined where the line is blank, or bad, of which `sink` is told; `remedy` for JSON. */
export function jsonOfLine(
  { bytes, from, to, number, offset }: Line,
  sink: Sink,
  remedy?: string,
): { value: unknown } | undefined {
  const text = decodeStrict(bytes, from, to);
  if (typeof text === 'number') {
    sink.bad(`invalid UTF-8 at byte ${offset + text - from}`, number, offset, UTF8_REMEDY);
    return undefined;
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (text.trim() !== '') {
      sink.bad(`not valid JSON (${(error as Error).message})`, number, offset, remedy);
    }
    return undefined;
  }
}
