/**
 * Which fields of a record hold the text and the identifier, decided on the first record of a file:
 * 1. `--field` where given;
 * 2. else the first of `TEXT_FIELDS` that holds a string;
 * 3. else a conversation: `messages: [{role, content}]` or `conversations: [{from, value}]`. Its text is the
 *    contents of the assistant's turns joined by a blank line, because those are what a model wrote or is
 *    taught to write (the prompts are another population);
 * 4. else the only string field, names of identifiers aside.
 * A file whose first record is a bare string holds strings; objects in it need a field `text`.
 */
import type { Fields, ReadOptions } from './input.js';

export const TEXT_FIELDS = [
  'text',
  'content',
  'body',
  'document',
  'article',
  'output',
  'completion',
  'response',
  'story',
  'raw_content',
];
export const ID_FIELDS = ['id', '_id', 'uuid', 'doc_id', 'document_id', 'url'];
export const CHAT_FIELDS = ['messages', 'conversations'];

export type JsonObject = Record<string, unknown>;

/** The fields, or what is wrong with the record (`what`) and how to help it (`remedy`). */
export function detectFields(
  record: JsonObject,
  options: ReadOptions,
): Fields | { what: string; remedy: string } {
  const own = (name: string) => (Object.hasOwn(record, name) ? record[name] : undefined);
  const names = Object.keys(record);
  const strings = names.filter((name) => typeof record[name] === 'string');
  const text =
    options.field ??
    TEXT_FIELDS.find((name) => typeof own(name) === 'string') ??
    CHAT_FIELDS.find((name) => Array.isArray(own(name))) ??
    onlyOne(strings.filter((name) => !ID_FIELDS.includes(name)));
  if (text === undefined || !Object.hasOwn(record, text)) {
    const longest = strings.reduce(
      (best, name) => (size(record[name]) > size(record[best]) ? name : best),
      strings[0],
    );
    return {
      what: `no field "${text ?? 'text'}" (fields: ${listNames(names)})`,
      remedy:
        longest === undefined ? 'Name the field that holds the text: --field NAME' : `Try --field ${longest}`,
    };
  }
  if (options.idField !== undefined && !Object.hasOwn(record, options.idField))
    return {
      what: `no field "${options.idField}" (fields: ${listNames(names)})`,
      remedy: 'Check --id-field',
    };
  const id = options.idField ?? ID_FIELDS.find((name) => name !== text && isId(own(name)));
  return { text, id };
}

/** The names, cut after ten. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  return names.length > 10 ? `${names.slice(0, 10).join(', ')}, …` : names.join(', ');
}

export function isId(value: unknown): value is string | number | bigint {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

function onlyOne(names: string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

function size(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}
