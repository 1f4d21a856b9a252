/** Pages of the web: the data of its world. Years count from 0; a page is online before its year `until`. */
import type { Random } from '../../stats/random.js';
import type { Kind } from '../world.js';

/** Parallel arrays. */
export interface Pages {
  /** What the page is about. */
  type: Uint32Array;
  year: Uint16Array;
  until: Uint16Array;
  /** 1 = says that a machine wrote it. */
  labelled: Uint8Array;
}

const NEVER = 65_535;

export function emptyPages(n: number): Pages {
  return {
    type: new Uint32Array(n),
    year: new Uint16Array(n),
    until: new Uint16Array(n),
    labelled: new Uint8Array(n),
  };
}

export const webPages: Kind<Pages> = {
  size: ({ type }) => type.length,
  take: (pages, which) => {
    const taken = emptyPages(which.length);
    for (let i = 0; i < which.length; i++) {
      taken.type[i] = pages.type[which[i]];
      taken.year[i] = pages.year[which[i]];
      taken.until[i] = pages.until[which[i]];
      taken.labelled[i] = pages.labelled[which[i]];
    }
    return taken;
  },
  join: (parts) => {
    const all = emptyPages(parts.reduce((sum, { type }) => sum + type.length, 0));
    let at = 0;
    for (const { type, year, until, labelled } of parts) {
      all.type.set(type, at);
      all.year.set(year, at);
      all.until.set(until, at);
      all.labelled.set(labelled, at);
      at += type.length;
    }
    return all;
  },
};

/** The year in which a page of this year is gone, when a share `rot` of the pages goes every year. */
export function goneIn(year: number, rot: number, random: Random): number {
  if (rot === 0) return NEVER;
  const years = 1 + Math.floor(Math.log(1 - random.uniform()) / Math.log(1 - rot));
  return Math.min(NEVER, year + years);
}

/** Adds up to `count` of the places to those in `taken` ([place] = 1), by chance; says how many were added. */
export function takeSome(places: Uint32Array, count: number, taken: Uint8Array, random: Random): number {
  let free = 0;
  for (let i = 0; i < places.length; i++) free += 1 - taken[places[i]];
  const wanted = Math.min(count, free);
  for (let left = wanted; left > 0; ) {
    const place = places[random.below(places.length)];
    if (taken[place] === 1) continue;
    taken[place] = 1;
    left--;
  }
  return wanted;
}

/** [type] = pages of it among those that are taken; as long as the highest type needs. */
export function countTypes(types: Uint32Array, taken: Uint8Array): Uint32Array {
  let length = 0;
  for (let i = 0; i < types.length; i++) if (taken[i] === 1 && types[i] >= length) length = types[i] + 1;
  const counts = new Uint32Array(length);
  for (let i = 0; i < types.length; i++) if (taken[i] === 1) counts[types[i]]++;
  return counts;
}
