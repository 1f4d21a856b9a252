/** The kernel of `fillNormal`, written in normal-kernel.as.ts: part of the package, always the same. */
import { readFileSync } from 'node:fs';

/** The little of WebAssembly's API that is used; the types of Node alone do not have it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

interface Exports {
  memory: { readonly buffer: ArrayBuffer };
  stateAt(): number;
  layersAt(): number;
  heightsAt(): number;
  outAt(): number;
  fill(n: number): void;
}

export interface NormalKernel {
  /** The generator's two 64-bit words, the lower half of each first: set before a fill, moved on by it. */
  state: Int32Array;
  /** What a fill writes. */
  out: Float64Array;
  /** Writes the next n <= out.length normals. */
  fill(n: number): void;
}

/** An instance that computes with these layers of the ziggurat, the 128 of random.ts. */
export function newNormalKernel(width: Float64Array, inside: Int32Array, height: Float64Array): NormalKernel {
  const module = new WebAssembly.Module(readFileSync(new URL('./normal-kernel.wasm', import.meta.url)));
  const imports = { env: { exp: Math.exp, log: Math.log } };
  const { memory, fill, ...at } = new WebAssembly.Instance(module, imports).exports as Exports;
  const layers = new DataView(memory.buffer, at.layersAt());
  for (let i = 0; i < width.length; i++) {
    layers.setFloat64(16 * i, width[i], true);
    layers.setInt32(16 * i + 8, inside[i], true);
  }
  new Float64Array(memory.buffer, at.heightsAt(), height.length).set(height);
  const state = new Int32Array(memory.buffer, at.stateAt(), 4);
  return { state, out: new Float64Array(memory.buffer, at.outAt(), 4096), fill };
}
