// Compiles the counting kernel, src/profile/kernel/, to dist/profile/kernel.wasm.
import { mkdirSync, writeFileSync } from 'node:fs';
import { main } from 'assemblyscript/asc';

mkdirSync('dist/profile', { recursive: true });
const options = ['--runtime', 'stub', '--noAssert', '-O3', '--converge', '--enable', 'simd'];
const files = ['src/profile/kernel/index.as.ts', '--outFile', 'dist/profile/kernel.wasm'];
const { error, stderr } = await main([...files, ...options], {
  writeFile: (name, contents) => writeFileSync(name, contents),
});
if (error) {
  process.stderr.write(stderr.toString());
  process.exit(1);
}
