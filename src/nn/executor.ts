/**
 * Runs graphs on ONNX Runtime, the only file that touches the engine. The package is an optional one, loaded when the
 * first graph is compiled.
 *
 * A program is made once and serves every step and every generation: its numbers are in a store (store.ts). A run
 * reads the states' buffers and writes what comes next into their spares, which were allocated before; `keep` makes the
 * two change places. Until then the state before the run is whole, so that a step that went wrong can be thrown away.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { DataError } from '../util/errors.js';
import type { Graph } from './graph.js';
import type { Store } from './store.js';
import { readBy, toOnnx } from './to-onnx.js';

export interface ExecutorOptions {
  /** Threads within an operation. @default 1 */
  threads?: number;
  /** Threads spin while they wait: faster on an idle machine, a waste on a shared one. @default false */
  spinning?: boolean;
}

/** What inputs are fed: numbers row by row, or one number for shape []. */
export type Feeds = Readonly<Record<string, Float32Array | Int32Array | number>>;

export interface Program {
  /** Computes the outputs, and what states come next, into the store's spares. */
  run(store: Store, feeds: Feeds): Promise<Record<string, Float32Array>>;
  /** Takes over what the last run wrote. */
  keep(store: Store): void;
  close(): Promise<void>;
}

/** Throws DataError when onnxruntime-node is not installed. */
export async function compile(graph: Graph, options: ExecutorOptions = {}): Promise<Program> {
  const { threads = 1, spinning = false } = options;
  const engine = await loadEngine();
  const session = await engine.InferenceSession.create(toOnnx(graph), {
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
  });
  const read = readBy(graph);
  const inputs = [...graph.inputs.values()].filter(({ name }) => read.has(name));
  const states = [...graph.states.values()].map(({ tensor, next }) => ({ ...tensor, next: next?.name }));
  const changing = states.filter(({ next }) => next !== undefined);

  /** One engine's tensor a buffer, made when it is first seen. */
  const views = new WeakMap<Float32Array, Tensor>();
  const viewOf = (data: Float32Array, shape: readonly number[]): Tensor => {
    let view = views.get(data);
    if (!view) {
      view = new engine.Tensor('float32', data, shape);
      views.set(data, view);
    }
    return view;
  };

  return {
    run: async (store, feeds) => {
      const given: InferenceSession.OnnxValueMapType = {};
      const wanted: Record<string, Tensor | null> = {};
      const into = given as Record<string, Tensor>;
      for (const { name, shape, type } of inputs) {
        const value = feeds[name];
        if (value === undefined) throw new Error(`${name} is an input of the graph and was not fed`);
        const data = typeof value === 'number' ? Float32Array.of(value) : value;
        into[name] = new engine.Tensor(type as 'float32', data as Float32Array, shape);
      }
      for (const { name, shape } of states) {
        if (read.has(name)) into[name] = viewOf(heldIn(store, name).data, shape);
      }
      for (const { name } of graph.outputs.values()) wanted[name] = null;
      for (const { name, shape, next } of changing) wanted[next!] = viewOf(heldIn(store, name).spare, shape);
      const results = await session.run(given, wanted);
      return Object.fromEntries(
        [...graph.outputs].map(([name, tensor]) => [name, results[tensor.name].data as Float32Array]),
      );
    },
    keep: (store) => {
      for (const { name } of changing) {
        const held = heldIn(store, name);
        [held.data, held.spare] = [held.spare, held.data];
      }
    },
    close: () => session.release(),
  };
}

function heldIn(store: Store, name: string) {
  const held = store.get(name);
  if (!held) throw new Error(`the store has no ${name}; fillStore adds what a graph needs`);
  return held;
}

async function loadEngine(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch {
    throw new DataError('neural networks need ONNX Runtime: npm install --ignore-scripts onnxruntime-node');
  }
}
