/**
 * A card as an OpenLineage dataset facet (https://openlineage.io/docs/spec/facets/custom-facets, spec 2-0-2): what a
 * pipeline puts under `facets` of a dataset in its START and COMPLETE events. Facets of one's own need `_producer` and
 * `_schemaURL`; nothing is read from one.
 */
import type { SourceCard } from '../card.js';
import { GEN0 } from './declared.js';

const BASE = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetFacet';

export function writeOpenLineage(card: SourceCard, version: string): string {
  const { id, origin, humanFraction, digitalSourceType, generator, sha256, parents, licence, collectedAt } =
    card;
  const facet = {
    _producer: `${GEN0}producer:${version}`,
    _schemaURL: BASE,
    source: id,
    origin,
    humanFraction: { low: humanFraction[0], high: humanFraction[1] },
    digitalSourceType,
    generator,
    sha256,
    parents,
    licence,
    collectedAt,
    evidence: card.evidence,
  };
  return `${JSON.stringify({ syntheticContent: facet }, null, 2)}\n`;
}
