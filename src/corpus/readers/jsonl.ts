/** JSON Lines: an object or a string a line. Blank lines are ignored. */
import { eachLine, type LineRange } from '../each-line.js';
import type { Sink } from '../sink.js';
import { jsonOfLine } from './json-line.js';
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
    (line) => {
      const { number, offset } = line;
      const read = jsonOfLine(line, sink, mayBeOneObject && number === 1 ? ONE_OBJECT : undefined);
      if (read) sink.record(read.value, number, offset);
    },
    (number, offset) => {
      const { what, remedy } = tooLong(range.limit);
      sink.bad(what, number, offset, remedy);
    },
  );
}
