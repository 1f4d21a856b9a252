/** A card as a Croissant 1.1 document, with PROV-O. */
import type { SourceCard } from '../card.js';
import { CR, SCHEMA } from './croissant-rules.js';
import { GEN0 } from './declared.js';
import { slug } from './reading.js';
import { schemaOrgName, sourceTypeOf } from './source-type.js';

const PROV = 'http://www.w3.org/ns/prov#';
const RAI = `${CR}RAI/`;

const CONTEXT = {
  '@language': 'en',
  '@vocab': SCHEMA,
  citeAs: 'cr:citeAs',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: CR,
  dct: 'http://purl.org/dc/terms/',
  gen0: GEN0,
  'gen0:evidence': { '@id': `${GEN0}evidence`, '@type': '@json' },
  'gen0:humanFraction': { '@id': `${GEN0}humanFraction`, '@type': '@json' },
  'gen0:unmapped': { '@id': `${GEN0}unmapped`, '@type': '@json' },
  includes: 'cr:includes',
  prov: PROV,
  rai: RAI,
  recordSet: 'cr:recordSet',
  sc: SCHEMA,
  sha256: 'cr:sha256',
};

/** A card as a Croissant 1.1 document. */
export function writeCroissant(card: SourceCard): string {
  const { unmapped, generator, files, attestation } = card;
  const type = card.digitalSourceType ?? sourceTypeOf(card.origin);
  const document: Record<string, unknown> = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: `${CR}1.1`,
    name: card.title ?? card.id,
    identifier: card.id,
    description: describe(card),
    license: card.licence,
    digitalSourceType: type === undefined ? undefined : (schemaOrgName(type) ?? type),
    'rai:dataCollectionTimeframe': card.collectedAt?.split('/'),
    'prov:wasDerivedFrom': card.parents.map((id) => ({ '@type': 'prov:Entity', '@id': id })),
    'prov:wasAttributedTo': generator && {
      '@type': 'prov:SoftwareAgent',
      '@id': `#${slug(generator.model)}`,
      name: generator.model,
      ...(generator.version ? { softwareVersion: generator.version } : {}),
    },
    sdPublisher: attestation && { '@type': 'sc:Organization', name: attestation.by },
    'gen0:origin': card.origin,
    'gen0:humanFraction': card.humanFraction,
    'gen0:evidence': card.evidence,
    'gen0:sha256': card.sha256,
    'gen0:unmapped': unmapped,
    distribution: files.map(({ path, sha256, bytes }) => ({
      '@type': 'cr:FileObject',
      '@id': encodeURI(path).replaceAll('%20', '_'),
      name: path,
      contentUrl: path,
      contentSize: `${bytes} B`,
      encodingFormat: encodingOf(path),
      sha256,
    })),
  };
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) delete document[key];
  }
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What a description that gen0 wrote looks like. */
export const DESCRIBED = /^Source \S+: origin \w+, human share between \S+ and \S+\.$/;

function describe({ id, origin, humanFraction: [low, high] }: SourceCard): string {
  return `Source ${id}: origin ${origin}, human share between ${low} and ${high}.`;
}

const ENCODINGS: Record<string, string> = {
  csv: 'text/csv',
  gz: 'application/gzip',
  json: 'application/json',
  jsonl: 'application/jsonlines',
  md: 'text/markdown',
  parquet: 'application/x-parquet',
  txt: 'text/plain',
  zst: 'application/zstd',
};

function encodingOf(path: string): string {
  return ENCODINGS[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
