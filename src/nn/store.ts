/**
 * The numbers of a graph's states, by name: parameters, moments, caches. Each has a second buffer of the same size, into
 * which a run writes what comes next; then the two change places (executor.ts). Graphs that share states share a store:
 * the two networks of a GAN, or training and sampling.
 */
import type { Random } from '../stats/random.js';
import { type Graph, type Init, sizeOf } from './graph.js';

export interface Held {
  shape: readonly number[];
  data: Float32Array;
  spare: Float32Array;
}

export type Store = Map<string, Held>;

/** Adds the states of a graph that the store lacks, drawn as their `init` says, in the order of the graph. */
export function fillStore(store: Store, graph: Graph, random: Random): Store {
  for (const [name, { tensor, init }] of graph.states) {
    const known = store.get(name);
    if (known && `${known.shape}` !== `${tensor.shape}`) {
      throw new Error(`${name} is [${known.shape}] in the store and [${tensor.shape}] in the graph`);
    }
    if (!known) hold(store, name, tensor.shape, drawn(init, sizeOf(tensor.shape), random));
  }
  return store;
}

/** Sets a state; `data` is not copied. */
export function hold(store: Store, name: string, shape: readonly number[], data: Float32Array): void {
  if (data.length !== sizeOf(shape))
    throw new Error(`${name}: ${data.length} numbers do not fill [${shape}]`);
  store.set(name, { shape, data, spare: new Float32Array(data.length) });
}

/** How many numbers a graph learns. */
export function parameterCount(graph: Graph): number {
  return [...graph.states.values()]
    .filter(({ tensor }) => tensor.learns)
    .reduce((sum, { tensor }) => sum + sizeOf(tensor.shape), 0);
}

function drawn(init: Init, size: number, random: Random): Float32Array {
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    if (init.kind === 'constant') data[i] = init.value;
    else if (init.kind === 'normal') data[i] = random.normal() * init.scale;
    else data[i] = (random.uniform() * 2 - 1) * init.scale;
  }
  return data;
}
