/**
 * A store on the disk, with what else is needed to go on (steps, configuration, seeds), in one file that is replaced
 * whole or not at all. The format is safetensors: eight bytes for the length of a JSON header (little-endian), the header,
 * then all numbers as 32-bit floats; PyTorch and others read it.
 */
import { readFileSync } from 'node:fs';
import { replaceFile } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import { sizeOf } from './graph.js';
import { hold, type Store } from './store.js';

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** `facts` is kept as JSON under the header's `__metadata__.gen0`. */
export function saveStore(path: string, store: Store, facts: unknown = {}): void {
  const tensors: Header = {};
  let end = 0;
  for (const [name, { shape, data }] of store) {
    tensors[name] = { dtype: 'F32', shape: [...shape], data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const header = JSON.stringify({ __metadata__: { gen0: JSON.stringify(facts) }, ...tensors });
  const text = Buffer.from(header.padEnd(Math.ceil(Buffer.byteLength(header) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const numbers = [...store.values()].map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  replaceFile(path, Buffer.concat([length, text, ...numbers]));
}

/** Throws DataError when the file is missing, cut short, or holds other than 32-bit floats. */
export function loadStore(path: string): { store: Store; facts: unknown } {
  const bad = (why: string) =>
    new DataError(`${path}: cannot be read as a saved network (safetensors): ${why}; train it again`);
  let bytes: Buffer;
  let header: Header & { __metadata__?: { gen0?: string } };
  let start: number;
  try {
    bytes = readFileSync(path);
    start = 8 + Number(bytes.readBigUInt64LE(0));
    header = JSON.parse(bytes.toString('utf8', 8, start));
  } catch (error) {
    throw bad((error as Error).message);
  }
  const { __metadata__: metadata, ...tensors } = header;
  const store: Store = new Map();
  for (const [name, { dtype, shape, data_offsets: span }] of Object.entries(tensors)) {
    if (dtype !== 'F32') throw bad(`${name} is ${dtype}, not F32`);
    const [from, to] = span.map((offset) => start + offset);
    if (to > bytes.length || to - from !== 4 * sizeOf(shape)) throw bad(`${name} is cut short`);
    hold(store, name, shape, new Float32Array(Uint8Array.from(bytes.subarray(from, to)).buffer));
  }
  return { store, facts: metadata?.gen0 === undefined ? {} : JSON.parse(metadata.gen0) };
}
