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
import { type Graph, sizeOf } from './graph.js';
import { writeOnnx } from './onnx.js';
import type { Store } from './store.js';
import { onnxGraphOf, readBy } from './to-onnx.js';

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
  const session = await engine.InferenceSession.create(withoutCopies(graph), {
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // A spinning thread of a program that is not running would keep a core from the one that is: a GAN has two.
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' }, force_spinning_stop: '1' } },
  });
  const read = readBy(graph);
  const inputs = [...graph.inputs.values()].filter(({ name }) => read.has(name));
  const states = [...graph.states.values()].map(({ tensor, next, inPlace }) => ({
    ...tensor,
    next: next?.name,
    inPlace,
  }));
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
      const wanted: Record<string, Tensor | null> = { [SEQUENCE]: null };
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
      const outputs: Record<string, Float32Array> = {};
      for (const [name, tensor] of graph.outputs) {
        outputs[name] = new Float32Array(sizeOf(tensor.shape));
        wanted[tensor.name] = new engine.Tensor('float32', outputs[name], tensor.shape);
      }
      for (const { name, shape, next, inPlace } of changing) {
        const { data, spare } = heldIn(store, name);
        wanted[next!] = viewOf(inPlace ? data : spare, shape);
      }
      await session.run(given, wanted).catch((error: Error) => {
        if (!error.message.includes(UNREADABLE)) throw error;
      });
      return outputs;
    },
    keep: (store) => {
      for (const { name, inPlace } of changing) {
        if (inPlace) continue;
        const held = heldIn(store, name);
        [held.data, held.spare] = [held.spare, held.data];
      }
    },
    close: () => session.release(),
  };
}

const SEQUENCE = 'unreadable';
const UNREADABLE = 'Non tensor type is temporarily not supported';

/**
 * The graph with an output in front that JavaScript cannot take over. When a run is done, and all results are in the
 * arrays that were allocated for them, the engine's binding for Node (1.30) copies each result once more, into an array
 * that nobody asked for: all parameters and moments at every step, the whole cache at every token. It stops at the first
 * result that it has no JavaScript value for, a sequence, and says so; a binding that copies nothing is as welcome.
 */
function withoutCopies(graph: Graph): Uint8Array {
  const whole = onnxGraphOf(graph);
  return writeOnnx({
    ...whole,
    nodes: [{ op: 'SequenceEmpty', inputs: [], outputs: [SEQUENCE], attributes: {} }, ...whole.nodes],
    outputs: [{ name: SEQUENCE, type: 'sequence', shape: [] }, ...whole.outputs],
  });
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
