/**
 * A graph of tensor operations, built by calling them: `relu(linear(x, w, b))` computes nothing, it notes what to
 * compute. What comes of it is one ONNX graph (to-onnx.ts), which an engine runs (executor.ts).
 *
 * Shapes are static: known when the graph is built, checked then, and used by the gradient rules. Each operation adds
 * its ONNX node at once and, where something that learns lies behind it, an entry to the tape, from which `backward`
 * (backward.ts) makes the nodes of the gradients. It is a tape of nodes, not of numbers.
 *
 * A tensor comes from one of four places: `input` (fed on every run), `state` (kept between runs: parameters, moments,
 * caches), `constant`, or a node. Random numbers are inputs: a graph is a pure function.
 */
import type { Attribute, ElementType } from './onnx.js';

export interface Tensor {
  readonly graph: Graph;
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** A parameter, or computed from one. */
  readonly learns: boolean;
}

/** How a state begins; `uniform` is symmetric, in [-scale, scale). */
export type Init = { kind: 'uniform' | 'normal'; scale: number } | { kind: 'constant'; value: number };

export interface Node {
  op: string;
  inputs: readonly Tensor[];
  outputs: readonly Tensor[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** From the gradients of an operation's outputs to that of one of its inputs. */
export type Rule = (...gradients: Tensor[]) => Tensor;

export interface TapeEntry {
  outputs: readonly Tensor[];
  parents: readonly (readonly [Tensor, Rule])[];
}

export interface State {
  tensor: Tensor;
  init: Init;
  /** What it is after a run; without it, it stays. */
  next?: Tensor;
  /** A run writes `next` over the state itself. */
  inPlace?: boolean;
}

export interface Constant {
  tensor: Tensor;
  data: Float32Array | Int32Array | BigInt64Array;
}

export interface Graph {
  readonly nodes: Node[];
  readonly tape: TapeEntry[];
  readonly inputs: Map<string, Tensor>;
  readonly states: Map<string, State>;
  readonly outputs: Map<string, Tensor>;
  /** By type, shape and values, so that equal ones are one. */
  readonly constants: Map<string, Constant>;
}

export function newGraph(): Graph {
  return {
    nodes: [],
    tape: [],
    inputs: new Map(),
    states: new Map(),
    outputs: new Map(),
    constants: new Map(),
  };
}

/** Fed on every run. */
export function input(
  graph: Graph,
  name: string,
  shape: readonly number[],
  type: ElementType = 'float32',
): Tensor {
  claim(graph, name);
  const tensor = { graph, name, shape, type, learns: false };
  graph.inputs.set(name, tensor);
  return tensor;
}

/** Kept between runs, and changed by `next`; it does not learn. */
export function state(
  graph: Graph,
  name: string,
  shape: readonly number[],
  init: Init = { kind: 'constant', value: 0 },
): Tensor {
  return newState(graph, name, shape, init, false);
}

/** A state that learns: `backward` finds its gradient. */
export function parameter(graph: Graph, name: string, shape: readonly number[], init: Init): Tensor {
  return newState(graph, name, shape, init, true);
}

/** How a model asks for its weights: `parameter` where they are trained, `state` where they are only used. */
export type NewWeight = typeof parameter;

/** One number, or the numbers of a shape, row by row. */
export function constant(
  graph: Graph,
  values: number | ArrayLike<number>,
  shape: readonly number[] = [],
  type: ElementType = 'float32',
): Tensor {
  const list = typeof values === 'number' ? [values] : Array.from(values);
  const key = `${type} ${shape} ${list}`;
  const known = graph.constants.get(key);
  if (known) return known.tensor;
  const tensor = { graph, name: `constant.${graph.constants.size}`, shape, type, learns: false };
  const data =
    type === 'int64'
      ? BigInt64Array.from(list, BigInt)
      : type === 'int32'
        ? Int32Array.from(list)
        : Float32Array.from(list);
  graph.constants.set(key, { tensor, data });
  return tensor;
}

/** Names a result that a run gives back. */
export function output(name: string, tensor: Tensor): void {
  tensor.graph.outputs.set(name, ownResult(tensor));
}

/** Says what a state is after a run: a tensor of its shape. */
export function next(of: Tensor, value: Tensor): void {
  const held = of.graph.states.get(of.name);
  if (!held) throw new Error(`next: ${of.name} is no state`);
  if (`${of.shape}` !== `${value.shape}`) {
    throw new Error(`next: ${of.name} is [${of.shape}], its next value [${value.shape}]`);
  }
  held.next = ownResult(value);
}

/**
 * The same, for what one operation writes into a large state: it may then write over the state itself, and nothing is
 * copied. The operation must be one that can, and nothing else may read the state; a run cannot be thrown away.
 */
export function nextInPlace(of: Tensor, value: Tensor): void {
  next(of, value);
  of.graph.states.get(of.name)!.inPlace = true;
}

/** An optional input that an operation is not given. */
export function absent(graph: Graph): Tensor {
  return { graph, name: '', shape: [], type: 'float32', learns: false };
}

/** Adds a node with one output and no gradient: what operations and gradient rules are made of. */
export function emit(
  op: string,
  inputs: readonly Tensor[],
  shape: readonly number[],
  attributes: Readonly<Record<string, Attribute>> = {},
  type: ElementType = 'float32',
): Tensor {
  return emitMany(op, inputs, [shape], attributes, type)[0];
}

/** The same with several outputs. */
export function emitMany(
  op: string,
  inputs: readonly Tensor[],
  shapes: readonly (readonly number[])[],
  attributes: Readonly<Record<string, Attribute>> = {},
  type: ElementType = 'float32',
): Tensor[] {
  const { graph } = inputs[0];
  const name = `${op}.${graph.nodes.length}`;
  const outputs = shapes.map((shape, i) => ({
    graph,
    name: i === 0 ? name : `${name}.${i}`,
    shape,
    type,
    learns: false,
  }));
  graph.nodes.push({ op, inputs, outputs, attributes });
  return outputs;
}

/** Puts an operation with one output on the tape, with a gradient rule for each input that may learn. */
export function record(result: Tensor, ...parents: (readonly [Tensor, Rule])[]): Tensor {
  return recordMany([result], ...parents)[0];
}

/** The same for several outputs: the rules get all their gradients. */
export function recordMany(results: readonly Tensor[], ...parents: (readonly [Tensor, Rule])[]): Tensor[] {
  const learning = parents.filter(([parent]) => parent.learns);
  if (learning.length === 0) return [...results];
  const outputs = results.map((tensor) => ({ ...tensor, learns: true }));
  outputs[0].graph.tape.push({ outputs, parents: learning });
  return outputs;
}

/** Elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function newState(graph: Graph, name: string, shape: readonly number[], init: Init, learns: boolean): Tensor {
  claim(graph, name);
  const tensor = { graph, name, shape, type: 'float32' as const, learns };
  graph.states.set(name, { tensor, init });
  return tensor;
}

function claim(graph: Graph, name: string): void {
  if (graph.inputs.has(name) || graph.states.has(name)) throw new Error(`${name} is in the graph already`);
}

/** A graph's result must come from a node, and stands for one name only. */
function ownResult(tensor: Tensor): Tensor {
  const { graph, name, shape, type } = tensor;
  const given = graph.inputs.has(name) || graph.states.has(name) || name.startsWith('constant.');
  const taken = [...graph.outputs.values(), ...[...graph.states.values()].map((held) => held.next)];
  const shared = taken.some((other) => other?.name === name);
  return given || shared ? emit('Identity', [tensor], shape, {}, type) : tensor;
}
