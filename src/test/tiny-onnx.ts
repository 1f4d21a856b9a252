/** Writes a sentence model of one node: a token's vector is a row of a table (ONNX protobuf, by hand). */
import { writeFileSync } from 'node:fs';

/** [token] = its vector. */
export const TINY_TABLE = [
  [9, 9, 9],
  [0, 1, 0],
  [1, 0, 0],
  [0.5, 0.5, 1],
  [0, 0, -1],
  [2, 1, 0],
  [1, 1, 1],
];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left & 127) | 128);
  }
}

const number = (field: number, value: number) => Buffer.concat([varint(field << 3), varint(value)]);
const message = (field: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
};
const text = (field: number, value: string) => message(field, Buffer.from(value));

const FLOAT = 1;
const INT64 = 7;

function value(field: number, name: string, type: number, dims: string[]): Buffer {
  const shape = message(2, ...dims.map((dim) => message(1, text(2, dim))));
  return message(field, text(1, name), message(2, message(1, number(1, type), shape)));
}

export function writeTinyModel(path: string): void {
  const table = Buffer.from(Float32Array.from(TINY_TABLE.flat()).buffer);
  const graph = message(
    7,
    message(1, text(1, 'table'), text(1, 'input_ids'), text(2, 'last_hidden_state'), text(4, 'Gather')),
    text(2, 'tiny'),
    message(
      5,
      number(1, TINY_TABLE.length),
      number(1, 3),
      number(2, FLOAT),
      text(8, 'table'),
      message(9, table),
    ),
    value(11, 'input_ids', INT64, ['texts', 'tokens']),
    value(11, 'attention_mask', INT64, ['texts', 'tokens']),
    value(12, 'last_hidden_state', FLOAT, ['texts', 'tokens', 'dims']),
  );
  writeFileSync(path, Buffer.concat([number(1, 8), graph, message(8, text(1, ''), number(2, 13))]));
}
