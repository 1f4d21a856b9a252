/**
 * MLCommons Croissant (https://docs.mlcommons.org/croissant/): reads 1.1, 1.0 and 0.8 (write-croissant.ts writes 1.1), with PROV-O for
 * ancestors and makers and RAI 1.0 for how data came about. A document that breaks the standard's rules is an error.
 *
 * PROV says who did what, not whether texts were generated: software that cleans a dataset is a SoftwareAgent as one
 * that writes it is. So an agent counts as the generator only where the dataset itself is attributed to it
 * (`prov:wasAttributedTo`). `digitalSourceType` (schema.org), `rai:hasSyntheticData`, a collection type that says
 * "synthetic" and the keywords `synthetic` and `machine-generated` are declarations, wherever in the document they
 * stand; below the dataset they make it mixed.
 */
import { parseJson } from '../../util/strict-json.js';
import { type Evidence, type Origin, SOURCE_ID, type SourceCard } from '../card.js';
import { CR, croissantFaults, SCHEMA } from './croissant-rules.js';
import { dateEvidence } from './date-evidence.js';
import { carriedEvidence, carriedUnmapped, GEN0, isFraction, settleDeclared } from './declared.js';
import { type Node, nodeOf, referenceOf, type Terms, termsOf, textOf } from './json-ld.js';
import {
  failed,
  isObject,
  listOf,
  makeCard,
  objectOf,
  type Reading,
  readingOf,
  slug,
  textsOf,
} from './reading.js';
import { sourceType } from './source-type.js';
import { DESCRIBED } from './write-croissant.js';

const PROV = 'http://www.w3.org/ns/prov#';
const RAI = `${CR}RAI/`;
/** Properties that have a place in a card; the rest goes along unmapped. */
const MAPPED = [
  ...['name', 'license', 'identifier', 'digitalSourceType', 'sdPublisher'].map((each) => SCHEMA + each),
  'http://purl.org/dc/terms/conformsTo',
  `${RAI}dataCollectionTimeframe`,
  ...['origin', 'humanFraction', 'evidence', 'sha256', 'unmapped'].map((each) => GEN0 + each),
];

/** Whether a parsed JSON document is meant to be Croissant: by its context, as its type may be what is wrong. */
export function isCroissant(data: unknown): boolean {
  if (!isObject(data) || !isObject(data['@context'])) return false;
  const text = JSON.stringify([data['@context'], data.conformsTo ?? null]);
  return text.includes('mlcommons.org/croissant') || text.includes('mlcommons.org/schema');
}

export function readCroissant(text: string, shown: string): Reading {
  const data = objectOf(parseJson(text, shown), shown);
  const faults = croissantFaults(data);
  if (faults.length > 0) return failed(shown, ...faults);
  const terms = termsOf(data['@context']);
  return readingOf([cardOf(data, nodeOf(data, terms), terms, shown)]);
}

function cardOf(data: Record<string, unknown>, root: Node, terms: Terms, shown: string): SourceCard {
  const first = (property: string) => root.values.get(property)?.[0];
  const [name] = (root.values.get(`${SCHEMA}name`) ?? []).map(textOf).filter((each) => each !== null);
  const identifier = textOf(first(`${SCHEMA}identifier`));
  const evidence: Evidence[] = [];
  const own = declared(data, terms, true);
  evidence.push(...own.evidence);
  const makers = (root.values.get(`${PROV}wasAttributedTo`) ?? [])
    .filter(isObject)
    .map((each) => nodeOf(each, terms));
  const software = makers.filter(({ types }) => types.includes(`${PROV}SoftwareAgent`));
  const carried = carriedEvidence(root.values.get(`${GEN0}evidence`));
  if (software.length > 0) {
    evidence.push(
      said(`prov:wasAttributedTo SoftwareAgent ${software.map(labelOf).join(', ')}`, 'synthetic'),
    );
  }
  for (const date of textsOf(root.values.get(`${SCHEMA}datePublished`)).filter((each) =>
    /^\d{4}/.test(each),
  )) {
    evidence.push(dateEvidence(date, 'published'));
  }
  const parents = (root.values.get(`${PROV}wasDerivedFrom`) ?? [])
    .map(referenceOf)
    .filter((each) => each !== null && SOURCE_ID.test(each)) as string[];
  const files = filesOf(root, terms);
  const fraction = root.values.get(`${GEN0}humanFraction`);
  const { evidence: all, origin } = settleDeclared({
    evidence,
    type: own.type,
    carried: { origin: textOf(first(`${GEN0}origin`)), evidence: carried },
  });
  const timeframe = textsOf(root.values.get(`${RAI}dataCollectionTimeframe`));
  const licences = (root.values.get(`${SCHEMA}license`) ?? []).map(licenceOf).filter((each) => each !== '');
  const publisher = first(`${SCHEMA}sdPublisher`);
  const by = isObject(publisher) ? textOf(publisher.name) : textOf(publisher);
  const version = software[0]?.values.get(`${SCHEMA}softwareVersion`)?.[0];
  return makeCard(
    {
      id:
        identifier !== null && SOURCE_ID.test(identifier) ? identifier : slug(name ?? nameFrom(root, shown)),
      title: name ?? undefined,
      origin,
      humanFraction: isFraction(fraction, origin) ? fraction : undefined,
      files: files.mapped,
      sha256: textOf(first(`${GEN0}sha256`)) ?? undefined,
      digitalSourceType: own.type?.uri,
      generator:
        software.length > 0
          ? {
              model: software.map(labelOf).join(', '),
              ...(typeof version === 'string' ? { version } : {}),
            }
          : undefined,
      collectedAt: timeframe.length > 0 ? timeframe.slice(0, 2).join('/') : undefined,
      licence: licences.length > 0 ? licences.join('; ') : undefined,
      parents,
      evidence: all,
      attestation: by ? { by } : undefined,
      unmapped: {
        ...unmappedOf(data, terms, { files: files.all, parents }),
        ...carriedUnmapped(first(`${GEN0}unmapped`)),
      },
    },
    shown,
  );
}

/**
 * What the dataset (`top`) and its parts declare of their making. Values below the dataset speak for a part of it.
 */
function declared(
  data: Record<string, unknown>,
  terms: Terms,
  top: boolean,
): { type: ReturnType<typeof sourceType>; evidence: Evidence[] } {
  const evidence: Evidence[] = [];
  let type: ReturnType<typeof sourceType> = null;
  const { values, id } = nodeOf(data, terms);
  const where = top ? '' : ` of ${id ?? textOf(values.get(`${SCHEMA}name`)?.[0]) ?? 'a part'}`;
  for (const value of values.get(`${SCHEMA}digitalSourceType`) ?? []) {
    const spelt = referenceOf(value);
    const found = spelt === null ? null : sourceType(spelt);
    if (top) type ??= found;
    evidence.push(said(`digitalSourceType${where}: ${spelt}`, found === null ? undefined : found.origin));
  }
  for (const value of values.get(`${RAI}hasSyntheticData`) ?? []) {
    const yes = value === true || /^(true|yes|1)\b/i.test(String(value)) || /synthetic/i.test(String(value));
    evidence.push(said(`rai:hasSyntheticData${where}: ${String(value)}`, yes ? 'synthetic' : undefined));
    if (yes && top) evidence.push(said('rai:hasSyntheticData leaves open how much', 'mixed'));
  }
  for (const kind of textsOf(values.get(`${RAI}dataCollectionType`))) {
    evidence.push(
      said(`rai:dataCollectionType${where}: ${kind}`, /synthe/i.test(kind) ? 'synthetic' : undefined),
    );
  }
  for (const word of textsOf(values.get(`${SCHEMA}keywords`)).flatMap((each) => each.split(','))) {
    if (/^\s*(synthetic|synthetic[- ]data|machine-generated)\s*$/i.test(word))
      evidence.push(said(`keyword${where}: ${word.trim()}`, 'synthetic'));
  }
  for (const [property, list] of values) {
    // `data` and `examples` are records, not statements about them.
    if (property.endsWith('/data') || property.endsWith('/examples') || property.startsWith(GEN0)) continue;
    for (const value of list.filter(isObject)) {
      const inner = declared(value, terms, false).evidence;
      evidence.push(...inner);
      if (top && inner.some(({ supports }) => supports === 'synthetic' || supports === 'mixed')) {
        evidence.push(said('a part of it is declared synthetic', 'mixed'));
      }
    }
  }
  return { type, evidence };
}

function said(statement: string, supports?: Origin): Evidence {
  return { kind: 'declaration', statement, ...(supports && supports !== 'unknown' ? { supports } : {}) };
}

function labelOf({ values, id }: Node): string {
  const found = [`${SCHEMA}name`, `${PROV}label`].map((each) => textOf(values.get(each)?.[0]));
  return found.find((each) => each !== null) ?? id ?? 'unnamed';
}

function licenceOf(value: unknown): string {
  if (!isObject(value)) return textOf(value) ?? '';
  return (
    [value['@id'], value.url, value.name, value['@value']].find((each) => typeof each === 'string') ?? ''
  );
}

function nameFrom(root: Node, shown: string): string {
  const url = textOf(root.values.get(`${SCHEMA}url`)?.[0]);
  return (
    url ??
    shown
      .replace(/(\/metadata|\/croissant)?\.json(ld)?$/, '')
      .split('/')
      .slice(-2)
      .join('-')
  );
}

/** Files beside the document, by a relative address and a hash; `all` when every file of it is one. */
function filesOf(root: Node, terms: Terms): { mapped: SourceCard['files']; all: boolean } {
  const mapped: SourceCard['files'] = [];
  const distribution = (root.values.get(`${SCHEMA}distribution`) ?? []).filter(isObject);
  for (const each of distribution) {
    const { values } = nodeOf(each, terms);
    const path = textOf(values.get(`${SCHEMA}contentUrl`)?.[0]);
    const sha256 = textOf(values.get(`${SCHEMA}sha256`)?.[0] ?? values.get(`${CR}sha256`)?.[0]);
    const bytes = /^(\d+) ?B$/.exec(textOf(values.get(`${SCHEMA}contentSize`)?.[0]) ?? '')?.[1];
    if (path === null || sha256 === null || bytes === undefined) continue;
    if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path) || !/^[0-9a-f]{64}$/.test(sha256)) continue;
    mapped.push({ path, sha256, bytes: Number(bytes) });
  }
  return { mapped, all: mapped.length === distribution.length };
}

/** Everything else, by the keys of the document. */
function unmappedOf(
  data: Record<string, unknown>,
  terms: Terms,
  { files, parents }: { files: boolean; parents: string[] },
): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (key.startsWith('@')) continue;
    const iri = terms.iri(key);
    // Not what writeCroissant puts in, as the standard wants a description.
    if (iri === `${SCHEMA}description` && typeof value === 'string' && DESCRIBED.test(value)) continue;
    if (MAPPED.includes(iri) || (iri === `${SCHEMA}distribution` && files)) continue;
    // Where a parent or maker says more than its id and name, all of it goes along.
    if (iri === `${PROV}wasDerivedFrom` && listOf(value).every((each) => isBareParent(each, parents)))
      continue;
    if (iri === `${PROV}wasAttributedTo` && listOf(value).every(isBareMaker)) continue;
    rest[key] = value;
  }
  return rest;
}

function isBareParent(value: unknown, parents: string[]): boolean {
  const id = referenceOf(value);
  if (id === null || !parents.includes(id)) return false;
  return !isObject(value) || Object.keys(value).every((key) => ['@id', '@type'].includes(key));
}

function isBareMaker(value: unknown): boolean {
  if (!isObject(value) || !listOf(value['@type']).includes('prov:SoftwareAgent')) return false;
  return Object.keys(value).every((key) =>
    ['@id', '@type', 'name', 'softwareVersion', 'prov:label'].includes(key),
  );
}
