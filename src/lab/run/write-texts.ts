/**
 * What a generation wrote, as JSON Lines that `gen0 audit` reads: `gen-05.jsonl`, a record a document, its id made of
 * generation and place. Written in pieces, synced, and there whole or not at all.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Characters between writes. */
const BLOCK = 1 << 20;

/** Writes `folder/gen-NN.jsonl`, over what an earlier, interrupted run left there. */
export function writeTexts(folder: string, generation: number, texts: Iterable<string>): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `gen-${String(generation).padStart(2, '0')}.jsonl`);
  writeRecords(path, texts, (place) => `${generation}-${place}`);
}

/** Writes records `{ id, text }`. */
export function writeRecords(path: string, texts: Iterable<string>, idOf: (place: number) => string): void {
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, 'w');
  try {
    let block = '';
    let place = 0;
    for (const text of texts) {
      block += `${JSON.stringify({ id: idOf(place++), text })}\n`;
      if (block.length < BLOCK) continue;
      writeAll(file, block);
      block = '';
    }
    writeAll(file, block);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
