/** Points in a space of numbers: the data of most worlds with a closed form. */
import type { Kind } from '../world.js';

export interface Points {
  dims: number;
  /** Point after point, `dims` numbers each. */
  values: Float64Array;
}

export const points: Kind<Points> = {
  size: ({ dims, values }) => values.length / dims,
  take: ({ dims, values }, which) => {
    const taken = new Float64Array(which.length * dims);
    for (let i = 0; i < which.length; i++) {
      for (let j = 0; j < dims; j++) taken[i * dims + j] = values[which[i] * dims + j];
    }
    return { dims, values: taken };
  },
  join: (parts) => {
    const values = new Float64Array(parts.reduce((sum, part) => sum + part.values.length, 0));
    let at = 0;
    for (const part of parts) {
      values.set(part.values, at);
      at += part.values.length;
    }
    return { dims: parts[0].dims, values };
  },
};
