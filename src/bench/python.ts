/** A Python with a package to measure against. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * A new environment in `folder` with the package by pip; where that cannot be, the system's Python if it has the module
 * (Debian's python3-nltk, python3-sklearn); else `skipped` says why there is none. pip has `seconds` to install it.
 */
export function pythonWith(
  folder: string,
  packageName: string,
  moduleName: string,
  seconds = 120,
): { command: string; skipped?: string } {
  const has = (command: string) => spawnSync(command, ['-c', `import ${moduleName}`]).status === 0;
  const made = spawnSync('python3', ['-m', 'venv', join(folder, 'venv')]);
  const own = join(folder, 'venv', 'bin', 'python');
  if (made.status === 0) {
    spawnSync(own, ['-m', 'pip', 'install', '--quiet', '--retries', '1', '--timeout', '15', packageName], {
      timeout: 1000 * seconds,
    });
    if (has(own)) return { command: own };
  }
  const system = '/usr/bin/python3';
  if (has(system)) return { command: system };
  const skipped =
    made.status === 0 ? `${packageName} could not be installed with pip` : 'python3 -m venv failed';
  return { command: 'python3', skipped };
}
