/**
 * As much of JSON-LD 1.1 as Croissant documents use: a context inside the document, terms, prefixes, `@vocab`, language
 * maps and `@json` values. Keys and types become IRIs, so that documents of different versions and contexts are read
 * alike. Contexts by URL are not fetched.
 */
import { isObject, listOf } from './reading.js';

export interface Node {
  /** `@id`, or undefined. */
  id?: string;
  types: string[];
  /** IRI of a property → its values, as they stood there. */
  values: Map<string, unknown[]>;
}

type Context = Record<string, unknown>;

/** IRIs in a document's context. */
export interface Terms {
  iri(term: string): string;
  /** Values of properties with this container are maps from languages to texts. */
  hasLanguages(key: string): boolean;
}

export function termsOf(context: unknown): Terms {
  const merged: Context = {};
  for (const each of listOf(context)) {
    if (isObject(each)) for (const [key, value] of Object.entries(each)) merged[key] = value;
  }
  const own = (key: string) => (Object.hasOwn(merged, key) ? merged[key] : undefined);
  const definition = (key: string): string | undefined => {
    const value = own(key);
    if (typeof value === 'string') return value;
    return isObject(value) && typeof value['@id'] === 'string' ? value['@id'] : undefined;
  };
  const vocabulary = own('@vocab');
  const iri = (term: string, depth = 0): string => {
    if (term.startsWith('@') || depth > 10) return term;
    const colon = term.indexOf(':');
    if (colon > 0 && !term.startsWith('//', colon + 1)) {
      const prefix = definition(term.slice(0, colon));
      if (prefix !== undefined) return iri(prefix, depth + 1) + term.slice(colon + 1);
    }
    if (colon >= 0) return term;
    const defined = definition(term);
    if (defined !== undefined && defined !== term) return iri(defined, depth + 1);
    return typeof vocabulary === 'string' ? vocabulary + term : term;
  };
  return {
    iri,
    hasLanguages: (key) => {
      const value = own(key);
      return isObject(value) && value['@container'] === '@language';
    },
  };
}

/** An object of the document with IRIs for keys. A language map becomes the list of its texts. */
export function nodeOf(data: Record<string, unknown>, terms: Terms): Node {
  const values = new Map<string, unknown[]>();
  for (const [key, value] of Object.entries(data)) {
    if (key.startsWith('@')) continue;
    const iri = terms.iri(key);
    const list =
      terms.hasLanguages(key) && isObject(value) && !('@value' in value)
        ? Object.values(value)
        : listOf(value);
    values.set(iri, [...(values.get(iri) ?? []), ...list]);
  }
  return {
    ...(typeof data['@id'] === 'string' ? { id: data['@id'] } : {}),
    types: listOf(data['@type'])
      .filter((each) => typeof each === 'string')
      .map((each) => terms.iri(each)),
    values,
  };
}

/** The text of a value, bare or as `{ "@value": … }`; null where it is none. */
export function textOf(value: unknown): string | null {
  const bare = isObject(value) && '@value' in value ? value['@value'] : value;
  return typeof bare === 'string' ? bare : null;
}

/** `@id` of a reference, which may be a bare text. */
export function referenceOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value['@id'] === 'string' ? value['@id'] : null;
}
