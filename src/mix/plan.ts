/**
 * What a mixture will be, down to the last document, without writing it: sources are read and counted, the request is
 * checked against what is there, and whole documents are dealt to shards. `gen0 mix write` writes exactly this.
 */
import { TOKENISERS } from '../profile/tokenise.js';
import type { SourceCard } from '../provenance/index.js';
import { formatCount } from '../util/format.js';
import type { Constraint, Demand, Fault, Nearest, Supply } from './allocate.js';
import type { MixConfig } from './config.js';
import { removeExact, removeNear } from './copies.js';
import { type FitRequest, fit, type Stock, waysOut } from './fit.js';
import type { Luck } from './luck.js';
import type { MixIndex } from './mix-index.js';
import { type CountedSource, countSources } from './mix-sources.js';
import { type Ordered, orderOf, prefixOf, tokensOf } from './order.js';
import { FLAG } from './scan-messages.js';
import { type Scanned, type ScanSettings, scanSources } from './scan-sources.js';
import type { Queue, Shard } from './schedule.js';

export interface PlanSettings extends ScanSettings {
  /** About how many tokens a shard has. Default 10 million. */
  shardTokens?: number;
  cards: ReadonlyMap<string, SourceCard>;
  /** For `fresh`: by source, the last key that an earlier mixture took. */
  usedUpTo: ReadonlyMap<string, number>;
}

export interface PlannedSource {
  name: string;
  origin: SourceCard['origin'];
  humanFraction: [number, number];
  /** The share of its tokens that counts as human. */
  human: number;
  generator: string | null;
  /** Shares of the mixture: asked for and planned. */
  targetRatio: number;
  share: number;
  tokens: number;
  documents: number;
  /** Tokens of the mixture that it gives, over the distinct tokens among them: 1 is never twice. */
  repetition: number;
  /** What it has, and what may be taken of that once. */
  has: { documents: number; tokens: number };
  usable: { documents: number; tokens: number };
  /** Documents that filters left out, and records without words. */
  leftOut: { attributes: number; loops: number; exact: number; near: number; blank: number; used: number };
}

/** Tokens that are certain to be human, over all tokens. */
export interface HumanShare {
  /** By the lower ends of the cards. */
  byCards: number;
  /** With the confidence that was asked for, in all shards at once. */
  certain: number;
  /** The least of any shard, likewise. */
  lowestShard: number;
  /** By the upper ends of the cards. */
  atMost: number;
}

export interface MixPlan {
  possible: boolean;
  faults: Fault[];
  nearest: Nearest[];
  /** What the configuration asks for. */
  requestedTokens: number;
  floor: number;
  confidence: number;
  seed: number;
  strategy: MixConfig['strategy'];
  /** Name and version of what counts tokens. */
  tokeniser: string;
  /** Planned. */
  tokens: number;
  documents: number;
  human: HumanShare;
  shards: { tokens: number; documents: number; human: number }[];
  sources: PlannedSource[];
  excluded: string[];
  warnings: string[];
}

/** What writing needs beside the plan. */
export interface MixLayout {
  scanned: Scanned;
  sources: CountedSource[];
  shards: Shard[];
  /** How luck was counted, and by source how often one document may come. */
  luck: Luck;
  copies: number[];
  /** By source that is replayed or fresh: the highest key taken. */
  takenUpTo: Record<string, number>;
}

export const SHARD_TOKENS = 10_000_000;

export async function planMixture(
  config: MixConfig,
  settings: PlanSettings,
): Promise<{ plan: MixPlan; layout: MixLayout | null }> {
  const { sources, excluded, warnings, blocked } = countSources(config, settings.cards);
  const demand: Demand = {
    requestedTokens: config.requested_tokens,
    floor: config.floor?.human ?? 0,
    maxSynthetic: config.max_synthetic ?? 1,
    sourceCap: config.caps?.source ?? 1,
    generatorCap: config.caps?.generator ?? 1,
  };
  const empty: MixPlan = {
    possible: false,
    faults: [],
    nearest: [],
    requestedTokens: config.requested_tokens,
    floor: demand.floor,
    confidence: config.confidence,
    seed: config.seed,
    strategy: config.strategy,
    tokeniser: TOKENISERS.words,
    tokens: 0,
    documents: 0,
    human: { byCards: 0, certain: 0, lowestShard: 0, atMost: 0 },
    shards: [],
    sources: [],
    excluded,
    warnings,
  };
  if (sources.every(({ ratio }) => ratio === 0)) {
    const message = `no source is left: ${excluded.join(', ')} of unknown origin`;
    return { plan: { ...empty, faults: [{ constraint: 'unknown', message }] }, layout: null };
  }
  const scanned = await scanSources(sources, config, settings);
  const plan: MixPlan = { ...empty, warnings: [...warnings, ...scanned.warnings] };
  const { index } = scanned;
  const removed = new Uint8Array(index.length);
  const human = (document: number) =>
    index.flags[document] & FLAG.disowned ? 0 : sources[index.source[document]].human;
  const copies = await filtered(config, index, human, removed);
  const orders = sources.map((source, i) => ordered(source, i, config, index, removed, settings));
  const usable = orders.map(({ documents, tokens }, i) =>
    prefixOf(documents, index, Math.floor(tokens * sources[i].config.max_source_fraction)),
  );
  plan.sources = sources.map((source, i) => describe(source, i, scanned, usable[i], orders[i], copies));
  const supplies: Supply[] = sources.map((source, i) => ({
    name: source.card.id,
    ratio: source.ratio,
    human: certainShare(usable[i], index, human),
    generator: source.generator,
    tokens: tokensOf(usable[i], index),
    maxRepetition: source.config.max_repetition_ratio,
  }));

  const stock: Stock = {
    index,
    usable,
    human,
    groups: groupsOf(sources),
    power: config.boost?.power ?? null,
    shardTokens: settings.shardTokens ?? SHARD_TOKENS,
    shrink: config.on_shortage === 'shrink',
  };
  const request: FitRequest = { supplies, demand, confidence: config.confidence };
  if (blocked.length > 0) {
    const constraint: Constraint = 'human-only';
    const faults: Fault[] = blocked.map(({ source, message }) => ({ constraint, about: source, message }));
    const nearest = waysOut(stock, request, withoutBlocked(sources, blocked));
    return { plan: { ...plan, faults, nearest }, layout: null };
  }
  const fitted = fit(stock, request);
  if (!fitted.fits) {
    const nearest = waysOut(stock, request, fitted.nearest);
    return { plan: { ...plan, faults: fitted.faults, nearest }, layout: null };
  }
  const { shards, queues, wanted, luck } = fitted;
  if (wanted < config.requested_tokens) {
    plan.warnings.push(
      `shrunk to ${formatCount(wanted)} of ${formatCount(config.requested_tokens)} tokens: ${shortest(supplies)} runs short`,
    );
  }
  fill(plan, shards, sources, index, queues, human);
  for (const { name, documents, targetRatio } of plan.sources) {
    if (documents === 0 && targetRatio > 0) {
      plan.warnings.push(`${name} gives nothing: its documents are longer than its share of the mixture`);
    }
  }
  plan.possible = true;
  const takenUpTo: Record<string, number> = {};
  for (const [i, source] of sources.entries()) {
    if (keepsOrder(source, config)) takenUpTo[source.card.id] = highestKey(shards, i, orders[i], index);
  }
  return {
    plan,
    layout: {
      scanned,
      sources,
      shards,
      luck,
      copies: queues.map((each) => each.copies),
      takenUpTo,
    },
  };
}

interface Copies {
  exact: number[];
  near: number[];
}

async function filtered(
  { filters }: MixConfig,
  index: MixIndex,
  human: (document: number) => number,
  removed: Uint8Array,
): Promise<Copies> {
  const bySource = () => {
    const counts = new Array(index.sourceStarts.length - 1).fill(0);
    for (let document = 0; document < index.length; document++) {
      if (removed[document]) counts[index.source[document]]++;
    }
    return counts as number[];
  };
  const near = filters?.['near-duplicates'] ?? false;
  // Near-copies are looked for among different texts.
  if (filters?.exact || near !== false) removeExact(index, human, removed);
  const exact = bySource();
  if (near !== false) await removeNear(index, human, removed, near === true ? 0.7 : near);
  return { exact, near: bySource().map((count, i) => count - exact[i]) };
}

/** Replayed and fresh documents come in an order that no seed changes. */
function keepsOrder({ human }: CountedSource, { strategy }: MixConfig): boolean {
  return strategy !== 'accumulate' && human > 0;
}

function ordered(
  source: CountedSource,
  number: number,
  config: MixConfig,
  index: MixIndex,
  removed: Uint8Array,
  { usedUpTo }: PlanSettings,
): Ordered {
  const kept = keepsOrder(source, config);
  const after = kept && config.strategy === 'fresh' ? (usedUpTo.get(source.card.id) ?? -1) : -1;
  return orderOf(index, {
    from: index.sourceStarts[number],
    to: index.sourceStarts[number + 1],
    removed,
    seed: kept ? null : config.seed,
    after,
  });
}

function highestKey(shards: readonly Shard[], source: number, order: Ordered, index: MixIndex): number {
  const taken = new Set<number>();
  for (const shard of shards) {
    for (let i = 0; i < shard.documents.length; i++) {
      if (shard.sources[i] === source) taken.add(shard.documents[i]);
    }
  }
  for (let i = order.documents.length - 1; i >= 0; i--) {
    if (taken.has(order.documents[i])) return index.high[order.documents[i]];
  }
  return -1;
}

/** Of what may be taken, the share that counts as human: documents that disown it count nothing. */
function certainShare(documents: Uint32Array, index: MixIndex, human: (document: number) => number): number {
  let tokens = 0;
  let certain = 0;
  for (const document of documents) {
    tokens += index.tokens[document];
    certain += index.tokens[document] * human(document);
  }
  return tokens === 0 ? 0 : certain / tokens;
}

/** Numbers of generators by source; -1 for none. */
function groupsOf(sources: readonly CountedSource[]): number[] {
  const names = [...new Set(sources.flatMap(({ generator }) => (generator === null ? [] : [generator])))];
  return sources.map(({ generator }) => (generator === null ? -1 : names.indexOf(generator)));
}

function describe(
  { card, human, generator, ratio }: CountedSource,
  number: number,
  { tallies, index }: Scanned,
  usable: Uint32Array,
  order: Ordered,
  copies: Copies,
): PlannedSource {
  const { documents, tokens, blank, attributes, loops } = tallies[number];
  const [exact, near] = [copies.exact[number], copies.near[number]];
  const used = documents - attributes - loops - exact - near - order.documents.length;
  return {
    name: card.id,
    origin: card.origin,
    humanFraction: card.humanFraction,
    human,
    generator,
    targetRatio: ratio,
    share: 0,
    tokens: 0,
    documents: 0,
    repetition: 0,
    has: { documents, tokens },
    usable: { documents: usable.length, tokens: tokensOf(usable, index) },
    leftOut: { attributes, loops, exact, near, blank, used },
  };
}

/** Puts what the shards hold into the plan. */
function fill(
  plan: MixPlan,
  shards: readonly Shard[],
  sources: readonly CountedSource[],
  index: MixIndex,
  queues: readonly Queue[],
  human: (document: number) => number,
): void {
  plan.tokens = shards.reduce((sum, { tokens }) => sum + tokens, 0);
  plan.documents = shards.reduce((sum, { documents }) => sum + documents.length, 0);
  plan.shards = shards.map(({ tokens, documents, human: certain }) => ({
    tokens,
    documents: documents.length,
    human: certain,
  }));
  const distinct = sources.map(() => 0);
  const seen = new Uint8Array(index.length);
  let [byCards, atMost] = [0, 0];
  for (const { documents, sources: of } of shards) {
    for (let i = 0; i < documents.length; i++) {
      const tokens = index.tokens[documents[i]];
      const source = plan.sources[of[i]];
      source.documents++;
      source.tokens += tokens;
      byCards += tokens * human(documents[i]);
      atMost += tokens * (index.flags[documents[i]] & FLAG.disowned ? 0 : source.humanFraction[1]);
      if (!seen[documents[i]]) distinct[of[i]] += tokens;
      seen[documents[i]] = 1;
    }
  }
  for (const [i, source] of plan.sources.entries()) {
    source.share = plan.tokens === 0 ? 0 : source.tokens / plan.tokens;
    source.repetition = distinct[i] === 0 ? 0 : source.tokens / distinct[i];
  }
  if (plan.tokens === 0 || queues.length === 0) return;
  plan.human = {
    byCards: byCards / plan.tokens,
    certain: shards.reduce((sum, { human: certain }) => sum + certain, 0) / plan.tokens,
    lowestShard: Math.min(...shards.map(({ human: certain, tokens }) => certain / tokens)),
    atMost: atMost / plan.tokens,
  };
}

function shortest(supplies: readonly Supply[]): string {
  let name = '';
  let least = Number.POSITIVE_INFINITY;
  for (const { ratio, tokens, maxRepetition, name: own } of supplies) {
    const most = ratio > 0 ? (tokens * maxRepetition) / ratio : Number.POSITIVE_INFINITY;
    if (most < least) [least, name] = [most, own];
  }
  return name;
}

/** The same without the sources that cannot be in it. */
function withoutBlocked(
  sources: readonly CountedSource[],
  blocked: readonly { source: string }[],
): Nearest[] {
  const out = new Set(blocked.map(({ source }) => source));
  const left = sources.filter(({ card }) => !out.has(card.id));
  const sum = left.reduce((total, { ratio }) => total + ratio, 0);
  if (sum === 0) return [];
  const ratios = sources.map(({ card, ratio }) => [card.id, out.has(card.id) ? 0 : ratio / sum] as const);
  return [{ target_ratio: Object.fromEntries(ratios) }];
}
