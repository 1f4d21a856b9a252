/**
 * How many model generations lie between nodes of a lineage and human text: the fewest by a shortest path over edges of length
 * 0 and 1, the most by a longest path over the graph of its loops, each loop taken as one.
 */

import { groupBy } from '../util/group-by.js';
import type { LineageEdge, LineageNode } from './lineage.js';
import { componentsOf } from './loops.js';

type Generations = LineageNode['generations'];

/** `edges` must hold all the ways back of every node. */
export function generationsOf(
  nodes: readonly LineageNode[],
  edges: readonly LineageEdge[],
): Map<string, Generations> {
  const fewest = fewestOf(nodes, edges);
  const most = mostOf(nodes, edges);
  return new Map(nodes.map(({ id }) => [id, { fewest: fewest.get(id) ?? null, most: most.get(id) ?? null }]));
}

/** Some of it is human for sure. A mixture is what its parents are. */
const isHuman = ({ kind, humanFraction: [low] }: LineageNode): boolean => kind !== 'mixture' && low > 0;

function fewestOf(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): Map<string, number> {
  const children = groupBy(edges, ({ parent }) => parent);
  const fewest = new Map<string, number>();
  // Nodes at the present distance, and those one further.
  let open = nodes.filter(isHuman).map(({ id }) => id);
  for (let distance = 0; open.length > 0; distance++) {
    const further: string[] = [];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (fewest.has(id)) continue;
      fewest.set(id, distance);
      for (const { child, generations } of children.get(id) ?? []) {
        (generations === 0 ? open : further).push(child);
      }
    }
    open = further;
  }
  return fewest;
}

/** Absent where some way back ends in what is not human, or goes through a model in a loop. */
function mostOf(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = groupBy(edges, ({ child }) => child);
  const most = new Map<string, number>();
  const components = componentsOf(
    nodes.map(({ id }) => id),
    edges,
  );
  for (const component of components) {
    const inside = new Set(component);
    const value = (): number | undefined => {
      let high = -1;
      for (const id of component) {
        const from = parents.get(id) ?? [];
        if (isHuman(byId.get(id)!)) high = Math.max(high, 0);
        else if (from.length === 0) return undefined;
        for (const { parent, generations } of from) {
          if (inside.has(parent)) {
            if (generations === 1) return undefined;
            continue;
          }
          const far = most.get(parent);
          if (far === undefined) return undefined;
          high = Math.max(high, far + generations);
        }
      }
      return high < 0 ? undefined : high;
    };
    const far = value();
    if (far !== undefined) for (const id of component) most.set(id, far);
  }
  return most;
}
