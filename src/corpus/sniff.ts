/** What a file is, by its name and by its first bytes. The bytes win where they cannot be mistaken. */
import type { Compression, Format } from './input.js';

const BY_EXTENSION: Record<string, Format> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  csv: 'csv',
  tsv: 'tsv',
  txt: 'text',
  text: 'text',
  md: 'text',
  markdown: 'text',
  parquet: 'parquet',
};

/** How much of a file is looked at. */
export const HEAD_BYTES = 8192;

/** The format that the name says, the ending of a compressor aside; undefined for unknown endings. */
export function formatByName(path: string): Format | undefined {
  const name = path.toLowerCase().replace(/\.(gz|zst)$/, '');
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : BY_EXTENSION[name.slice(dot + 1)];
}

/** By the magic number alone: an ending `.gz` on a plain file changes nothing. */
export function sniffCompression(head: Buffer): Compression {
  if (head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (head.length >= 4) {
    const magic = head.readUInt32LE(0);
    if (magic === 0xfd2fb528 || (magic >= 0x184d2a50 && magic <= 0x184d2a5f)) return 'zstd';
  }
  return 'none';
}

/**
 * `head`: first bytes, decompressed; `byName`: what the name says.
 * A `.json` file that begins with an object is JSON Lines, and a `.jsonl` file that begins with `[` an array.
 */
export function sniffFormat(head: Buffer, byName: Format | undefined): Format {
  if (head.length >= 4 && head.toString('latin1', 0, 4) === 'PAR1') return 'parquet';
  const start = head.toString('latin1', hasBom(head) ? 3 : 0).trimStart();
  if (byName === 'json' || byName === 'jsonl') return start.startsWith('[') ? 'json' : 'jsonl';
  if (byName) return byName;
  if (/^\{\s*["}]/.test(start)) return 'jsonl';
  if (/^\[\s*[{"\]]/.test(start)) return 'json';
  return 'text';
}

export function hasBom(head: Buffer): boolean {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
}

/** Why a file of a text format cannot be read as text; undefined when nothing speaks against it. */
export function whyNotText(head: Buffer): string | undefined {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return 'the text is UTF-16. Convert it: iconv -f UTF-16 -t UTF-8';
  if (head.subarray(0, HEAD_BYTES).includes(0))
    return 'not a text file (it holds NUL bytes). Name its format with --format, or leave the file out';
  return undefined;
}
