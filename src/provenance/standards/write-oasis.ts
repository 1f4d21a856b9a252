/** A card as OASIS Data Provenance Metadata 1.0. */
import type { SourceCard } from '../card.js';
import { GEN0 } from './declared.js';
import { IPTC, sourceTypeOf } from './source-type.js';

const SCHEMA = 'https://docs.oasis-open.org/dps/prov-meta/v1.0/schema/data-provenance.json';

/** What stands where the schema demands what a card does not know. */
export const NOBODY = 'not stated';

/**
 * A card as Data Provenance Metadata. `now` is an ISO time: the standard wants dates of the document's making. What the
 * schema demands and a card does not know is written as "not stated".
 */
export function writeOasis(card: SourceCard, now: string): string {
  const { id, title, licence, collectedAt, origin, generator, files, attestation, evidence, parents } = card;
  const type = card.digitalSourceType ?? sourceTypeOf(origin);
  const code = {
    synthetic: 'Machine generated/MLOps',
    mixed: 'Data augmentation',
    human: 'Primary user source',
  };
  const span = collectedAt?.split('/');
  const own: Record<string, unknown> = {
    origin,
    humanFraction: card.humanFraction,
    evidence,
    parents: parents.length > 0 ? parents : undefined,
    generator,
    files: files.length > 0 ? files : undefined,
    unmapped: card.unmapped,
  };
  const document = {
    $schema: SCHEMA,
    set: {
      category: 'dp_base',
      'schema-version': '1.0',
      publisher: { name: attestation?.by ?? NOBODY, namespace: 'urn:gen0' },
      label: title ?? id,
      tracking: {
        'current-release-date': now,
        id,
        'initial-release-date': now,
        'revision-history': [{ date: now, number: '1', summary: 'Exported from a source card.' }],
        status: 'interim',
        version: '1',
      },
    },
    source: {
      about: { content: `Source ${id}, origin ${origin}.`, purpose: 'See the licence.' },
      id: {
        'custom-ids': [
          { method: `${GEN0}id`, value: id },
          ...(card.sha256 ? [{ method: `${GEN0}sha256`, value: card.sha256 }] : []),
          ...Object.entries(own)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => ({ method: `${GEN0}${key}`, value: JSON.stringify(value) })),
        ],
        ...(files.length > 0
          ? {
              hashes: files.map(({ path, sha256 }) => ({
                'tree-hashes': [{ algorithm: 'sha256', value: sha256 }],
                path,
              })),
            }
          : {}),
      },
      issuer: [{ 'legal-name': attestation?.by ?? NOBODY }],
      location: NOBODY,
      name: title ?? id,
      'data-version': '1',
    },
    provenance: {
      'origin-geography': [{ country: NOBODY }],
      date: now.slice(0, 10),
      ...(span ? { 'generation-period': { start: span[0], end: span[1] ?? span[0] } } : {}),
      'generation-method': [
        { code: origin === 'unknown' ? 'Other' : code[origin], system: 'https://dataandtrustalliance.org' },
        ...(type === undefined ? [] : [{ code: type.split('/').at(-1), system: IPTC }]),
      ],
    },
    use: {
      ...(licence ? { license: [licence] } : {}),
      'intended-purpose': [
        { code: 'Pre-Training', 'long-description': 'Training of models, as the licence permits.' },
      ],
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
