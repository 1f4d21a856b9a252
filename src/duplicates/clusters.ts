/** Clusters of texts that are joined by pairs, directly or through others: union and find with path halving. */

export interface Clusters {
  /** Joins two texts. */
  join(a: number, b: number): void;
  /** The smallest text of the cluster. */
  find(text: number): number;
}

export function newClusters(texts: number): Clusters {
  const parent = Uint32Array.from({ length: texts }, (_, i) => i);
  const find = (text: number): number => {
    let at = text;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  return {
    find,
    join(a, b) {
      const [x, y] = [find(a), find(b)];
      if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
    },
  };
}
