/**
 * OASIS Data Provenance Metadata 1.0 (CSD01, 7 January 2026; JSON encoding with the groups set, source, provenance, use)
 * and its ancestor, the Data & Trust Alliance's Data Provenance Standards 1.0.0 (source, provenance, use).
 *
 * `provenance.generation-method[].code` says how data came about. Of the alliance's codes, "Machine generated/MLOps",
 * "Data augmentation" and "Simulations" are made by machines, "User generated content" and "Primary user source" by
 * people; collection (crawling, feeds, mining, social media) says nothing of who wrote what was collected. gen0 writes
 * the IPTC source type as a second method, whose `system` is IPTC's vocabulary.
 */
import { parseJson } from '../../util/strict-json.js';
import { type Evidence, type Origin, SOURCE_ID, type SourceCard } from '../card.js';
import { dateEvidence } from './date-evidence.js';
import { carriedEvidence, carriedUnmapped, GEN0, isFraction, settleDeclared } from './declared.js';
import {
  failed,
  idOf,
  isObject,
  listOf,
  makeCard,
  objectOf,
  type Reading,
  readingOf,
  restOf,
  textsOf,
} from './reading.js';
import { sourceType } from './source-type.js';
import { NOBODY } from './write-oasis.js';

/** Codes of the Data & Trust Alliance, in lower case without spaces around the stroke. */
const CODES: Record<string, Origin> = {
  'machine generated/mlops': 'synthetic',
  'machine generated': 'synthetic',
  'synthetic data generation': 'synthetic',
  simulations: 'synthetic',
  'data augmentation': 'mixed',
  'user generated content': 'human',
  'primary user source': 'human',
};

/** Whether a parsed JSON document has the standard's groups. */
export function isOasis(data: unknown): boolean {
  if (!isObject(data) || !isObject(data.provenance)) return false;
  if (typeof data.$schema === 'string' && /oasis-open\.org\/dps|dataandtrustalliance/.test(data.$schema))
    return true;
  return isObject(data.source) && isObject(data.use) && 'generation-method' in data.provenance;
}

export function readOasis(text: string, shown: string): Reading {
  const data = objectOf(parseJson(text, shown), shown);
  const faults = faultsOf(data);
  return faults.length > 0 ? failed(shown, ...faults) : readingOf([cardOf(data, shown)]);
}

/** What both versions of the schema demand. */
function faultsOf(data: Record<string, unknown>): string[] {
  const faults: string[] = [];
  for (const group of ['source', 'provenance', 'use'])
    if (!isObject(data[group])) faults.push(`${group} is missing`);
  if (faults.length > 0) return faults;
  const { provenance, use, source } = data as Record<string, Record<string, unknown>>;
  const methods = listOf(provenance['generation-method']);
  if (methods.length === 0) faults.push('provenance.generation-method is missing');
  for (const [i, method] of methods.entries()) {
    if (!isObject(method) || typeof method.code !== 'string')
      faults.push(`provenance.generation-method[${i}].code is missing`);
  }
  if (listOf(provenance['origin-geography']).length === 0)
    faults.push('provenance.origin-geography is missing');
  if (listOf(use['intended-purpose']).length === 0) faults.push('use.intended-purpose is missing');
  if (!('set' in data)) {
    for (const field of ['title', 'id', 'issuer'])
      if (source[field] === undefined) faults.push(`source.${field} is missing`);
  } else if (!isObject(data.set)) faults.push('set is no object');
  return faults;
}

function cardOf(data: Record<string, unknown>, shown: string): SourceCard {
  const { provenance, use, source } = data as Record<string, Record<string, unknown>>;
  const set = isObject(data.set) ? data.set : {};
  const declared: Evidence[] = [];
  let type: ReturnType<typeof sourceType> = null;
  for (const { code, system } of listOf(provenance['generation-method']).filter(isObject)) {
    const found =
      typeof system === 'string' && system.includes('digitalsourcetype') ? sourceType(String(code)) : null;
    type ??= found;
    const origin =
      found?.origin ??
      CODES[
        String(code)
          .toLowerCase()
          .replace(/\s*\/\s*/g, '/')
          .trim()
      ];
    declared.push(said(`generation-method: ${String(code)}`, origin));
  }
  const period = isObject(provenance['generation-period']) ? provenance['generation-period'] : {};
  const span = [period.start ?? period.oldest, period.end ?? period.youngest].filter(
    (each) => typeof each === 'string',
  );
  const [date] = textsOf(provenance.date ?? provenance['issue-date']);
  if (date !== undefined) declared.push(dateEvidence(date, 'compiled'));
  const own = customIds(source);
  const { evidence, origin } = settleDeclared({
    evidence: declared,
    type,
    carried: { origin: parsed(own.origin), evidence: carriedEvidence(parsed(own.evidence)) },
  });
  const fraction = parsed(own.humanFraction);
  const title = [source.name, source.title, set.label].find(
    (each): each is string => typeof each === 'string',
  );
  const parents = textsOf(parsed(own.parents));
  const licences = textsOf(use.license);
  return makeCard(
    {
      id: own.id !== undefined && SOURCE_ID.test(own.id) ? own.id : idOf(title ?? identity(source) ?? shown),
      title,
      origin,
      humanFraction: isFraction(fraction, origin) ? fraction : undefined,
      sha256: own.sha256,
      files: filesOf(parsed(own.files)),
      digitalSourceType: type?.uri,
      generator: isObject(parsed(own.generator))
        ? (parsed(own.generator) as SourceCard['generator'])
        : undefined,
      collectedAt:
        span.length > 0
          ? (span as string[]).filter((each, i) => span.indexOf(each) === i).join('/')
          : undefined,
      licence: licences.length > 0 ? licences.join('; ') : undefined,
      parents,
      attestation: attestationOf(set),
      evidence,
      unmapped: {
        ...prefixed('set', restOf(set, [...(own.id === undefined ? [] : Object.keys(set))])),
        ...prefixed('source', own.id === undefined ? restOf(source, ['name', 'title']) : {}),
        ...prefixed(
          'provenance',
          restOf(provenance, [
            'generation-method',
            'generation-period',
            ...(own.id === undefined ? [] : WRITTEN),
          ]),
        ),
        ...prefixed('use', restOf(use, ['license', ...(own.id === undefined ? [] : ['intended-purpose'])])),
        ...restOf(data, ['$schema', 'set', 'source', 'provenance', 'use']),
        ...carriedUnmapped(parsed(own.unmapped)),
      },
    },
    shown,
  );
}

/** What gen0 fills in only because the schema demands it. */
const WRITTEN = ['origin-geography', 'date'];

function said(statement: string, supports?: Origin): Evidence {
  return { kind: 'declaration', statement, ...(supports && supports !== 'unknown' ? { supports } : {}) };
}

function prefixed(group: string, data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [`${group}.${key}`, value]));
}

function attestationOf(set: Record<string, unknown>): SourceCard['attestation'] {
  const { publisher } = set;
  const by = isObject(publisher) && typeof publisher.name === 'string' ? publisher.name : null;
  return by === null || by === NOBODY ? undefined : { by };
}

/** `source.id.custom-ids` of gen0's own methods: the standard's place for ids of any make. */
function customIds(source: Record<string, unknown>): Record<string, string | undefined> {
  const found: Record<string, string> = {};
  const ids = isObject(source.id) ? listOf(source.id['custom-ids']) : [];
  for (const each of ids.filter(isObject)) {
    if (typeof each.method === 'string' && each.method.startsWith(GEN0) && typeof each.value === 'string')
      found[each.method.slice(GEN0.length)] = each.value;
  }
  return found;
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : parseJson(json, "gen0's part of source.id");
}

function filesOf(value: unknown): SourceCard['files'] {
  return Array.isArray(value) ? (value as SourceCard['files']) : [];
}

function identity(source: Record<string, unknown>): string | undefined {
  if (typeof source.id === 'string') return source.id;
  const id = isObject(source.id) ? source.id : {};
  return [...textsOf(id.uuids), ...textsOf(id.uris)][0];
}
