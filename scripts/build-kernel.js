// Compiles what is written in AssemblyScript: the counting kernel, src/profile/kernel/, to dist/profile/kernel.wasm,
// and src/stats/normal-kernel.as.ts to dist/stats/normal-kernel.wasm.
import { mkdirSync, writeFileSync } from 'node:fs';
import { main } from 'assemblyscript/asc';

async function compile(source, target, ...more) {
  const options = ['--runtime', 'stub', '--noAssert', '-O3', '--converge', ...more];
  const { error, stderr } = await main([source, '--outFile', target, ...options], {
    writeFile: (name, contents) => writeFileSync(name, contents),
  });
  if (!error) return;
  process.stderr.write(stderr.toString());
  process.exit(1);
}

mkdirSync('dist/profile', { recursive: true });
mkdirSync('dist/stats', { recursive: true });
await compile('src/profile/kernel/index.as.ts', 'dist/profile/kernel.wasm', '--enable', 'simd');
await compile('src/stats/normal-kernel.as.ts', 'dist/stats/normal-kernel.wasm');
