/** A card as the YAML that people edit. What they wrote stays as it stands: comments, order, spelling of what is unchanged. */
import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { fractionOf, type SourceCard } from './card.js';

/** Fields in the order of a new card. */
const ORDER = [
  'id',
  'title',
  'origin',
  'humanFraction',
  'generator',
  'collectedAt',
  'licence',
  'parents',
  'evidence',
  'attestation',
  'digitalSourceType',
  'unmapped',
  'sha256',
  'files',
] as const satisfies readonly (keyof SourceCard)[];

const HEADING = (id: string) =>
  ` What is known of the source "${id}", and how. Edit it, then: gen0 source add sources/${id}.yaml`;

/** The YAML of a card; `existing` is that of an earlier version, which is changed where the card differs from it. */
export function cardYaml(card: SourceCard, existing?: string): string {
  const document = existing === undefined ? newDocument(card) : parseDocument(existing);
  if (!isMap(document.contents)) return cardYaml(card);
  const before = (document.toJS() ?? {}) as Record<string, unknown>;
  for (const key of ORDER) {
    const value = written(card, key);
    if (value === undefined) document.delete(key);
    else if (!isDeepStrictEqual(before[key], value)) put(document, key, nodeOf(document, key, value));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function newDocument({ id }: SourceCard): Document {
  const document = new Document({});
  document.commentBefore = HEADING(id);
  return document;
}

/** Sets a field; a new one goes before those that follow it in ORDER. */
function put(document: Document, key: (typeof ORDER)[number], node: unknown): void {
  const known = document.has(key);
  document.set(key, node);
  const { items } = document.contents as YAMLMap<Scalar | string, unknown>;
  if (known) return;
  const later: readonly string[] = ORDER.slice(ORDER.indexOf(key) + 1);
  const at = items.findIndex((pair) => later.includes(String(pair.key)));
  if (at >= 0 && at < items.length - 1) items.splice(at, 0, items.pop()!);
}

/** A field's value as it is written, or undefined where its default says the same. */
function written(card: SourceCard, key: keyof SourceCard): unknown {
  const value = plain(card[key]);
  if (Array.isArray(value) && value.length === 0) return undefined;
  if (key === 'humanFraction' && isDeepStrictEqual(value, fractionOf(card.origin))) return undefined;
  return value;
}

/** Without the fields that are undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function nodeOf(document: Document, key: string, value: unknown): unknown {
  const flow = key === 'humanFraction' || key === 'generator' || key === 'parents';
  if (key !== 'files') return document.createNode(value, { flow });
  const files = document.createNode([] as unknown[]);
  // One line a file.
  for (const file of value as unknown[]) files.add(document.createNode(file, { flow: true }));
  return files;
}
