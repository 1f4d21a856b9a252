import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encodeProfile, profileCorpus } from '../../profile/index.js';
import { zipfCorpus } from './texts.js';

const folder = mkdtempSync(join(tmpdir(), 'gen0-kill-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const child = fileURLToPath(new URL('./profile-child.js', import.meta.url));
const corpus = join(folder, 'corpus.jsonl');
const work = join(folder, 'work');
const out = join(folder, 'out.g0p');

/** Runs the child; kills it after `milliseconds`. True when it ended by itself, without an error. */
function run(memory: number, milliseconds: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const process = spawn('node', [child, corpus, work, out, String(memory)], { stdio: 'inherit' });
    const timer = setTimeout(() => process.kill('SIGKILL'), milliseconds);
    process.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (code) reject(new Error(`the child failed with code ${code}`));
      else resolve(signal === null);
    });
  });
}

test('a run that is killed again and again and resumed gives the bytes of an undisturbed one', async () => {
  const kills = Number(process.env.GEN0_KILLS ?? 6);
  const lines = zipfCorpus(2500, 400, 11).map((document) => JSON.stringify(document));
  writeFileSync(corpus, `${lines.join('\n')}\n`);
  let left = 0; // Finished parts that were there after a kill.
  for (const memory of [1e9, 4e6]) {
    const options = { jobs: 2, memory, tokeniser: 'whitespace', workFolder: `${work}-0` } as const;
    const expected = Buffer.from(encodeProfile((await profileCorpus([corpus], options)).profile));
    const started = performance.now();
    assert.equal(await run(memory, 1e6), true);
    const whole = performance.now() - started;
    assert.ok(readFileSync(out).equals(expected));
    rmSync(out);
    for (let killed = 0; killed < kills / 2; ) {
      if (await run(memory, whole * (0.3 + 0.7 * Math.random()))) {
        // It was done before its kill; the next one starts afresh.
        assert.ok(readFileSync(out).equals(expected));
        assert.ok(!existsSync(work), 'the work folder is removed after success');
        rmSync(out);
        continue;
      }
      killed++;
      assert.ok(!existsSync(out) || readFileSync(out).equals(expected), 'a file that is seen is whole');
      if (existsSync(work)) left += readdirSync(work).filter((name) => name.endsWith('.part')).length;
    }
    assert.equal(await run(memory, 1e6), true);
    assert.ok(readFileSync(out).equals(expected));
    rmSync(out);
  }
  assert.ok(left > 0, 'at least one kill left finished parts');
});
