/** The rules that logical and content paths share (sections 3.5.2 and 3.5.3.1). */

/**
 * Checks a set of paths: no empty part, no `.` or `..` (code `dots`), no slash at either end (`slash`), each once and
 * none the folder of another (`clash`).
 */
export function checkPaths(
  paths: readonly string[],
  what: string,
  codes: { dots: string; slash: string; clash: string },
  say: (code: string, message: string) => void,
): void {
  const known = new Set<string>();
  const shown = (path: string) => `${what} ${JSON.stringify(path)}`;
  for (const path of paths) {
    if (BAD.test(path)) {
      if (path.startsWith('/') || path.endsWith('/')) {
        say(codes.slash, `${shown(path)} begins or ends with a slash`);
      }
      const inner = path.replace(/^\//, '').replace(/\/$/, '');
      if (inner === '' || BAD.test(inner))
        say(codes.dots, `${shown(path)} has a part that is empty, . or ..`);
    }
    if (known.has(path)) say(codes.clash, `${shown(path)} stands twice`);
    known.add(path);
  }
  const folders = new Set<string>();
  for (const path of known) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
      if (known.has(folder)) say(codes.clash, `${shown(folder)} is also a folder of ${JSON.stringify(path)}`);
    }
  }
}

/** A part that is empty, `.` or `..`. */
const BAD = /(?:^|\/)\.{0,2}(?:\/|$)/;
