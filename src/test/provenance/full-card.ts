/** A source card with something in every field. */
import type { SourceCard } from '../../provenance/card.js';
import { makeCard } from '../../provenance/standards/reading.js';
import { sourceTypeOf } from '../../provenance/standards/source-type.js';

export function fullCard(more: Partial<SourceCard> = {}): SourceCard {
  const origin = more.origin ?? 'mixed';
  return makeCard(
    {
      id: 'web/gen3',
      title: 'Third generation',
      origin,
      humanFraction: origin === 'mixed' ? [0.2, 0.4] : undefined,
      digitalSourceType: sourceTypeOf(origin),
      files: [{ path: 'data/a b.jsonl', sha256: 'ab'.repeat(32), bytes: 12 }],
      sha256: 'ab'.repeat(32),
      generator: { model: 'llama', version: '3' },
      collectedAt: '2024-01-01/2024-02-01',
      licence: 'CC-BY-4.0',
      parents: ['web/gen2'],
      evidence: [
        { kind: 'declaration', statement: 'we made it', supports: origin, weight: 0.5 },
        {
          kind: 'detector',
          statement: 'a score of 0.9',
          supports: 'synthetic',
          weight: 0.3,
          at: '2024-03-01',
        },
      ],
      attestation: { by: 'A. Person' },
      unmapped: { note: { deep: [1, 2] } },
      ...more,
    },
    'test',
  );
}
