/** A result of the lab as JSON with stable bytes: as an audit's, but figures of one list on one line. */
import { stableJson } from './json.js';

const FIGURE = '(?:-?\\d[\\d.eE+-]*|null)';
const LIST = new RegExp(`\\[\\n\\s+${FIGURE}(?:,\\n\\s+${FIGURE})*\\n\\s+\\]`, 'g');

export function labJson(data: unknown): string {
  return stableJson(data).replace(LIST, (list) =>
    list.replace(/\n\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
}
