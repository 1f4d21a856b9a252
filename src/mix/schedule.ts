/**
 * Deals whole documents out to shards, so that the human floor holds in each of them. Hamilton's method gives every
 * shard and every source a whole number of tokens; a source gives its next documents as long as they fit what it owes
 * up to that shard, so nothing is rounded twice and no source ever gives more than its share. A shard that is then
 * below the floor sends back what holds least human text, which waits for the next shard. What finds no place at the
 * end stays out: a mixture has at most the tokens that were asked for, and a few documents less.
 *
 * A document counts as human by the lower end of its card's `humanFraction`; where that is neither 0 nor 1, luck.ts says
 * what is certain.
 */
import { largestRemainder } from '../stats/largest-remainder.js';
import { addLuck, type Luck, leastOf, newLuck } from './luck.js';

/** What a source gives: its documents in the order in which they are taken, repeats and all. */
export interface Queue {
  /** Numbers of documents. */
  order: Uint32Array;
  /** Tokens that it shall give at most. */
  quota: number;
  /** Times that one document comes in `order` at most. */
  copies: number;
}

export interface Schedule {
  queues: readonly Queue[];
  /** Of each document: its tokens, and the share of them that is certain to be human. */
  tokens: (document: number) => number;
  human: (document: number) => number;
  shards: number;
  /** 0..1; 0 for no floor. */
  floor: number;
  /** 0 takes the lower ends of the cards as they are. */
  confidence: number;
  /** Most that a source may be of the mixture; 1 for no limit. */
  sourceCap: number;
  /** Most that the sources of one group (generator) may be; -1 is no group. */
  groupCap: number;
  groups: readonly number[];
}

export interface Shard {
  /** Numbers of documents, in the order in which they are written, and the source of each. */
  documents: Uint32Array;
  sources: Uint16Array;
  tokens: number;
  /** Tokens that are certain to be human. */
  human: number;
  tokensBySource: number[];
}

interface Filling {
  /** By source, in the order taken. */
  taken: number[][];
  bySource: number[];
  tokens: number;
  /** Tokens that are human for sure; of the others the expected human ones, and what luck.ts needs. */
  sure: number;
  mean: number;
  curve: Float64Array;
}

export interface Dealt {
  shards: Shard[];
  luck: Luck;
}

/** Shards without documents are left out. */
export function schedule(plan: Schedule): Dealt {
  const { queues, shards, floor, tokens, human } = plan;
  const luck = newLuck(plan.confidence, shards, varianceOf(plan));
  const owed = queues.map(({ quota }) => largestRemainder(new Array(shards).fill(1), quota));
  const next = queues.map(() => 0);
  const given = queues.map(() => 0);
  const due = queues.map(() => 0);
  const filled: Filling[] = [];

  const add = (filling: Filling, source: number, document: number, sign: 1 | -1) => {
    const n = tokens(document);
    const share = human(document);
    filling.tokens += sign * n;
    filling.bySource[source] += sign * n;
    if (share === 1) filling.sure += sign * n;
    else if (share > 0) {
      filling.mean += sign * n * share;
      addLuck(luck, filling.curve, n, share, queues[source].copies, sign);
    }
    given[source] += sign * n;
  };
  const giveBack = (filling: Filling, source: number) => {
    add(filling, source, filling.taken[source].pop()!, -1);
    next[source]--;
  };
  /** Sends back until the floor holds; nothing may be left. */
  const hold = (filling: Filling, back: (source: number) => void) => {
    while (filling.tokens > 0 && certain(filling, luck) < floor * filling.tokens - SLIP) {
      let worst = -1;
      let least = 2;
      for (let source = 0; source < queues.length; source++) {
        const last = filling.taken[source].at(-1);
        if (last === undefined || human(last) >= least) continue;
        worst = source;
        least = human(last);
      }
      back(worst);
    }
  };

  for (let shard = 0; shard < shards; shard++) {
    const filling: Filling = {
      taken: queues.map(() => []),
      bySource: queues.map(() => 0),
      tokens: 0,
      sure: 0,
      mean: 0,
      curve: new Float64Array(luck.tilts.length),
    };
    for (const [source, { order }] of queues.entries()) {
      due[source] += owed[source][shard];
      while (next[source] < order.length) {
        const document = order[next[source]];
        if (given[source] + tokens(document) > due[source]) break;
        filling.taken[source].push(document);
        next[source]++;
        add(filling, source, document, 1);
      }
    }
    hold(filling, (source) => giveBack(filling, source));
    filled.push(filling);
  }
  keepCaps(plan, filled, (filling, source) => {
    add(filling, source, filling.taken[source].pop()!, -1);
    hold(filling, (worst) => add(filling, worst, filling.taken[worst].pop()!, -1));
  });
  const full = filled.filter((each) => each.tokens > 0);
  return { shards: full.map((each) => interleaved(each, tokens, luck)), luck };
}

/** Sums of shares, in tokens. */
const SLIP = 1e-6;

/** Tokens of a shard that are certain to be human. */
function certain({ sure, mean, curve }: Filling, luck: Luck): number {
  return sure + leastOf(luck, curve, mean);
}

/** Of the human tokens of one shard, about. */
function varianceOf({ queues, tokens, human, shards }: Schedule): number {
  let variance = 0;
  for (const { order, copies } of queues) {
    for (const document of order) {
      const share = human(document);
      variance += tokens(document) ** 2 * copies * share * (1 - share);
    }
  }
  return variance / shards;
}

/** Most documents of a source that may stay out for a cap: more are no rounding. */
const PATIENCE = 1000;

/** Whole documents can miss a cap by less than one: then the last ones of that source stay out. */
function keepCaps(
  { sourceCap, groupCap, groups }: Schedule,
  filled: Filling[],
  drop: (filling: Filling, source: number) => void,
): void {
  if (sourceCap >= 1 && groupCap >= 1) return;
  for (let dropped = 0; dropped < PATIENCE * groups.length; dropped++) {
    const bySource = groups.map((_, source) => filled.reduce((sum, each) => sum + each.bySource[source], 0));
    const total = bySource.reduce((sum, each) => sum + each, 0);
    const byGroup = new Map<number, number>();
    for (const [source, group] of groups.entries()) {
      if (group >= 0) byGroup.set(group, (byGroup.get(group) ?? 0) + bySource[source]);
    }
    const over = groups.findIndex((group, source) => {
      if (bySource[source] === 0) return false;
      return (
        bySource[source] > sourceCap * total + SLIP ||
        (group >= 0 && byGroup.get(group)! > groupCap * total + SLIP)
      );
    });
    if (over < 0) return;
    drop(filled.findLast(({ taken }) => taken[over].length > 0)!, over);
  }
}

/** The documents of each source spread evenly over the shard, so that its beginning is mixed like the whole. */
function interleaved(filling: Filling, tokens: (document: number) => number, luck: Luck): Shard {
  const length = filling.taken.reduce((sum, { length }) => sum + length, 0);
  const documents = new Uint32Array(length);
  const sources = new Uint16Array(length);
  const next = filling.taken.map(() => 0);
  const done = filling.taken.map(() => 0);
  /** Where the middle of the next document of a source lies in the shard, in 0..1. */
  const middle = (source: number): number => {
    const list = filling.taken[source];
    if (next[source] === list.length) return Number.POSITIVE_INFINITY;
    return (done[source] + tokens(list[next[source]]) / 2) / filling.bySource[source];
  };
  const middles = filling.taken.map((_, source) => middle(source));
  for (let i = 0; i < length; i++) {
    let first = 0;
    for (let source = 1; source < middles.length; source++) {
      if (middles[source] < middles[first]) first = source;
    }
    const document = filling.taken[first][next[first]++];
    done[first] += tokens(document);
    middles[first] = middle(first);
    documents[i] = document;
    sources[i] = first;
  }
  return {
    documents,
    sources,
    tokens: filling.tokens,
    human: certain(filling, luck),
    tokensBySource: filling.bySource,
  };
}
