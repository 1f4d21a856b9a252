/**
 * Adds sources in `root` by the command line, again and again with other titles, and prints a line for each that was
 * acknowledged. `node add-child.js <root> <name> <times>`; killed from outside.
 */

import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';

const [root, name, times] = process.argv.slice(2);
for (let i = 0; i < Number(times); i++) {
  const id = `${name}/${i % 5}`;
  const title = `${name} ${process.pid} ${i}`;
  const files = [`${root}/books`, `${root}/${i % 5}.txt`];
  const words = ['--id', id, '--title', title, '--origin', 'human', '--evidence', 'printed 1859'];
  const code = await runCommand(['source', 'add', ...files, ...words, '--quiet'], {
    cwd: root,
    env: {},
    stdout: { write: () => true },
    stderr: process.stderr,
    engine: ENGINE,
    signal: new AbortController().signal,
    now: Date.now,
  });
  if (code !== 0) process.exit(code);
  process.stdout.write(`${JSON.stringify({ id, title })}\n`);
}
