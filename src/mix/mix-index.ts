/** All documents that a mixture may take, as columns: about 30 bytes a document, whatever its length. */
import type { Input, ReadOptions } from '../corpus/index.js';
import type { ScannedPart, ScanTally } from './scan-messages.js';

export interface MixIndex {
  length: number;
  tokens: Uint32Array;
  low: Uint32Array;
  high: Uint32Array;
  offset: Float64Array;
  bytes: Uint32Array;
  flags: Uint8Array;
  /** The source that it belongs to. */
  source: Uint16Array;
  /** Empty where no strata were asked for. */
  strata: Uint32Array;
  stratumNames: string[];
  /** 64 bytes a document, or empty. */
  signatures: Uint8Array;
  /** Where documents of a file begin; files are those that hold the records, in the order of the sources. */
  fileStarts: number[];
  files: string[];
  /** How the file is read, for a second look. */
  inputs: { input: Input; read: ReadOptions }[];
  /** Where documents of a source begin, and one number more. */
  sourceStarts: number[];
}

export interface IndexPart {
  part: ScannedPart;
  file: number;
  path: string;
  source: number;
}

/** Parts in the order of sources and files. */
export function joinParts(
  parts: readonly IndexPart[],
  sources: number,
  inputs: { input: Input; read: ReadOptions }[],
): { index: MixIndex; tallies: ScanTally[]; columns: Record<string, number> } {
  const length = parts.reduce((sum, { part }) => sum + part.tokens.length, 0);
  const signed = parts.reduce((sum, { part }) => sum + part.signatures.length, 0);
  const names = new Map<string, number>();
  const withStrata = parts.some(({ part }) => part.strata.length > 0);
  const index: MixIndex = {
    length,
    tokens: new Uint32Array(length),
    low: new Uint32Array(length),
    high: new Uint32Array(length),
    offset: new Float64Array(length),
    bytes: new Uint32Array(length),
    flags: new Uint8Array(length),
    source: new Uint16Array(length),
    strata: new Uint32Array(withStrata ? length : 0),
    stratumNames: [],
    signatures: new Uint8Array(signed),
    fileStarts: [],
    files: [],
    inputs: [],
    sourceStarts: [],
  };
  const tallies = Array.from({ length: sources }, () => ({
    documents: 0,
    tokens: 0,
    blank: 0,
    attributes: 0,
    loops: 0,
  }));
  const columns: Record<string, number> = Object.create(null);
  let at = 0;
  let last = -1;
  for (const { part, file, path, source } of parts) {
    while (index.sourceStarts.length <= source) index.sourceStarts.push(at);
    if (file !== last) {
      index.fileStarts.push(at);
      index.files.push(path);
      index.inputs.push(inputs[file]);
      last = file;
    }
    for (const column of ['tokens', 'low', 'high', 'offset', 'bytes', 'flags'] as const) {
      index[column].set(part[column], at);
    }
    index.source.fill(source, at, at + part.tokens.length);
    if (withStrata) {
      const numbers = part.stratumNames.map((name) => {
        if (!names.has(name)) names.set(name, names.size);
        return names.get(name)!;
      });
      for (let i = 0; i < part.strata.length; i++) index.strata[at + i] = numbers[part.strata[i]];
    }
    if (signed > 0)
      index.signatures.set(part.signatures, at * (part.signatures.length / part.tokens.length || 0));
    for (const key of Object.keys(part.tally) as (keyof ScanTally)[]) tallies[source][key] += part.tally[key];
    for (const [name, kinds] of Object.entries(part.columns)) columns[name] = (columns[name] ?? 0) | kinds;
    at += part.tokens.length;
  }
  while (index.sourceStarts.length <= sources) index.sourceStarts.push(at);
  index.stratumNames = [...names.keys()];
  return { index, tallies, columns };
}

/** The file that holds a document, by its number. */
export function fileOf({ fileStarts }: MixIndex, document: number): number {
  let low = 0;
  let high = fileStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fileStarts[middle] <= document) low = middle;
    else high = middle - 1;
  }
  return low;
}
