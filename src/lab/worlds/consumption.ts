/** Who consumed what: the data of the recommender's world, and what is measured of them. */
import { gini } from '../../stats/gini.js';
import type { Kind, Values } from '../world.js';
import { highest } from './highest.js';
import type { Tastes } from './tastes.js';

/** Parallel arrays, one entry an item that a user consumed. */
export interface Consumption {
  user: Uint32Array;
  item: Uint32Array;
}

export const consumptions: Kind<Consumption> = {
  size: ({ user }) => user.length,
  take: ({ user, item }, which) => {
    const taken = { user: new Uint32Array(which.length), item: new Uint32Array(which.length) };
    for (let e = 0; e < which.length; e++) {
      taken.user[e] = user[which[e]];
      taken.item[e] = item[which[e]];
    }
    return taken;
  },
  join: (parts) => {
    const size = parts.reduce((sum, { user }) => sum + user.length, 0);
    const all = { user: new Uint32Array(size), item: new Uint32Array(size) };
    let at = 0;
    for (const { user, item } of parts) {
      all.user.set(user, at);
      all.item.set(item, at);
      at += user.length;
    }
    return all;
  },
};

/** [item] = how often it was consumed. */
export function countItems({ item }: Consumption, items: number): Uint32Array {
  const counts = new Uint32Array(items);
  for (const each of item) counts[each]++;
  return counts;
}

export function measureConsumption({ users, items, utility, interests, dims }: Tastes) {
  const near = nearest(interests, users, dims);
  const niche = farFromMean(interests, users, dims);
  return (data: Consumption): Values => {
    const sets = itemSets(data, users, items);
    let [all, pairs] = [0, 0];
    for (let u = 0; u < users; u++) {
      for (let v = 0; v < u; v++) {
        const shared = jaccard(sets, u, v);
        if (Number.isNaN(shared)) continue;
        all += shared;
        pairs++;
      }
    }
    let [alike, couples] = [0, 0];
    for (let u = 0; u < users; u++) {
      const shared = jaccard(sets, u, near[u]);
      if (Number.isNaN(shared)) continue;
      alike += shared;
      couples++;
    }
    let [liked, likedByNiche, ofNiche] = [0, 0, 0];
    for (let e = 0; e < data.user.length; e++) {
      const value = utility[data.user[e] * items + data.item[e]];
      liked += value;
      if (niche[data.user[e]] === 0) continue;
      likedByNiche += value;
      ofNiche++;
    }
    const counts = countItems(data, items);
    return {
      homogeneity: all / pairs,
      'homogeneity-near': alike / couples,
      utility: liked / data.user.length,
      'utility-niche': likedByNiche / ofNiche,
      'items-reached': counts.filter((count) => count > 0).length / items,
      gini: gini(counts),
    };
  };
}

interface Sets {
  width: number;
  bits: Uint32Array;
}

function itemSets({ user, item }: Consumption, users: number, items: number): Sets {
  const width = (items + 31) >>> 5;
  const bits = new Uint32Array(users * width);
  for (let e = 0; e < user.length; e++) bits[user[e] * width + (item[e] >>> 5)] |= 1 << (item[e] & 31);
  return { width, bits };
}

/** Items in common, as a share of those of either; NaN where neither has any. */
function jaccard({ width, bits }: Sets, u: number, v: number): number {
  let [both, either] = [0, 0];
  for (let w = 0; w < width; w++) {
    const [a, b] = [bits[u * width + w], bits[v * width + w]];
    both += ones(a & b);
    either += ones(a | b);
  }
  return both / either;
}

/** Set bits of 32 (Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** [user] = the other user whose interests point most nearly the same way. */
function nearest(interests: Float64Array, users: number, dims: number): Uint32Array {
  const length = new Float64Array(users);
  const inner = (u: number, v: number) => {
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += interests[u * dims + d] * interests[v * dims + d];
    return sum;
  };
  for (let u = 0; u < users; u++) length[u] = Math.sqrt(inner(u, u)) || 1;
  return Uint32Array.from({ length: users }, (_, u) => {
    let [best, found] = [Number.NEGATIVE_INFINITY, 0];
    for (let v = 0; v < users; v++) {
      const cosine = inner(u, v) / length[v];
      if (v === u || cosine <= best) continue;
      best = cosine;
      found = v;
    }
    return found;
  });
}

/** [user] = 1 for the quarter of users whose interests lie farthest from the mean. */
function farFromMean(interests: Float64Array, users: number, dims: number): Uint8Array {
  const mean = new Float64Array(dims);
  interests.forEach((x, i) => {
    mean[i % dims] += x / users;
  });
  const distance = new Float64Array(users);
  interests.forEach((x, i) => {
    distance[Math.floor(i / dims)] += (x - mean[i % dims]) ** 2;
  });
  const niche = new Uint8Array(users);
  for (const u of highest(distance, Math.ceil(users / 4))) niche[u] = 1;
  return niche;
}
