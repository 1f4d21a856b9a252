/**
 * Where an object lies below the storage root: OCFL extension 0004-hashed-n-tuple-storage-layout with its defaults, the
 * SHA-256 of the id cut into three folders of three digits, then the whole digest. Any id makes a safe path.
 */
import { createHash } from 'node:crypto';

export const LAYOUT = '0004-hashed-n-tuple-storage-layout';

/** What makes a folder a storage root of this layout: path to bytes, all of them constant. */
export const ROOT_FILES: ReadonlyMap<string, string> = new Map([
  ['0=ocfl_1.1', 'ocfl_1.1\n'],
  [
    'ocfl_layout.json',
    `${JSON.stringify(
      {
        extension: LAYOUT,
        description: 'SHA-256 of the object id in hex: three folders of three digits, then the whole digest',
      },
      null,
      2,
    )}\n`,
  ],
  [
    `extensions/${LAYOUT}/config.json`,
    `${JSON.stringify(
      {
        extensionName: LAYOUT,
        digestAlgorithm: 'sha256',
        tupleSize: 3,
        numberOfTuples: 3,
        shortObjectRoot: false,
      },
      null,
      2,
    )}\n`,
  ],
]);

/** Path of an object below the storage root, with `/`. */
export function objectPath(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex');
  return `${digest.slice(0, 3)}/${digest.slice(3, 6)}/${digest.slice(6, 9)}/${digest}`;
}
