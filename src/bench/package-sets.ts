/**
 * Text in scripts without spaces, and source code, out of packages: translated manual pages of Debian, and the
 * sources among the packages that gen0 is built with. A set whose package cannot be had is `skipped`, with
 * the reason. Nothing of it comes into the repository.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Document } from '../corpus/document.js';

/** Unpacked once, and found again by later runs. */
const CACHE = join(tmpdir(), 'gen0-bench-packages');
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
/** Pages and files below this are stubs: a name and a synopsis. */
const LEAST_CHARACTERS = 400;

interface PackageSet {
  /** Package and licence. */
  from: string;
  texts: () => Generator<{ id: string; text: string }>;
}

export const PACKAGE_SETS: Record<string, PackageSet> = {
  manuals_zh: {
    from: 'Debian manpages-zh, GFDL 1.2 or later and others named there',
    texts: () => manuals('manpages-zh', 'zh_CN', /\p{Script=Han}/gu),
  },
  manuals_ja: {
    from: 'Debian manpages-ja, licences of the pages named there',
    texts: () => manuals('manpages-ja', 'ja', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu),
  },
  code_js: {
    from: 'npm @stdlib/*, assemblyscript (Apache-2.0), d3-*, yaml (ISC) and hyparquet (MIT), as npm ci installs them',
    texts: code,
  },
};

/** Distinct texts long enough to be read; throws where the package cannot be had. */
export function readPackageSet(name: string): Document[] {
  const seen = new Set<string>();
  const documents: Document[] = [];
  for (const { id, text } of PACKAGE_SETS[name].texts()) {
    if (text.length < LEAST_CHARACTERS || seen.has(text)) continue;
    seen.add(text);
    documents.push({ id, text });
  }
  return documents;
}

/** Why a set cannot be had here, or null. */
export function whyMissing(name: string): string | null {
  if (!(name in PACKAGE_SETS)) return null;
  try {
    const found = readPackageSet(name).length;
    return found >= 100 ? null : `only ${found} texts in ${PACKAGE_SETS[name].from}`;
  } catch (error) {
    return `${PACKAGE_SETS[name].from}: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** Lines of prose in the script; macros, tables and lines of code are left out. */
function* manuals(name: string, folder: string, script: RegExp): Generator<{ id: string; text: string }> {
  const root = join(unpacked(name), 'usr/share/man', folder);
  for (const path of filesBelow(root, '.gz')) {
    const lines = gunzipSync(readFileSync(path)).toString().split('\n');
    const prose = lines
      .filter((line) => !/^[.']/.test(line))
      .map((line) => line.replace(/\\f[A-Z0-9]|\\f\([A-Z]{2}|\\[&|^/]|\\\(..|\\-/g, '').trim())
      // A third of its letters in the script: options, code and untranslated parts are not prose of the language.
      .filter(
        (line) =>
          (line.match(script)?.length ?? 0) * 3 >= (line.match(/\p{L}/gu)?.length ?? 0) && line !== '',
      );
    yield { id: path.slice(root.length + 1), text: prose.join('\n') };
  }
}

/** Sources of JavaScript and of its typed dialect. */
const SOURCES =
  /^(@stdlib\/[^/]+\/lib|d3-[^/]+\/src|yaml\/dist|hyparquet\/src|assemblyscript\/(std|lib|cli))\/.*\.[jt]s$/;

/** Without the licence that a file may begin with. */
function* code(): Generator<{ id: string; text: string }> {
  const packages = ['@stdlib', 'assemblyscript', 'hyparquet', 'yaml'];
  for (const entry of readdirSync(MODULES).sort()) {
    if (!packages.includes(entry) && !entry.startsWith('d3-')) continue;
    for (const path of filesBelow(join(MODULES, entry), 's')) {
      const id = path.slice(MODULES.length);
      if (!SOURCES.test(id) || id.endsWith('.d.ts')) continue;
      const text = readFileSync(path, 'utf8').replace(/^\/\*\*?[\s\S]*?\*\/\s*/, '');
      // A file of numbers is a table, not code.
      const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
      if (2 * words.filter((word) => /^\d/.test(word)).length > words.length) continue;
      yield { id, text };
    }
  }
}

function filesBelow(root: string, ending: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => join(root, path));
}

/** The folder of a Debian package's files, fetched by apt where it is not there yet. */
function unpacked(name: string): string {
  const folder = join(CACHE, name);
  if (existsSync(join(folder, 'usr'))) return folder;
  mkdirSync(folder, { recursive: true });
  execFileSync('apt-get', ['download', name], { cwd: folder, stdio: 'pipe' });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download ${name} left no package`);
  execFileSync('dpkg-deb', ['-x', join(folder, file), folder], { stdio: 'pipe' });
  return folder;
}
