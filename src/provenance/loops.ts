/** Loops in a lineage: what was made, by detours, from itself. */
import { groupBy } from '../util/group-by.js';
import type { LineageEdge } from './lineage.js';

/**
 * The strongly connected components, parents before children (Tarjan 1972, with a stack of its own, as lineages can be
 * deeper than the call stack).
 */
export function componentsOf(ids: readonly string[], edges: readonly LineageEdge[]): string[][] {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  // Against the edges, as Tarjan's finds what can be reached first.
  for (const { parent, child } of edges) if (next.has(parent)) next.get(child)?.push(parent);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];
  for (const root of ids) {
    if (order.has(root)) continue;
    const calls = [{ id: root, at: 0 }];
    while (calls.length > 0) {
      const call = calls[calls.length - 1];
      const { id } = call;
      if (call.at === 0) {
        order.set(id, order.size);
        low.set(id, order.get(id)!);
        stack.push(id);
        onStack.add(id);
      }
      const targets = next.get(id)!;
      if (call.at < targets.length) {
        const target = targets[call.at++];
        if (!order.has(target)) calls.push({ id: target, at: 0 });
        else if (onStack.has(target)) low.set(id, Math.min(low.get(id)!, order.get(target)!));
        continue;
      }
      calls.pop();
      const above = calls.at(-1);
      if (above) low.set(above.id, Math.min(low.get(above.id)!, low.get(id)!));
      if (low.get(id) !== order.get(id)) continue;
      const component: string[] = [];
      for (let member = stack.pop()!; ; member = stack.pop()!) {
        onStack.delete(member);
        component.push(member);
        if (member === id) break;
      }
      components.push(component);
    }
  }
  return components;
}

/** A shortest loop of each component that has one, from its smallest id, parents first. */
export function loopsIn(ids: readonly string[], edges: readonly LineageEdge[]): string[][] {
  const children = groupBy(edges, ({ parent }) => parent);
  const loops: string[][] = [];
  for (const component of componentsOf(ids, edges)) {
    const inside = new Set(component);
    const start = component.reduce((least, id) => (id < least ? id : least));
    const from = new Map<string, string>();
    const open = [start];
    let closed = false;
    for (const id of open) {
      for (const { child } of children.get(id) ?? []) {
        if (!inside.has(child) || from.has(child)) continue;
        from.set(child, id);
        if (child === start) closed = true;
        else open.push(child);
      }
      if (closed) break;
    }
    if (!closed) continue;
    const loop = [start];
    for (let id = from.get(start)!; id !== start; id = from.get(id)!) loop.splice(1, 0, id);
    loops.push(loop);
  }
  return loops.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
