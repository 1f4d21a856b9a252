/**
 * cshaib/diversity (25127cc): `compression_ratio(algorithm='gzip')`. Quirk kept: the text is compressed *twice* (a gzip
 * stream is written into a gzip file, whose name is in it), so the ratio is not that of gzip. Node's zlib is a fork with
 * other match finding, so that the ratio is up to 1 % off and may change with the version of Node. Their `xz` is not
 * matched: there is no LZMA here. gen0's own `diversity/compression` takes windows of one size and a pinned deflate.
 */
import { gzipSync } from 'node:zlib';
import { round } from './python.js';

/** `compressed` and the zero after it: the file's name as the gzip header holds it. */
const NAME = 11;

/** Bytes of the text over bytes of the file, to three decimals; null for no documents. */
export function gzipRatio(documents: readonly string[]): number | null {
  if (documents.length === 0) return null;
  const text = Buffer.from(documents.join(' '));
  const twice = gzipSync(gzipSync(text, { level: 9 }), { level: 9 });
  return round(text.length / (twice.length + NAME), 3);
}
