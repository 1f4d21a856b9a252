/**
 * What a lineage needs of a record. Tens of thousands are read for one, so the fields are looked at one by one rather than
 * checked as a whole; what is not of its kind counts as not said.
 */
import { ORIGINS, type Origin } from './card.js';

export interface Facts {
  kind: string;
  n: number;
  id: string;
  origin: Origin;
  humanFraction: [number, number] | null;
  /** `model` or `model@version`. */
  generator: string | null;
  parents: { id: string; share: number | null }[];
  source: string | null;
  documents: number | null;
  tokens: number | null;
}

type Fields = Record<string, unknown>;

export function factsOf({ kind, n, entry }: Fields): Facts {
  const fields = fieldsOf(kind === 'card' ? fieldsOf(entry).card : entry);
  const { id, origin, humanFraction, generator, parents, source, documents, tokens } = fields;
  return {
    kind: String(kind),
    n: numberOf(n) ?? 0,
    id: textOf(id) ?? '',
    origin: ORIGINS.find((each) => each === origin) ?? 'unknown',
    humanFraction: fractionOf(humanFraction),
    generator: generatorOf(fieldsOf(generator)),
    parents: Array.isArray(parents) ? parents.flatMap(parentOf) : [],
    source: textOf(source),
    documents: numberOf(documents),
    tokens: numberOf(tokens),
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function fractionOf(value: unknown): [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [low, high] = value;
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null;
}

function generatorOf({ model, version }: Fields): string | null {
  if (typeof model !== 'string') return null;
  return typeof version === 'string' ? `${model}@${version}` : model;
}

/** A card's and a batch's parents are ids, a mixture's ids with shares. */
function parentOf(value: unknown): Facts['parents'] {
  if (typeof value === 'string') return [{ id: value, share: null }];
  const { id, share } = fieldsOf(value);
  return typeof id === 'string' ? [{ id, share: numberOf(share) }] : [];
}
