/** A fitted network as plain data, and its way into a store and out of it; programs that are compiled once a thread. */
import { compile, type ExecutorOptions, type Graph, hold, type Program, type Store } from '../../nn/index.js';

/** Parameters by name. */
export type Network = Record<string, { shape: number[]; data: Float32Array }>;

export interface Compiled {
  graph: Graph;
  program: Promise<Program>;
}

const compiled = new Map<string, Compiled>();

let engine: ExecutorOptions = {};

/** How this thread's programs run from now on; no number depends on it. */
export function useEngine(options: ExecutorOptions): void {
  engine = options;
}

/** The program of what `make` builds, which `name` tells from all others. */
export function programOf(name: string, make: () => Graph): Compiled {
  let known = compiled.get(name);
  if (!known) {
    const graph = make();
    known = { graph, program: compile(graph, engine) };
    compiled.set(name, known);
  }
  return known;
}

/** A store of its own: training writes over what it holds, and the network stays as it is. */
export function storeOf(network: Network = {}): Store {
  const store: Store = new Map();
  for (const [name, { shape, data }] of Object.entries(network)) hold(store, name, shape, data.slice());
  return store;
}

/** What the store holds of what the graph learns. */
export function networkOf(graph: Graph, store: Store): Network {
  const network: Network = {};
  for (const [name, { tensor }] of graph.states) {
    if (tensor.learns) network[name] = { shape: [...tensor.shape], data: store.get(name)!.data.slice() };
  }
  return network;
}

/** For the name of a fit that begins from it. */
export function weightsOf(network: Network = {}): Float32Array[] {
  return Object.values(network).map(({ data }) => data);
}
