// Lines of the files that people write and read here: totals a folder, and the files that grow too long.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A file above it is shown, one above the second is refused. */
const LONG = 200;
const LIMIT = 800;

/** Made by a program, or held as data: not written by hand. */
const GENERATED = /^(package-lock\.json|schema\/|test\/fixtures\/)/;
const TEXT = /(\.(ts|js|json|md|ya?ml|html|css)|^\.ci\/\w+)$/;

/** Prints the tables; returns the broken limits as sentences. */
export function countLines() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' });
  const files = listed
    .split('\n')
    .filter((path) => TEXT.test(path) && !GENERATED.test(path))
    .flatMap((path) => {
      const lines = linesOf(path);
      return lines === undefined ? [] : [{ path, lines }];
    })
    .sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1));
  console.log(`Hand-written files over ${LONG} lines`);
  for (const { path, lines } of files) if (lines > LONG) console.log(`${pad(lines)}  ${path}`);
  console.log('\n files  lines  median  folder');
  const folders = groupBy(files, folderOf);
  for (const name of [...folders.keys()].sort()) row(name, folders.get(name));
  row('all', files);
  console.log('');
  return files
    .filter(({ lines }) => lines > LIMIT)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${LIMIT}: split it by idea`);
}

/** Undefined for a file that was deleted but is still known to git. */
function linesOf(path) {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1;
  } catch {
    return undefined;
  }
}

/** src/profile/…, or the first folder elsewhere; tests are counted apart from what they test. */
function folderOf({ path }) {
  const parts = path.split('/');
  if (parts.length === 1) return '.';
  if (parts[0] !== 'src') return parts[0];
  const folder = parts.length === 2 ? 'src' : `src/${parts[1]}`;
  return path.endsWith('.test.ts') && parts[1] !== 'test' ? `${folder} (tests)` : folder;
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function row(name, files) {
  const lines = files.map((file) => file.lines).sort((a, b) => a - b);
  const total = lines.reduce((a, b) => a + b, 0);
  console.log(`${pad(files.length)} ${pad(total)}  ${pad(lines[lines.length >> 1])}  ${name}`);
}

function pad(number) {
  return String(number).padStart(6);
}
