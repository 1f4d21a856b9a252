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
  for (const path of paths) {
    const shown = `${what} ${JSON.stringify(path)}`;
    if (path.startsWith('/') || path.endsWith('/')) say(codes.slash, `${shown} begins or ends with a slash`);
    const inner = path.replace(/^\//, '').replace(/\/$/, '');
    if (inner.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      say(codes.dots, `${shown} has a part that is empty, . or ..`);
    }
    if (known.has(path)) say(codes.clash, `${shown} stands twice`);
    known.add(path);
  }
  for (const path of known) {
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
      if (known.has(path.slice(0, at))) {
        say(
          codes.clash,
          `${what} ${JSON.stringify(path.slice(0, at))} is also a folder of ${JSON.stringify(path)}`,
        );
      }
    }
  }
}
