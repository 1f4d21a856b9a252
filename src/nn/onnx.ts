/**
 * The messages of the ONNX format that we write: model, graph, node, tensor (IR version 9, opset 20). An operation of
 * ONNX Runtime's own has its domain in front, `com.microsoft.GroupQueryAttention`; other engines may not know it.
 */
import { bytesField, floatField, integerField, joined, textField } from '../util/protobuf.js';

export type ElementType = 'float32' | 'int32' | 'int64' | 'bool';

/** Numbers of TensorProto.DataType. */
const TYPE_NUMBER: Record<ElementType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** A whole number, whole numbers, a string, or `{ float }`: JavaScript does not tell 1 from 1.0, ONNX does. */
export type Attribute = number | readonly number[] | string | { float: number };

export interface OnnxNode {
  op: string;
  /** An optional one that is not given is the empty name. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** A dimension without a size is a name: it may differ from run to run. A sequence is one of 32-bit floats. */
export interface OnnxValue {
  name: string;
  type: ElementType | 'sequence';
  shape: readonly (number | string)[];
}

export interface OnnxTensor {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

export interface OnnxGraph {
  nodes: readonly OnnxNode[];
  initialisers: readonly OnnxTensor[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

/** The bytes of a `.onnx` file. */
export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const domains = [...new Set(graph.nodes.flatMap(({ op }) => domainOf(op) || []))];
  return joined([
    integerField(1, 9),
    textField(2, 'gen0'),
    bytesField(
      7,
      ...graph.nodes.map((node) => bytesField(1, nodeMessage(node))),
      textField(2, 'graph'),
      ...graph.initialisers.map((tensor) => bytesField(5, tensorMessage(tensor))),
      ...graph.inputs.map((value) => bytesField(11, valueMessage(value))),
      ...graph.outputs.map((value) => bytesField(12, valueMessage(value))),
    ),
    bytesField(8, textField(1, ''), integerField(2, 20)),
    ...domains.map((domain) => bytesField(8, textField(1, domain), integerField(2, 1))),
  ]);
}

/** 'com.microsoft' of 'com.microsoft.Gelu'; the empty name is ONNX's own domain. */
function domainOf(op: string): string {
  return op.slice(0, Math.max(0, op.lastIndexOf('.')));
}

function nodeMessage({ op, inputs, outputs, attributes }: OnnxNode): Uint8Array {
  return joined([
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, op.slice(op.lastIndexOf('.') + 1)),
    textField(7, domainOf(op)),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attributeMessage(name, value))),
  ]);
}

function attributeMessage(name: string, value: Attribute): Uint8Array {
  const kind = (number: number) => integerField(20, number);
  if (typeof value === 'number') return joined([textField(1, name), integerField(3, value), kind(2)]);
  if (typeof value === 'string') return joined([textField(1, name), textField(4, value), kind(3)]);
  if ('float' in value) return joined([textField(1, name), floatField(2, value.float), kind(1)]);
  return joined([textField(1, name), ...value.map((each) => integerField(8, each)), kind(7)]);
}

function tensorMessage({ name, type, shape, data }: OnnxTensor): Uint8Array {
  return joined([
    ...shape.map((size) => integerField(1, size)),
    integerField(2, TYPE_NUMBER[type]),
    textField(8, name),
    bytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);
}

function valueMessage({ name, type, shape }: OnnxValue): Uint8Array {
  if (type === 'sequence') {
    const element = bytesField(1, integerField(1, TYPE_NUMBER.float32));
    return joined([textField(1, name), bytesField(2, bytesField(4, bytesField(1, element)))]);
  }
  const dims = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)),
  );
  const tensor = bytesField(1, integerField(1, TYPE_NUMBER[type]), bytesField(2, ...dims));
  return joined([textField(1, name), bytesField(2, tensor)]);
}
