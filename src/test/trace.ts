/** PyTorch's loss traces under test/paper/, and the rule by which both sides make weights and batches. */
import { readFileSync } from 'node:fs';
import type { AdamOptions } from '../nn/adam.js';
import { type Graph, sizeOf } from '../nn/graph.js';
import { fillStore, type Store } from '../nn/store.js';
import { newRandom } from '../stats/random.js';

export interface Trace<Sizes, Loss = number> {
  sizes: Sizes;
  batch: number;
  rate: number;
  options: AdamOptions;
  /** One a step. */
  losses: Loss[];
}

export function readTrace<Sizes, Loss = number>(name: string): Trace<Sizes, Loss> {
  const path = new URL(`../../test/paper/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Trace<Sizes, Loss>;
}

/** The stream of uniforms that test/paper/make-traces.py describes. */
export function traceStream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Adds a graph's states to a store: parameters from the stream, in the order of the graph; moments are 0. */
export function traceStore(graph: Graph, uniform: () => number, store: Store = new Map()): Store {
  fillStore(store, graph, newRandom(0));
  for (const { tensor } of graph.states.values()) {
    if (!tensor.learns) continue;
    const scale = tensor.shape.length === 2 ? 1 / Math.sqrt(tensor.shape[0]) : 0.1;
    const base = tensor.name.endsWith('gain') ? 1 : 0;
    const { data } = store.get(tensor.name)!;
    for (let i = 0; i < sizeOf(tensor.shape); i++) data[i] = base + scale * (2 * uniform() - 1);
  }
  return store;
}
