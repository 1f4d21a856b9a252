/** Who may import whom, what the pure folders may touch, and who may print: the rules of ARCHITECTURE.md. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSource, type SourceFile, sourceFiles } from './imports.js';

const files = sourceFiles();
const byPath = new Map(files.map((file) => [file.path, file]));

/** What a folder may import of the others; `types` only as types. */
const MAY: Record<string, { values: string[]; types?: string[] }> = {
  util: { values: [] },
  stats: { values: ['util'] },
  corpus: { values: ['util'] },
  profile: { values: ['util', 'stats', 'corpus'] },
  lm: { values: ['util', 'stats'] },
  nn: { values: ['util', 'stats'] },
  images: { values: ['util', 'stats', 'corpus', 'nn'] },
  duplicates: { values: ['util', 'stats', 'corpus', 'profile'] },
  metrics: { values: ['util', 'stats', 'corpus', 'profile', 'duplicates', 'lm'] },
  compat: { values: ['util', 'stats'] },
  language: { values: ['util'], types: ['metrics'] },
  audit: { values: ['util', 'stats', 'corpus', 'profile', 'lm', 'metrics', 'language'] },
  embed: { values: ['util'], types: ['metrics'] },
  check: { values: ['util', 'stats', 'profile', 'lm'] },
  'image-audit': {
    values: ['util', 'stats', 'corpus', 'profile', 'lm', 'images', 'metrics', 'audit', 'table'],
  },
  table: { values: ['util', 'stats', 'corpus', 'profile', 'lm', 'metrics', 'audit'] },
  lab: { values: ['util', 'stats', 'corpus', 'profile', 'lm', 'nn', 'images', 'metrics', 'audit', 'embed'] },
  provenance: { values: ['util', 'corpus'] },
  archive: { values: ['util', 'corpus', 'provenance'] },
  mix: { values: ['util', 'stats', 'corpus', 'profile', 'duplicates', 'lm', 'metrics', 'provenance', 'lab'] },
  report: { values: ['util'], types: ['audit', 'check', 'lab'] },
  store: { values: ['util'], types: ['audit', 'lab'] },
  config: { values: ['util'], types: ['audit', 'lab', 'profile'] },
};

/** May import everything. '' are the files of src/ itself. */
const FREE = ['cli', 'bench', ''];
/** Imported by no other folder. */
const TOPS = ['cli', 'bench', ''];

/** The one file that lower folders may import, as types: the result object is the language of all. */
const RESULT = 'audit/result.ts';

/** No file, clock, environment, console or global random source, here or in what they import. */
const PURE = ['stats', 'lm', 'nn', 'metrics', 'compat', 'audit', 'check', 'table'];
/** But for these: the one that runs the engine, what compiles by it, the one that saves, and what re-exports them. */
const NOT_PURE = ['nn/executor.ts', 'nn/network.ts', 'nn/checkpoint.ts', 'nn/index.ts'];
/** Packages that the pure folders may use: functions of their arguments. */
const PURE_PACKAGES = /^(fflate|pure-rand|franc-min)(\/|$)/;
/** A function of its argument too, but not the same one on every Node: for another tool's own gzip, and nothing else. */
const ZLIB = 'compat/cshaib-compression.ts';
/**
 * Load what is part of the package and always the same, a constant in a file of its own: Unicode's tables, and the
 * code that draws normals as `normal` of stats/random.ts does.
 */
const CONSTANTS = ['profile/unicode.ts', 'stats/normal-kernel.ts'];

const IMPURE: [what: string, pattern: RegExp][] = [
  ['a clock', /\bDate\b|\bperformance\b/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['process', /\bprocess\s*[.[]|\bglobalThis\b/],
  ['the console', /\bconsole\b/],
  ['a timer', /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/],
  ['the network', /\b(?:fetch|WebSocket|XMLHttpRequest)\b/],
  ['a global random source', /\bcrypto\b/],
];

const PRINTS =
  /\bconsole\s*\.|\bprocess\s*\.\s*(?:stdout|stderr|exitCode)\b|\bprocess\s*\.\s*(?:exit|abort|reallyExit)\s*\(/;

function importFaults(list: readonly SourceFile[]): string[] {
  const faults: string[] = [];
  for (const { path, folder, imports } of list) {
    if (!FREE.includes(folder) && !Object.hasOwn(MAY, folder)) {
      faults.push(`${path}: folder ${folder}/ has no import rule; add it to MAY and to ARCHITECTURE.md`);
      continue;
    }
    for (const { to, typeOnly } of imports) {
      const target = to.includes('/') ? to.slice(0, to.indexOf('/')) : '';
      if (!to.endsWith('.ts') || target === folder) continue;
      if (to.endsWith('.test.ts') || target === 'test') {
        faults.push(`${path}: imports ${to}, which is a test`);
      } else if (TOPS.includes(target) && folder !== 'bench') {
        faults.push(`${path}: imports ${to}; nothing below may import ${target || 'src'}/`);
      } else if (!FREE.includes(folder)) {
        const { values, types = [] } = MAY[folder];
        const allowed = values.includes(target) || (typeOnly && (types.includes(target) || to === RESULT));
        const hint = types.includes(target) ? ' (as a type it may)' : '';
        if (!allowed) {
          faults.push(
            `${path}: imports ${to}; ${folder}/ may import ${values.join(', ') || 'nothing'}${hint}`,
          );
        }
      }
    }
  }
  return faults;
}

/** Cycles of imports that are left after compilation and run on loading; each as `a → b → a`. */
function cycles(list: readonly SourceFile[]): string[] {
  const graph = new Map(
    list.map(({ path, imports }) => [path, imports.filter((each) => !each.typeOnly && !each.dynamic)]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === 'done' || !graph.has(path)) return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const { to } of graph.get(path)!) visit(to, [...trail, path]);
    state.set(path, 'done');
  };
  for (const { path } of list) visit(path, []);
  return found;
}

/** What a file loads, directly or through others: path -> by way of which file. */
function reach(start: SourceFile, known: ReadonlyMap<string, SourceFile>): Map<string, string> {
  const via = new Map<string, string>();
  const open = [start];
  for (let file = open.pop(); file; file = open.pop()) {
    for (const { to, typeOnly } of file.imports) {
      if (typeOnly || via.has(to)) continue;
      via.set(to, file.path);
      const next = known.get(to);
      if (next && !CONSTANTS.includes(to)) open.push(next);
    }
  }
  return via;
}

function impurities(list: readonly SourceFile[], known: ReadonlyMap<string, SourceFile>): string[] {
  const faults: string[] = [];
  for (const file of list) {
    if (!PURE.includes(file.folder) || NOT_PURE.includes(file.path)) continue;
    for (const [what, pattern] of IMPURE) {
      const hit = pattern.exec(file.code);
      if (hit) faults.push(`${file.path}: touches ${what} (${hit[0]}); ${file.folder}/ is pure`);
    }
    if (CONSTANTS.includes(file.path)) continue;
    for (const [to, via] of reach(file, known)) {
      if (to.endsWith('.ts') || PURE_PACKAGES.test(to)) continue;
      if (to === 'node:zlib' && via === ZLIB) continue;
      const how = via === file.path ? '' : ` by way of ${via}`;
      faults.push(`${file.path}: loads ${to}${how}; ${file.folder}/ is pure`);
    }
  }
  return faults;
}

function printers(list: readonly SourceFile[]): string[] {
  return list
    .filter(({ folder, code }) => folder !== 'cli' && folder !== 'bench' && PRINTS.test(code))
    .map(({ path, code }) => `${path}: ${PRINTS.exec(code)![0]}; only cli/ prints and exits: throw instead`);
}

const none = (faults: string[]) => assert.equal(faults.length, 0, `\n  ${faults.join('\n  ')}\n`);

test('folders import only what lies below them; upward only the types of the result', () => {
  assert.ok(files.length > 100, `only ${files.length} source files were found`);
  none(importFaults(files));
});

test('no circular imports', () => none(cycles(files)));

test('stats, lm, nn, metrics, compat, audit, check and table touch no file, clock, environment, console or global random source', () =>
  none(impurities(files, byPath)));

test('only cli prints and exits', () => none(printers(files)));

test('source files are named in kebab case', () => {
  const name = /^(?:[a-z0-9-]+\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.as)?\.ts$/;
  const misnamed = files.filter(({ path }) => !name.test(path));
  none(misnamed.map(({ path }) => `${path}: not in kebab case`));
});

/** The checks themselves: each kind of fault is found in a small tree that has it, and only there. */
const tree = (sources: Record<string, string>) =>
  Object.entries(sources).map(([path, text]) => parseSource(path, text));

test('imports are read in all their forms, and comments are not', () => {
  const { imports } = parseSource(
    'audit/a.ts',
    [
      "import './side.js';",
      "import type { A } from '../util/a.js';",
      "import { type B, type C } from '../util/b.js';",
      "import {\n  type D,\n  e,\n} from '../util/c.js';",
      "export * from './f.js';",
      "export { type G, h } from './g.js';",
      "export type { I } from './i.js';",
      "const later = () => import('../lab/j.js');",
      "import * as fs from 'node:fs';",
      "// import { k } from './k.js';",
      "/*\nimport { l } from './l.js';\n*/",
    ].join('\n'),
  );
  const shown = imports.map(
    ({ to, typeOnly, dynamic }) => `${to}${typeOnly ? ' T' : ''}${dynamic ? ' D' : ''}`,
  );
  assert.deepEqual(shown, [
    'audit/side.ts',
    'util/a.ts T',
    'util/b.ts T',
    'util/c.ts',
    'audit/f.ts',
    'audit/g.ts',
    'audit/i.ts T',
    'node:fs',
    'lab/j.ts D',
  ]);
});

test('the import check finds each kind of fault', () => {
  const faults = (sources: Record<string, string>) => importFaults(tree(sources)).length;
  assert.equal(faults({ 'metrics/a.ts': "import type { X } from '../audit/result.js';" }), 0);
  assert.equal(faults({ 'metrics/a.ts': "import { X } from '../audit/result.js';" }), 1);
  assert.equal(faults({ 'metrics/a.ts': "import type { X } from '../audit/audit.js';" }), 1);
  assert.equal(faults({ 'util/a.ts': "import { x } from '../stats/x.js';" }), 1);
  assert.equal(faults({ 'report/a.ts': "import { x } from '../audit/x.js';" }), 1);
  assert.equal(faults({ 'report/a.ts': "import type { X } from '../audit/x.js';" }), 0);
  assert.equal(faults({ 'audit/a.ts': "const x = () => import('../lab/x.js');" }), 1);
  assert.equal(faults({ 'lab/a.ts': "import { x } from '../cli/x.js';" }), 1);
  assert.equal(faults({ 'bench/a.ts': "import { x } from '../cli/x.js';" }), 0);
  assert.equal(faults({ 'cli/a.ts': "import { x } from '../bench/x.js';" }), 1);
  assert.equal(faults({ 'cli/a.ts': "import { x } from '../test/x.js';" }), 1);
  assert.equal(faults({ 'new/a.ts': '' }), 1);
});

test('a cycle is found; one of types, or one that is loaded later, is none', () => {
  const b = "import { a } from './a.js';";
  assert.deepEqual(cycles(tree({ 'util/a.ts': "import { b } from './b.js';", 'util/b.ts': b })), [
    'util/a.ts → util/b.ts → util/a.ts',
  ]);
  assert.deepEqual(cycles(tree({ 'util/a.ts': "import type { B } from './b.js';", 'util/b.ts': b })), []);
  assert.deepEqual(cycles(tree({ 'util/a.ts': "const b = import('./b.js');", 'util/b.ts': b })), []);
});

test('impure code is found, also by way of another file; words in comments and strings are none', () => {
  const faults = (sources: Record<string, string>) => {
    const list = tree(sources);
    return impurities(list, new Map(list.map((file) => [file.path, file]))).length;
  };
  for (const code of ['Date.now()', 'new Date()', 'Math.random()', 'process.env.X', 'console.log(1)']) {
    assert.equal(faults({ 'stats/a.ts': `const x = ${code};` }), 1, code);
    assert.equal(faults({ 'stats/a.ts': `// ${code}\nconst x = '${code}';` }), 0, code);
    assert.equal(faults({ 'cli/a.ts': `const x = ${code};` }), 0, code);
  }
  assert.equal(faults({ 'stats/a.ts': "import { readFileSync } from 'node:fs';" }), 1);
  assert.equal(
    faults({ 'audit/a.ts': "import { x } from '../profile/x.js';", 'profile/x.ts': "import 'node:fs';" }),
    1,
  );
  assert.equal(faults({ 'stats/a.ts': "import { x } from 'left-pad';" }), 1);
  assert.equal(
    printers(tree({ 'profile/a.ts': 'process.exit(1);', 'cli/a.ts': 'process.exit(1);' })).length,
    1,
  );
});
