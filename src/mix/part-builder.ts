/** Columns that grow, and the part of a scan that is made of them. */
import { SIGNATURE_BYTES } from '../profile/signature.js';
import type { ScannedPart, ScanTally } from './scan-messages.js';

type Numbers = Uint32Array | Float64Array | Uint8Array;

export interface Column<T extends Numbers> {
  push(value: number): void;
  take(): T;
}

export function newColumn<T extends Numbers>(kind: new (length: number) => T): Column<T> {
  let held = new kind(1024);
  let length = 0;
  return {
    push(value) {
      if (length === held.length) {
        const larger = new kind(2 * length);
        larger.set(held as never);
        held = larger;
      }
      held[length++] = value;
    },
    take: () => held.slice(0, length) as T,
  };
}

export function newPart() {
  const [tokens, low, high] = [newColumn(Uint32Array), newColumn(Uint32Array), newColumn(Uint32Array)];
  const [bytes, strata] = [newColumn(Uint32Array), newColumn(Uint32Array)];
  const offset = newColumn(Float64Array);
  const flags = newColumn(Uint8Array);
  const signatures: Uint8Array[] = [];
  const tally: ScanTally = { documents: 0, tokens: 0, blank: 0, attributes: 0, loops: 0 };
  const columns: Record<string, number> = Object.create(null);
  return {
    tokens,
    low,
    high,
    offset,
    bytes,
    flags,
    strata,
    tally,
    columns,
    sign: (signature: Uint8Array) => signatures.push(signature.slice()),
    finish(stratumNames: string[]): ScannedPart {
      const all = new Uint8Array(signatures.length * SIGNATURE_BYTES);
      for (const [i, signature] of signatures.entries()) all.set(signature, i * SIGNATURE_BYTES);
      return {
        tokens: tokens.take(),
        low: low.take(),
        high: high.take(),
        offset: offset.take(),
        bytes: bytes.take(),
        flags: flags.take(),
        strata: strata.take(),
        stratumNames,
        signatures: all,
        tally,
        columns: { ...columns },
      };
    },
  };
}
