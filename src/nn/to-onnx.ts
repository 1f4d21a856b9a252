/**
 * A graph as the bytes of a `.onnx` file: inputs and states become its inputs, outputs and next states its outputs.
 * Nodes that no output needs are left out (gradients that nobody asked for).
 */
import type { Graph, Node, Tensor } from './graph.js';
import { type OnnxGraph, type OnnxTensor, writeOnnx } from './onnx.js';
import type { Store } from './store.js';

/**
 * With `kept`, the states that do not change are written into the file with their values from there: a model that
 * stands by itself.
 */
export function toOnnx(graph: Graph, kept?: Store): Uint8Array {
  return writeOnnx(onnxGraphOf(graph, kept));
}

/** The same before it is bytes. */
export function onnxGraphOf(graph: Graph, kept?: Store): OnnxGraph {
  const states = [...graph.states.values()];
  const results = unique([...graph.outputs.values(), ...states.flatMap(({ next }) => next ?? [])]);
  const nodes = neededFor(results, graph.nodes);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  const frozen = kept ? states.filter(({ next }) => !next).map(({ tensor }) => tensor) : [];
  const inputs = [...graph.inputs.values(), ...states.map(({ tensor }) => tensor)];
  return {
    nodes: nodes.map((node) => ({ ...node, inputs: names(node.inputs), outputs: names(node.outputs) })),
    initialisers: [
      ...[...graph.constants.values()]
        .filter(({ tensor }) => read.has(tensor.name))
        .map(({ tensor, data }): OnnxTensor => ({ ...tensor, data })),
      ...frozen.map((tensor): OnnxTensor => ({ ...tensor, data: kept!.get(tensor.name)!.data })),
    ],
    inputs: inputs.filter(({ name }) => read.has(name) && !frozen.some((other) => other.name === name)),
    outputs: results,
  };
}

/** The names of inputs and states that some output depends on. */
export function readBy(graph: Graph): Set<string> {
  const results = [
    ...graph.outputs.values(),
    ...[...graph.states.values()].flatMap(({ next }) => next ?? []),
  ];
  return new Set(neededFor(results, graph.nodes).flatMap(({ inputs }) => names(inputs)));
}

function neededFor(results: readonly Tensor[], nodes: readonly Node[]): Node[] {
  const needed = new Set(names(results));
  const kept: Node[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some(({ name }) => needed.has(name))) continue;
    for (const { name } of node.inputs) needed.add(name);
    kept.push(node);
  }
  return kept.reverse();
}

const names = (tensors: readonly Tensor[]) => tensors.map(({ name }) => name);

const unique = (tensors: readonly Tensor[]) => [
  ...new Map(tensors.map((each) => [each.name, each])).values(),
];
