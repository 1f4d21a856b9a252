/** Symbols of a numbered alphabet: the data of a world of categories. */
import type { Kind } from '../world.js';

export const symbols: Kind<Uint32Array> = {
  size: (data) => data.length,
  take: (data, which) => {
    const taken = new Uint32Array(which.length);
    for (let i = 0; i < which.length; i++) taken[i] = data[which[i]];
    return taken;
  },
  join: (parts) => {
    const data = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      data.set(part, at);
      at += part.length;
    }
    return data;
  },
};
