/**
 * Whether whole documents make the mixture that is asked for. Arithmetic on sums (allocate.ts) comes first, then the
 * documents are dealt; where that leaves too much out, it says why. Ways out of what is impossible are tried here to
 * the last document before they are offered.
 */
import { plural } from '../util/format.js';
import { allocate, type Demand, type Fault, mostTokens, type Nearest, type Supply } from './allocate.js';
import type { Luck } from './luck.js';
import type { MixIndex } from './mix-index.js';
import { boosted, repeated, tokensOf } from './order.js';
import { type Queue, type Schedule, type Shard, schedule } from './schedule.js';

/** What is there, whatever is asked for. */
export interface Stock {
  index: MixIndex;
  /** By source: the documents that may be taken, in order. */
  usable: readonly Uint32Array[];
  human: (document: number) => number;
  /** Number of the generator by source; -1 for none. */
  groups: readonly number[];
  /** Of the boost; null for none. */
  power: number | null;
  shardTokens: number;
  /** Take less where tokens run short. */
  shrink: boolean;
}

export interface FitRequest {
  supplies: readonly Supply[];
  demand: Demand;
  confidence: number;
}

export type Fitted =
  | { fits: true; shards: Shard[]; queues: Queue[]; wanted: number; luck: Luck }
  | { fits: false; faults: Fault[]; nearest: Nearest[] };

export function fit(stock: Stock, request: FitRequest): Fitted {
  const { supplies, demand } = request;
  const most = stock.shrink ? mostTokens(supplies) : demand.requestedTokens;
  const wanted = most === 0 ? demand.requestedTokens : Math.min(demand.requestedTokens, most);
  const allocation = allocate(supplies, { ...demand, requestedTokens: wanted });
  if (!allocation.possible) return { fits: false, faults: allocation.faults, nearest: allocation.nearest };
  const queues = supplies.map((supply, i) => queueOf(stock, stock.usable[i], allocation.tokens[i], supply));
  const setting: Schedule = {
    queues,
    tokens: (document) => stock.index.tokens[document],
    human: stock.human,
    shards: Math.max(1, Math.ceil(wanted / stock.shardTokens)),
    floor: Math.max(demand.floor, 1 - demand.maxSynthetic),
    confidence: request.confidence,
    sourceCap: demand.sourceCap,
    groupCap: demand.generatorCap,
    groups: stock.groups,
  };
  const { shards, luck } = schedule(setting);
  const problem = brokenCaps(setting, shards) ?? leftOut(setting, shards, wanted, demand, stock);
  if (problem) return { fits: false, ...problem };
  return { fits: true, shards, queues, wanted, luck };
}

/** Most ways out that are offered. */
const WAYS = 4;

/** Those of the nearest mixtures that really are possible, and where one is not, with what it needs more. */
export function waysOut(stock: Stock, request: FitRequest, nearest: readonly Nearest[]): Nearest[] {
  const ways: Nearest[] = [];
  const strict = { ...stock, shrink: false };
  const attempt = (change: Nearest, depth: number) => {
    if (ways.length >= WAYS || ways.some((way) => JSON.stringify(way) === JSON.stringify(change))) return;
    const fitted = fit(strict, changedBy(request, change));
    if (fitted.fits) ways.push(change);
    else if (depth > 0) for (const more of fitted.nearest) attempt({ ...change, ...more }, depth - 1);
  };
  for (const change of nearest) attempt(change, 2);
  return ways;
}

function changedBy({ supplies, demand, confidence }: FitRequest, change: Nearest): FitRequest {
  return {
    confidence: change.confidence ?? confidence,
    demand: {
      requestedTokens: change.requested_tokens ?? demand.requestedTokens,
      floor: change['floor.human'] ?? demand.floor,
      maxSynthetic: change.max_synthetic ?? demand.maxSynthetic,
      sourceCap: change['caps.source'] ?? demand.sourceCap,
      generatorCap: change['caps.generator'] ?? demand.generatorCap,
    },
    supplies: supplies.map((supply) => ({
      ...supply,
      ratio: change.target_ratio?.[supply.name] ?? supply.ratio,
      maxRepetition: change.max_repetition_ratio?.[supply.name] ?? supply.maxRepetition,
    })),
  };
}

function queueOf(
  { index, power }: Stock,
  usable: Uint32Array,
  quota: number,
  { maxRepetition }: Supply,
): Queue {
  const has = tokensOf(usable, index);
  const order =
    power !== null && usable.length > 0
      ? boosted(usable, index, quota, power, maxRepetition)
      : repeated(usable, index, quota);
  const times = power !== null ? maxRepetition : has > 0 ? quota / has : 1;
  return { order, quota, copies: Math.max(1, Math.ceil(times)) };
}

/** What arithmetic on sums cannot see: documents are whole, and luck has to be paid for. */
function leftOut(
  setting: Schedule,
  shards: readonly Shard[],
  wanted: number,
  demand: Demand,
  { index, shrink }: Stock,
): { faults: Fault[]; nearest: Nearest[] } | null {
  const longest = setting.queues.map(({ order }) =>
    order.reduce((most, document) => Math.max(most, index.tokens[document]), 0),
  );
  // Each source may miss its share by a document, and what is not human by what that would have allowed.
  const grain = longest.reduce((sum, each) => sum + each, 0) / Math.max(setting.floor, 0.1);
  const enough = (list: readonly Shard[]) =>
    placed(list) > 0 && wanted - placed(list) <= Math.max(grain, wanted / 100);
  if (enough(shards) || (shrink && placed(shards) > 0)) return null;
  const got = placed(shards);
  const nearest: Nearest[] = [];
  if (setting.floor > 0) {
    const free = schedule({ ...setting, floor: 0 }).shards;
    const lowest = free.length === 0 ? 0 : Math.min(...free.map(({ human, tokens }) => human / tokens));
    const share = Math.floor(lowest * 1e4) / 1e4;
    const synthetic = Math.ceil((1 - share) * 1e4) / 1e4;
    nearest.push({
      ...(demand.floor > share && { 'floor.human': share }),
      ...(demand.maxSynthetic < synthetic && { max_synthetic: synthetic }),
    });
  }
  const byLuck = setting.confidence > 0 && enough(schedule({ ...setting, confidence: 0 }).shards);
  if (byLuck) {
    for (const confidence of [0.9, 0.8, 0.5, 0]) {
      if (confidence < setting.confidence) nearest.push({ confidence });
    }
  }
  if (got > 0) nearest.push({ requested_tokens: got });
  for (const times of [2, 5, 20]) nearest.push({ requested_tokens: times * wanted });
  const placedText = `${plural(got, 'token')} of ${wanted} can be placed in ${plural(setting.shards, 'shard')}`;
  const fault: Fault = byLuck
    ? {
        constraint: 'confidence',
        message:
          `at confidence ${setting.confidence} the partly human sources count too little to hold the floor ${setting.floor}: ` +
          `${placedText}. Longer shards help too`,
      }
    : {
        constraint: setting.floor > 0 ? 'floor.human' : 'requested_tokens',
        message: `documents are whole, and have up to ${Math.max(...longest)} tokens: ${placedText}. Longer shards help too`,
      };
  return { faults: [fault], nearest };
}

function placed(shards: readonly Shard[]): number {
  return shards.reduce((sum, { tokens }) => sum + tokens, 0);
}

/** Caps that whole documents cannot keep, as where two sources may be half each. */
function brokenCaps(
  { sourceCap, groupCap, groups }: Schedule,
  shards: readonly Shard[],
): { faults: Fault[]; nearest: Nearest[] } | null {
  const total = placed(shards) || 1;
  const shares = groups.map(
    (_, source) => shards.reduce((sum, { tokensBySource }) => sum + tokensBySource[source], 0) / total,
  );
  const byGroup = groups.map((group) =>
    group < 0 ? 0 : shares.reduce((sum, share, i) => sum + (groups[i] === group ? share : 0), 0),
  );
  const [most, mostOfGroup] = [Math.max(...shares), Math.max(...byGroup)];
  const faults: Fault[] = [];
  const change: Nearest = {};
  if (most > sourceCap + 1e-9) {
    faults.push({
      constraint: 'caps.source',
      message: `whole documents cannot keep every source at ${sourceCap}`,
    });
    change['caps.source'] = more(sourceCap);
  }
  if (mostOfGroup > groupCap + 1e-9) {
    faults.push({
      constraint: 'caps.generator',
      message: `whole documents cannot keep every generator at ${groupCap}`,
    });
    change['caps.generator'] = more(groupCap);
  }
  return faults.length > 0 ? { faults, nearest: [change] } : null;
}

function more(cap: number): number {
  return Math.min(1, Math.ceil((cap + 0.01) * 100) / 100);
}
