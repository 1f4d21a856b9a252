/**
 * The sources of a mixture with what the ledger's current cards say of them. A source without a card is refused; one of
 * unknown origin counts as synthetic, or is left out and the others grow in proportion.
 */
import { type SourceCard, unknownSource } from '../provenance/index.js';
import { listOf, type MixConfig, type MixSource } from './config.js';

export interface CountedSource {
  config: MixSource;
  card: SourceCard;
  /** Its share of the tokens that are asked for; all together are 1. */
  ratio: number;
  /** The share of its tokens that counts as human. */
  human: number;
  generator: string | null;
}

export interface CountedSources {
  sources: CountedSource[];
  /** Ids of sources that were left out. */
  excluded: string[];
  warnings: string[];
  /** Why a mixture of human text alone cannot have them: a line a source. */
  blocked: { source: string; message: string }[];
}

/** Throws DataError where a source has no card. */
export function countSources(config: MixConfig, cards: ReadonlyMap<string, SourceCard>): CountedSources {
  const warnings: string[] = [];
  const excluded: string[] = [];
  let sources: CountedSource[] = [];
  for (const source of config.sources) {
    const card = cards.get(source.source_name);
    if (!card) throw unknownSource(source.source_name, [...cards.keys()]);
    if (card.origin === 'unknown' && config.unknown === 'exclude') {
      excluded.push(card.id);
      continue;
    }
    sources.push({
      config: source,
      card,
      ratio: source.target_ratio,
      human: card.origin === 'unknown' ? 0 : card.humanFraction[0],
      generator: card.generator?.model ?? null,
    });
  }
  const sum = sources.reduce((total, { ratio }) => total + ratio, 0);
  if (excluded.length > 0) {
    sources = sources.map((source) => ({ ...source, ratio: sum > 0 ? source.ratio / sum : 0 }));
    warnings.push(
      `left out, as their origin is unknown: ${excluded.join(', ')}; the others grew in proportion`,
    );
  }
  const used = sources.filter(({ ratio }) => ratio > 0);
  for (const { card } of used) {
    if (card.origin === 'human' && speaksForSynthetic(card)) {
      warnings.push(
        `${card.id}: the card says human, but evidence says synthetic: ${speaksForSynthetic(card)}`,
      );
    }
  }
  return { sources, excluded, warnings, blocked: isHumanOnly(config) ? blockedOf(used) : [] };
}

/** A mixture that asks for human text and nothing else. */
export function isHumanOnly({ floor, max_synthetic }: MixConfig): boolean {
  return floor?.human === 1 || max_synthetic === 0;
}

function blockedOf(sources: readonly CountedSource[]): { source: string; message: string }[] {
  const blocked: { source: string; message: string }[] = [];
  for (const { card } of sources) {
    const said = speaksForSynthetic(card);
    if (said !== null) blocked.push({ source: card.id, message: `${card.id}: declared synthetic: ${said}` });
    else if (card.origin !== 'human')
      blocked.push({ source: card.id, message: `${card.id}: its origin is ${card.origin}` });
  }
  return blocked;
}

function speaksForSynthetic({ evidence }: SourceCard): string | null {
  const found = evidence.find(({ supports }) => supports === 'synthetic');
  return found ? `${found.statement} (${found.kind})` : null;
}

/** Paths of a source as the configuration has them; none where the card's files are meant. */
export function pathsOf(source: CountedSource): string[] {
  return listOf(source.config.paths);
}
