// What a user installs: packs the package, installs the tarball in an empty folder from an empty cache as a user
// does, weighs it, and runs it there.
import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** Bytes of all installed files. */
const LIMIT = 40e6;
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** Prints a table; returns the broken limits as sentences. */
export function weighPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-size-'));
  try {
    const fault = install(folder);
    return fault ? [fault] : [...weigh(join(folder, 'app', 'node_modules')), ...tryOut(join(folder, 'app'))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, args, cwd) {
  // On Windows npm is a script, which only a shell runs.
  return spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
}

function install(folder) {
  const packed = run('npm', ['pack', '--pack-destination', folder], process.cwd());
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed.status !== 0 || !tarball) return `npm pack failed:\n${packed.stderr}`;
  console.log(`Package\n${pad(statSync(join(folder, tarball)).size)}  ${tarball}`);
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}\n');
  const omit = ['dev', 'optional', 'peer'].map((kind) => `--omit=${kind}`);
  const args = ['install', ...omit, '--no-audit', '--no-fund', '--cache', join(folder, 'cache')];
  const installed = run('npm', [...args, join(folder, tarball)], app);
  return installed.status === 0 ? undefined : `npm install of the tarball failed:\n${installed.stderr}`;
}

function weigh(modules) {
  const faults = [];
  const sizes = new Map();
  for (const name of readdirSync(modules, { recursive: true })) {
    const stat = lstatSync(join(modules, name));
    if (!stat.isFile()) continue;
    const parts = name.split(sep);
    const owner = parts[0].startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
    sizes.set(owner, (sizes.get(owner) ?? 0) + stat.size);
    if (name.endsWith('.node')) faults.push(`${name} is native code; the package must run without`);
    if (parts.at(-1) === 'binding.gyp') faults.push(`${name}: npm builds native code on installing`);
    if (parts.at(-1) === 'package.json') {
      const { scripts = {} } = JSON.parse(readFileSync(join(modules, name), 'utf8'));
      for (const script of INSTALL_SCRIPTS)
        if (scripts[script]) faults.push(`${name} has a ${script} script: ${scripts[script]}`);
    }
  }
  const total = [...sizes.values()].reduce((a, b) => a + b, 0);
  for (const [name, size] of [...sizes].sort((a, b) => b[1] - a[1])) console.log(`${pad(size)}  ${name}`);
  console.log(`${pad(total)}  installed; the limit is ${LIMIT}\n`);
  if (total >= LIMIT) faults.push(`${total} bytes are installed, the limit is ${LIMIT}`);
  return faults;
}

/** Files left out of the tarball show only here: the command runs, and each entry of `exports` loads. */
function tryOut(app) {
  const faults = [];
  const check = (what, args) => {
    const { status, stderr } = run(process.execPath, args, app);
    if (status !== 0) faults.push(`the installed package fails at ${what}:\n${stderr}`);
  };
  const own = join('node_modules', 'gen0');
  const bin = join(own, 'bin', 'gen0.js');
  writeFileSync(join(app, 'corpus.jsonl'), '{"text":"To be, or not to be."}\n');
  check('gen0 --version', [bin, '--version']);
  check('gen0 profile', [bin, 'profile', 'corpus.jsonl', '-o', 'corpus.g0p']);
  const speeches = "const { readSpeeches } = await import('gen0/lab'); readSpeeches();";
  check('the speeches of gen0 demo', ['--input-type=module', '-e', speeches]);
  const { exports } = JSON.parse(readFileSync(join(app, own, 'package.json'), 'utf8'));
  for (const entry of Object.keys(exports).filter((name) => !name.includes('*'))) {
    const name = join('gen0', entry).replaceAll('\\', '/');
    check(`import '${name}'`, ['--input-type=module', '-e', `await import('${name}')`]);
  }
  return faults;
}

function pad(bytes) {
  return String(bytes).padStart(10);
}
