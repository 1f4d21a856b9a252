/** Writes a sentence model of one node: a token's vector is a row of a table. */
import { writeFileSync } from 'node:fs';
import { writeOnnx } from '../nn/onnx.js';

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

export function writeTinyModel(path: string): void {
  const bytes = writeOnnx({
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'], attributes: {} }],
    initialisers: [
      {
        name: 'table',
        type: 'float32',
        shape: [TINY_TABLE.length, 3],
        data: Float32Array.from(TINY_TABLE.flat()),
      },
    ],
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['texts', 'tokens'] },
      { name: 'attention_mask', type: 'int64', shape: ['texts', 'tokens'] },
    ],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['texts', 'tokens', 'dims'] }],
  });
  writeFileSync(path, bytes);
}
