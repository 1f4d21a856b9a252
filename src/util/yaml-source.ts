/**
 * YAML that a person wrote, with the line of every key, so that an error can say where. JSON is read as YAML, of which it
 * is a subset.
 */
import { type Document, isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { ConfigError } from './errors.js';

export interface YamlSource {
  data: unknown;
  /** `file line n` of the key that the path ends in, or of its nearest parent that is there; else the file. */
  at(path: readonly PropertyKey[]): string;
}

/** `shown` names the file. Throws ConfigError where it is no YAML. */
export function parseYaml(source: string, shown: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) =>
    offset === undefined ? shown : `${shown} line ${Math.max(1, lines.linePos(offset).line)}`;
  const [broken] = document.errors;
  if (broken) {
    const message = /call stack/.test(broken.message) ? 'nested too deep' : broken.message;
    throw new ConfigError(`${at(broken.pos[0])}: no valid YAML: ${message}`);
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    throw new ConfigError(`${shown}: no valid YAML: ${(error as Error).message}`);
  }
  return { data, at: (path) => at(offsetOf(document, path)) };
}

/** Byte offset of the key that a path ends in, or of its nearest parent that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  let offset: number | undefined;
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = pair.key.range[0];
      node = pair.value;
    } else {
      const item = (node as { items?: { range?: number[] }[] } | null)?.items?.[Number(step)];
      if (!item) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    }
  }
  return offset;
}
