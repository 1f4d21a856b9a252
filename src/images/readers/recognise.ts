/** Whether a path holds images, by what it is: no flag says so, and no name but those of pictures in a folder. */
import { statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { filesBelow } from '../../corpus/find-files.js';
import { formatByName } from '../../corpus/sniff.js';
import { isGzip, openPlain } from './bytes.js';
import { picturesBelow } from './folder.js';
import { isIdx } from './idx.js';
import { isNpy } from './npy.js';

/**
 * True of an IDX or .npy file, and of a folder that holds more pictures than files of text. Never throws: what cannot be
 * read is no image here, and whoever reads it says why.
 */
export function holdsImages(path: string): boolean {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) {
      const { pictures, others } = picturesBelow(path);
      const count = pictures.length + others.length;
      return count > 0 && count > filesBelow(path, (name) => formatByName(name) !== undefined).length;
    }
    if (!stats.isFile()) return false;
    const start = startOf(path);
    return isNpy(start) || isIdx(start);
  } catch {
    return false;
  }
}

/** The first bytes, unpacked. */
function startOf(path: string): Buffer {
  const file = openPlain(path);
  const first = file.read(0, 1024);
  file.close();
  return isGzip(first) ? gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH }) : first;
}
