/** The counting kernel's exports, and an instance of it. What each does is written in kernel/. */
import { readFileSync } from 'node:fs';

/** The little of WebAssembly's API that is used; the types of Node alone do not have it. */
interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;

export interface Kernel {
  memory: { readonly buffer: ArrayBuffer };
  unicodeAt(): number;
  layoutCounter(
    words: boolean,
    classPages: number,
    lowerPages: number,
    chunks: number,
    unigramSlots: number,
    arenaBytes: number,
    documentRows: number,
    block: number,
    token: bigint,
    text: bigint,
    digest: bigint,
  ): void;
  start(): void;
  textAt(bytes: number): number;
  begin(bytes: number): void;
  count(bytes: number): number;
  hashOfText(): bigint;
  setShifts(two: number, three: number, four: number): void;
  sortUnigrams(): number;
  takeSpellings(rows: number): number;
  clearUnigrams(): void;
  sortDocuments(): number;
  documentRoom(): number;
  signaturesAt(): number;
  signatureStep(): number;
  signaturesOnly(): void;
  withLoops(): void;
  tallyWords(bytes: number): number;
  keepShingles(bytes: number): number;
  sortedAt(): number;
  columnsAt(): number;
  sortedRoom(): number;
  totalsAt(): number;
  digestLowOf(): bigint;
  digestHighOf(): bigint;
  clearTotals(): void;
  openPartition(order: number, partition: number): void;
  nextSegment(): number;
  segmentAt(): number;
  clearPool(): void;
  segmentsAt(bytes: number): number;
  mergeSegments(bytes: number): number;
  writeCells(first: number, n: number): number;
  cellsBelow(first: number, end: number, border: bigint, bits: number): number;
  cellKeysAt(): number;
  cellCountsAt(): number;
}

let module: object | undefined;

/** A new instance with a memory of its own, not yet laid out. */
export function newKernel(): Kernel {
  module ??= new Module(readFileSync(new URL('./kernel.wasm', import.meta.url)));
  const abort = () => {
    throw new Error('the counting kernel stopped');
  };
  return new Instance(module, { env: { abort } }).exports as Kernel;
}

/** Copies of numbers in the kernel's memory; they outlive it. */
export function words32(kernel: Kernel, at: number, length: number): Uint32Array {
  return new Uint32Array(kernel.memory.buffer, at >>> 0, length).slice();
}
