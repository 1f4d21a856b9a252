/**
 * Paths that come from strangers (inventories, bags) or go to them: relative, below the folder they are meant for, and
 * the same file on every system.
 */

const DEVICE = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?$/i;

/** Why a path with `/` is not safe to write below a folder, or null where it is. */
export function pathFault(path: string): string | null {
  if (path === '') return 'is empty';
  if (path.startsWith('/')) return 'is absolute';
  if (path.includes('\\')) return 'holds a backslash, which separates folders on Windows';
  if (/[\0-\x1f\x7f]/.test(path)) return 'holds control characters';
  if (path.includes(':')) return 'holds a colon, which names drives and streams on Windows';
  if (path.includes('\ufffd') || /\p{Surrogate}/u.test(path)) return 'is no valid Unicode';
  if (Buffer.byteLength(path) > 2000) return 'is longer than 2,000 bytes';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'has a part that is empty, . or ..';
    if (/[. ]$/.test(part)) return `has a part that ends in a dot or space, which Windows drops`;
    if (DEVICE.test(part)) return `has the part ${part}, which is a device on Windows`;
    if (Buffer.byteLength(part) > 255) return 'has a part longer than 255 bytes';
  }
  return null;
}

/** Two of the paths that are one file where case or the form of accents does not count, or null. */
export function pathClash(paths: Iterable<string>): [string, string] | null {
  const known = new Map<string, string>();
  for (const path of paths) {
    const key = fold(path);
    const other = known.get(key);
    if (other !== undefined) return [other, path];
    known.set(key, path);
  }
  for (const [key, path] of known) {
    for (let at = key.indexOf('/'); at > 0; at = key.indexOf('/', at + 1)) {
      const folder = known.get(key.slice(0, at));
      if (folder !== undefined) return [folder, path];
    }
  }
  return null;
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
