/** Decompresses gzip, also of several members one after the other (`cat a.gz b.gz`, bgzip). */
import { createGunzip } from 'node:zlib';
import { type Engine, pumpZlib } from './pump-zlib.js';

/** @throws DataError naming the path when the data are damaged or cut, after what came before was yielded. */
export function gunzip(blocks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  return pumpZlib(blocks, () => createGunzip({ chunkSize: 1 << 18 }) as Engine, false, 'gzip', path);
}
