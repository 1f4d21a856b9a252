/**
 * A trained network as plain data, and rows run through it: what a learner gives, keeps and copies. Programs are
 * compiled once a thread, by name, and serve all networks of their shape.
 */
import { compile, type ExecutorOptions, type Program } from './executor.js';
import type { Graph } from './graph.js';
import { hold, type Store } from './store.js';

/** Parameters by name. */
export type Network = Record<string, { shape: number[]; data: Float32Array }>;

export interface Compiled {
  graph: Graph;
  program: Promise<Program>;
}

const compiled = new Map<string, Compiled>();

let engine: ExecutorOptions = {};
let beforeCompiling = () => {};

/**
 * How this thread's programs run from now on; no number depends on it. `before` is called before each is compiled, so
 * before the engine is used at all; it may throw to stop.
 */
export function useEngine(options: ExecutorOptions, before: () => void = () => {}): void {
  engine = options;
  beforeCompiling = before;
}

/** The same graph and program whenever the name is the same, so it has to name all that the graph depends on. */
export function programOf(name: string, make: () => Graph): Compiled {
  let known = compiled.get(name);
  if (!known) {
    beforeCompiling();
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

/** What the store holds of what the graph learns, or of the states that `keeps` names. */
export function networkOf(
  graph: Graph,
  store: Store,
  keeps: (name: string) => boolean = (name) => graph.states.get(name)!.tensor.learns,
): Network {
  const network: Network = {};
  for (const [name, { tensor }] of graph.states) {
    if (keeps(name)) network[name] = { shape: [...tensor.shape], data: store.get(name)!.data.slice() };
  }
  return network;
}

/** For the name of a fit that begins from it. */
export function weightsOf(network: Network = {}): Float32Array[] {
  return Object.values(network).map(({ data }) => data);
}

/** The name of an input or output, and its numbers a row. */
export type Rows = readonly [name: string, columns: number];

/** Rows through a graph whose batch is fixed, [n, from] to [n, each of to]; the last batch is filled up with zeros. */
export async function runRows(
  program: Program,
  store: Store,
  rows: Float32Array,
  [from, width]: Rows,
  to: readonly Rows[],
  batch: number,
  /** Called after every batch; may throw to stop. */
  check?: () => void,
): Promise<Float32Array[]> {
  const n = rows.length / width;
  const results = to.map(([, columns]) => new Float32Array(n * columns));
  for (let at = 0; at < n; at += batch) {
    const fed = new Float32Array(batch * width);
    fed.set(rows.subarray(at * width, Math.min(n, at + batch) * width));
    const outputs = await program.run(store, { [from]: fed });
    check?.();
    for (const [i, [name, columns]] of to.entries()) {
      results[i].set(outputs[name].subarray(0, Math.min(batch, n - at) * columns), at * columns);
    }
  }
  return results;
}
