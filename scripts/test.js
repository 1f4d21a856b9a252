// Runs every compiled test under dist/ with Node's own runner. Arguments narrow it: `node scripts/test.js readers`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const wanted = process.argv.slice(2);
const files = readdirSync('dist', { recursive: true })
  .map((name) => `dist/${name}`.replaceAll('\\', '/'))
  .filter(
    (name) => name.endsWith('.test.js') && (!wanted.length || wanted.some((word) => name.includes(word))),
  )
  .sort();
if (!files.length) throw new Error(`no test file matches ${wanted.join(' ') || 'dist/**/*.test.js'}`);
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...files], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
