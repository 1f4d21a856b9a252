/**
 * What makes a Croissant document wrong, by the rules and in the words of the standard's own library (mlcroissant), for
 * versions 0.8, 1.0 and 1.1: types, mandatory properties, references to what is not there, sources, data types, joins
 * and array shapes. What is only recommended is not looked at.
 */
import { type Node, nodeOf, referenceOf, type Terms, termsOf, textOf } from './json-ld.js';
import { isObject, listOf } from './reading.js';

export const SCHEMA = 'https://schema.org/';
export const CR = 'http://mlcommons.org/croissant/';
export const ML = 'http://mlcommons.org/schema/';

export type CroissantVersion = '0.8' | '1.0' | '1.1';

/** A distribution, record set or field, and what others call it. */
interface Place {
  node: Node;
  key: string;
  /** `RecordSet(a) > Field(b)`: how the library's messages name it. */
  trail: string;
  parent: Place | null;
  fields: Place[];
}

/** The rules' view of a document. */
interface Document {
  terms: Terms;
  version: CroissantVersion;
  /** Namespace of Croissant's own properties. */
  own: string;
  /** `Metadata(name)`. */
  head: string;
  known: Map<string, Place>;
  faults: string[];
}

/** Faults of a document, in the library's words; none when it is valid. */
export function croissantFaults(data: Record<string, unknown>): string[] {
  const terms = termsOf(data['@context']);
  const root = nodeOf(data, terms);
  if (!root.types.includes(`${SCHEMA}Dataset`))
    return [`The current JSON-LD doesn't extend ${SCHEMA}Dataset.`];
  const version = versionOf(data);
  const own = version === '0.8' ? ML : CR;
  const document = { terms, version, own, head: `Metadata(${nameOf(root)})`, known: new Map(), faults: [] };
  checkTexts(document, root);
  // As in the library's cases: names are mandatory in 0.8 and ids took their place in 1.0.
  if (version === '0.8') mandatory(document, root, '', [`${SCHEMA}name`]);
  const files = distributions(document, root);
  const sets = recordSets(document, root);
  checkIds(document);
  for (const file of files) checkContained(document, file);
  for (const set of sets) checkRecordSet(document, set);
  return document.faults;
}

/** The version that a document says it conforms to. */
export function versionOf(data: Record<string, unknown>): CroissantVersion {
  const terms = termsOf(data['@context']);
  for (const value of nodeOf(data, terms).values.get('http://purl.org/dc/terms/conformsTo') ?? []) {
    const found = /mlcommons\.org\/croissant\/(\d+\.\d+)/.exec(referenceOf(value) ?? '')?.[1];
    if (found === '1.0' || found === '1.1') return found;
  }
  return terms.iri('recordSet').startsWith(ML) ? '0.8' : '1.0';
}

function distributions(document: Document, root: Node): Place[] {
  const { version, own, faults } = document;
  const space = version === '0.8' ? SCHEMA : own;
  const places: Place[] = [];
  for (const node of children(document, root, `${SCHEMA}distribution`)) {
    const kind = ['FileObject', 'FileSet'].find((each) => node.types.includes(space + each));
    const key = node.id ?? nameOf(node);
    if (kind === undefined) {
      faults.push(
        `"${key}" should have an attribute "@type": "${space}FileObject" or "@type": "${space}FileSet". ` +
          `Got ${node.types.join(', ') || 'none'} instead.`,
      );
      continue;
    }
    const place = add(document, node, key, `${kind}(${nameOf(node)})`, null);
    mandatory(document, node, place.trail, [
      ...(version === '0.8' ? [`${SCHEMA}name`] : []),
      kind === 'FileObject' ? `${SCHEMA}contentUrl` : `${own}includes`,
      `${SCHEMA}encodingFormat`,
    ]);
    places.push(place);
  }
  return places;
}

function recordSets(document: Document, root: Node): Place[] {
  const { own } = document;
  const places: Place[] = [];
  for (const node of children(document, root, `${own}recordSet`)) {
    const key = node.id ?? nameOf(node);
    if (!hasType(document, node, key, 'RecordSet')) continue;
    const place = add(document, node, key, `RecordSet(${nameOf(node)})`, null);
    if (document.version === '0.8') mandatory(document, node, place.trail, [`${SCHEMA}name`]);
    collectFields(document, place, `${own}field`);
    places.push(place);
  }
  return places;
}

function collectFields(document: Document, parent: Place, property: string): void {
  for (const node of children(document, parent.node, property)) {
    const name = nameOf(node);
    const key = node.id ?? `${parent.key}/${name}`;
    if (!hasType(document, node, node.id ?? name, 'Field')) continue;
    const place = add(document, node, key, `${parent.trail} > Field(${name})`, parent);
    if (document.version === '0.8') mandatory(document, node, place.trail, [`${SCHEMA}name`]);
    parent.fields.push(place);
    collectFields(document, place, `${document.own}subField`);
  }
}

function hasType({ own, faults }: Document, node: Node, key: string, type: string): boolean {
  if (node.types.includes(own + type)) return true;
  faults.push(
    `"${key}" should have an attribute "@type": "${own}${type}". Got ${node.types.join(', ') || 'none'} instead.`,
  );
  return false;
}

function add(document: Document, node: Node, key: string, trail: string, parent: Place | null): Place {
  const place: Place = { node, key, trail, parent, fields: [] };
  document.known.set(key, place);
  checkTexts(document, node);
  return place;
}

function children({ terms }: Document, node: Node, property: string): Node[] {
  return (node.values.get(property) ?? []).filter(isObject).map((each) => nodeOf(each, terms));
}

function nameOf(node: Node): string {
  const [name] = (node.values.get(`${SCHEMA}name`) ?? []).map(textOf).filter((each) => each !== null);
  return name ?? node.id ?? '';
}

function fault(document: Document, trail: string, message: string): void {
  document.faults.push(`[${document.head}${trail === '' ? '' : ` > ${trail}`}] ${message}`);
}

function mandatory(document: Document, node: Node, trail: string, properties: string[]): void {
  for (const property of properties) {
    if ((node.values.get(property) ?? []).every((each) => each === '' || each === null))
      fault(document, trail, `Property "${property}" is mandatory, but does not exist.`);
  }
}

function checkTexts({ faults }: Document, node: Node): void {
  for (const property of ['name', 'description']) {
    for (const value of node.values.get(SCHEMA + property) ?? []) {
      const bare = isObject(value) && '@value' in value ? value['@value'] : value;
      if (typeof bare !== 'boolean' && typeof bare !== 'number') continue;
      const type = typeof bare === 'boolean' ? 'bool' : Number.isInteger(bare) ? 'int' : 'float';
      faults.push(`\`${property}\` should have type ${SCHEMA}Text, but got ${type}`);
    }
  }
}

function checkIds({ known, faults }: Document): void {
  for (const { node } of known.values()) {
    if (node.id === undefined || !/\s|%20/.test(node.id)) continue;
    faults.push(
      `The dataset contains a wrong \`@id\`: '${node.id}'. Note that currently we do not support \`@id\`s containing ` +
        `whitespaces (not even if URL-escaped).`,
    );
  }
}

function checkContained(document: Document, { node, key, trail }: Place): void {
  for (const value of node.values.get(`${SCHEMA}containedIn`) ?? node.values.get(`${CR}containedIn`) ?? []) {
    const target = referenceOf(value);
    if (target !== null && !document.known.has(target)) fault(document, trail, missing(target, key));
  }
}

function missing(target: string, key: string): string {
  return `There is a reference to node with UUID "${target}" in node "${key}", but this node doesn't exist.`;
}

function checkRecordSet(document: Document, set: Place): void {
  const { own, known } = document;
  const inline = (set.node.values.get(`${own}data`) ?? []).length > 0;
  const sources = new Set<string>();
  const joins = new Set<string>();
  for (const field of allFields(set)) {
    checkArray(document, field);
    const source = sourceOf(document, field, `${own}source`);
    const joined = sourceOf(document, field, `${own}references`);
    const hasValue = (field.node.values.get(`${own}value`) ?? []).length > 0;
    if (source === null && joined === null && !hasValue && !inline && field.fields.length === 0) {
      fault(
        document,
        field.trail,
        `Field ${field.key} does not define \`source\` or \`value\`. Please specify exactly one of them.`,
      );
    }
    if (source !== null && !known.has(source)) {
      fault(
        document,
        field.trail,
        `Malformed source data: ${source}. It does not refer to any existing node. Have you used ${own}field or ` +
          `${SCHEMA}distribution to indicate the source field or the source distribution? If you specified a field, it should ` +
          `contain all the names from the RecordSet separated by \`/\`, e.g.: "record_set_name/field_name"`,
      );
      fault(document, set.trail, missing(source, set.key));
      continue;
    }
    // A field of fields brings its own join, in `parentField`.
    if (source !== null && field.parent === set) sources.add(ownerOf(document, source));
    if (source !== null && joined !== null && known.has(joined)) {
      joins.add([ownerOf(document, source), ownerOf(document, joined)].sort().join('\n'));
    }
    if (field.fields.length === 0 && !hasDataType(document, field)) {
      fault(
        document,
        field.trail,
        `The field does not specify a valid ${own}dataType, neither does any of its predecessor. Got: []`,
      );
    }
  }
  const ordered = [...sources].sort();
  for (const [i, a] of ordered.entries()) {
    for (const b of ordered.slice(i + 1)) {
      if (joins.has(`${a}\n${b}`)) continue;
      fault(
        document,
        set.trail,
        `You try to use the sources with names ('${a}', '${b}') as sources, but you didn't declare a join between ` +
          `them. Use \`ml:references\` to declare a join. Please, refer to the documentation for more information.`,
      );
    }
  }
}

function allFields({ fields }: Place): Place[] {
  return fields.flatMap((field) => [field, ...allFields(field)]);
}

/** What a field's source or reference points to; null where it has none that could be right. */
function sourceOf(document: Document, { node }: Place, property: string): string | null {
  const { own, terms, faults } = document;
  const [value] = node.values.get(property) ?? [];
  if (value === undefined) return null;
  if (!isObject(value)) return referenceOf(value);
  const inner = nodeOf(value, terms);
  const pointers = ['field', 'fileObject', 'fileSet', 'recordSet'].map((each) => own + each);
  for (const pointer of [...pointers, `${SCHEMA}distribution`]) {
    const target = referenceOf(inner.values.get(pointer)?.[0]);
    if (target === null) continue;
    if (!/\s/.test(target)) return target;
    break;
  }
  if (inner.id !== undefined) return inner.id;
  if (property.endsWith('source')) {
    faults.push(
      `Source should have one of the following properties ${own}field or ${own}fileObject or ${own}fileSet.`,
    );
  }
  return null;
}

/** The record set of a field, or the thing itself. */
function ownerOf({ known }: Document, key: string): string {
  let place = known.get(key);
  while (place?.parent) place = place.parent;
  return place?.key ?? key;
}

/** Whether a field, a field it is part of or a field it is taken from has a data type. */
function hasDataType(document: Document, field: Place, seen = new Set<Place>()): boolean {
  if (seen.has(field)) return false;
  seen.add(field);
  const { own, known } = document;
  if ((field.node.values.get(`${own}dataType`) ?? []).length > 0) return true;
  if (field.parent !== null && hasDataType(document, field.parent, seen)) return true;
  const source = sourceOf({ ...document, faults: [] }, field, `${own}source`);
  const target = source === null ? undefined : known.get(source);
  return target?.parent !== undefined && target.parent !== null && hasDataType(document, target, seen);
}

function checkArray(document: Document, { node, trail, key }: Place): void {
  const { own } = document;
  const [shape] = node.values.get(`${own}arrayShape`) ?? [];
  if (shape === undefined) return;
  if (node.values.get(`${own}isArray`)?.[0] !== true) {
    fault(document, trail, `Field ${key} defines \`array_shape\`, but \`is_array\` is False.`);
  } else if (!/^\s*-?\d+(\s*,\s*-?\d+)*\s*$/.test(String(shape))) {
    fault(
      document,
      trail,
      `Field ${key}'s attribute array_shape \`${listOf(shape).join(',')}\` cannot be parsed as a tuple of ` +
        `comma-separated values.`,
    );
  }
}
