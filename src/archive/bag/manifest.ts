/** BagIt manifests (RFC 8493, section 2.1.3): lines of a digest and a path, in which %, CR and LF are percent-encoded. */
import { DataError } from '../../util/errors.js';
import { pathFault } from '../safe-path.js';

/** BagIt's names of digests to Node's. */
export const BAG_ALGORITHMS = ['sha512', 'sha256', 'sha1', 'md5'] as const;
export type BagAlgorithm = (typeof BAG_ALGORITHMS)[number];

const LENGTHS: Record<BagAlgorithm, number> = { sha512: 128, sha256: 64, sha1: 40, md5: 32 };

/** A line of a manifest, without its newline. */
export function manifestLine(digest: string, path: string): string {
  return `${digest}  ${path.replace(/[%\r\n]/g, (each) => encodeURIComponent(each))}`;
}

/** Path to digest, in lower case. Throws DataError naming the line. */
export function parseManifest(text: string, algorithm: BagAlgorithm, shown: string): Map<string, string> {
  const digests = new Map<string, string>();
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line === '') continue;
    const where = `${shown} line ${i + 1}`;
    const found = /^([0-9a-f]+)[ \t]+\*?(.+)$/i.exec(line);
    if (found === null || found[1].length !== LENGTHS[algorithm]) {
      throw new DataError(`${where}: must be a ${algorithm} digest and a path`);
    }
    const path = found[2].replace(/^\.\//, '').replace(/%(0a|0d|25)/gi, (each) => decodeURIComponent(each));
    const fault = pathFault(path);
    if (fault) throw new DataError(`${where}: path ${JSON.stringify(path)} ${fault}; refused`);
    if (digests.has(path)) throw new DataError(`${where}: path ${JSON.stringify(path)} stands twice`);
    digests.set(path, found[1].toLowerCase());
  }
  return digests;
}
