// The loop around train.py with a small OPT of random weights, for two generations: node examples/opt-125m/test.js
// [--python PATH]. Without a Python it makes a virtual environment and installs torch and transformers with pip. Prints
// what it found, or "1 skipped" with the reason; nothing but pip uses the network.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { python: { type: 'string' } } });
const here = fileURLToPath(new URL('.', import.meta.url));
const gen0 = fileURLToPath(new URL('../../bin/gen0.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gen0-opt-'));
const has = (python) => spawnSync(python, ['-c', 'import torch, transformers']).status === 0;

function pythonOf() {
  if (values.python) return has(values.python) ? values.python : undefined;
  const venv = join(tmpdir(), 'gen0-opt-venv');
  const own = join(venv, 'bin', 'python');
  if (has(own)) return own;
  if (spawnSync('python3', ['-m', 'venv', venv]).status !== 0) return undefined;
  spawnSync(own, ['-m', 'pip', 'install', '--quiet', 'torch', 'transformers'], { stdio: 'inherit' });
  return has(own) ? own : undefined;
}

try {
  const python = pythonOf();
  if (!python) {
    console.log(`1 skipped: ${values.python ?? 'what pip installed'} has no torch and transformers`);
    if (process.env.GEN0_NO_SKIP === '1') process.exitCode = 1;
  } else {
    const tiny = join(folder, 'tiny');
    const made = spawnSync(python, [join(here, 'make-tiny.py'), tiny], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const command = `"${python}" "${join(here, 'train.py')}" --model "${tiny}" --epochs 8 --batch 8 --rate 3e-3 --device cpu`;
    const args = [
      'lab',
      'run',
      'text',
      '--samples',
      '40',
      '--generations',
      '2',
      '--set',
      'audit=false',
      '--set',
      'cut=80',
    ];
    const run = spawnSync(
      process.execPath,
      [
        gen0,
        ...args,
        '--set',
        'most=40000',
        '--command',
        command,
        '--regime',
        'replace',
        '--regime',
        'anchor:0.1',
        '--json',
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, HF_HUB_OFFLINE: '1', OMP_NUM_THREADS: '1' },
        maxBuffer: 1 << 26,
      },
    );
    if (run.status !== 0) throw new Error(run.stderr);
    const { arms } = JSON.parse(run.stdout);
    const [saved] = readdirSync(join(folder, '.gen0', 'lab')).filter((name) => /^\d{4}-/.test(name));
    for (const { name, metrics } of arms) {
      const values = metrics.vocabulary.mean;
      const texts = join(
        folder,
        '.gen0',
        'lab',
        saved,
        'texts',
        name.replace(/[^a-z0-9.]+/g, '-'),
        'gen-02.jsonl',
      );
      const written = readFileSync(texts, 'utf8').trimEnd().split('\n').length;
      if (values.length !== 3 || !values.every(Number.isFinite) || written !== 40) {
        throw new Error(`${name}: vocabulary ${values}, ${written} texts in generation 2`);
      }
      console.log(
        `${name}: vocabulary ${values.map((value) => value.toFixed(3)).join(', ')}; ${written} texts`,
      );
    }
    console.log('passed, 0 skipped');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
