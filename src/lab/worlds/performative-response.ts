/** Data that know which model they are a response to, so that a fit knows the one before it. */

import type { Kind } from '../world.js';
import type { Points } from './points.js';

export interface Response {
  points: Points;
  /** The theta that was deployed. */
  to: Float64Array;
}

export interface Deployed {
  theta: Float64Array;
  /** The theta whose response it was fitted to. */
  before: Float64Array;
}

/** Joined responses answer to the last one's theta. */
export function answering(kind: Kind<Points>): Kind<Response> {
  return {
    size: ({ points }) => kind.size(points),
    take: ({ points, to }, which) => ({ points: kind.take(points, which), to }),
    join: (parts) => ({
      points: kind.join(parts.map(({ points }) => points)),
      to: parts[parts.length - 1].to,
    }),
  };
}
