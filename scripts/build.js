// Builds dist/: type check and compile, the counting kernel, and the data that ship in the package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run(['node_modules/typescript/bin/tsc']);
for (const step of ['scripts/build-unicode.js', 'scripts/build-kernel.js', 'scripts/build-data.js']) {
  if (existsSync(step)) run([step]);
}
