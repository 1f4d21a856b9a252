/** JSON Lines: an object or a string a line. Blank lines are ignored. */
import { eachLine, type LineRange } from '../each-line.js';
import { type Sink, UTF8_REMEDY } from '../sink.js';
import { decodeStrict } from '../utf8.js';
import { tooLong } from './too-long.js';

const ONE_OBJECT = "If the file is one JSON object, take the list out of it first (jq -c '.data[]')";

export async function* readJsonl(
  blocks: AsyncIterable<Buffer>,
  range: LineRange,
  sink: Sink,
  mayBeOneObject: boolean,
): AsyncGenerator<void> {
  yield* eachLine(
    blocks,
    range,
    ({ bytes, from, to, number, offset }) => {
      const text = decodeStrict(bytes, from, to);
      if (typeof text === 'number') {
        sink.bad(`invalid UTF-8 at byte ${offset + text - from}`, number, offset, UTF8_REMEDY);
        return;
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        if (text.trim() === '') return;
        const why = error instanceof Error ? error.message : String(error);
        sink.bad(
          `not valid JSON (${why})`,
          number,
          offset,
          mayBeOneObject && number === 1 ? ONE_OBJECT : undefined,
        );
        return;
      }
      sink.record(value, number, offset);
    },
    (number, offset) => {
      const { what, remedy } = tooLong(range.limit);
      sink.bad(what, number, offset, remedy);
    },
  );
}
