/**
 * Speed of the search for near-copies, interleaved with the textbook way in numpy: 128 permutations of a set of word
 * 4-grams, bands of 4 (a script of ours, below; it neither compares the candidates exactly nor plants copies).
 *
 *   node dist/bench/near-duplicates.js [--mb 50] [--peer-mb 2] [--copies 0.05] [--rounds 3] [--json]
 *
 * Every run is a process of its own; its processor time counts whole, with the start of the interpreter. gen0 reads,
 * signs, deals to bands, reads the candidates again, compares them exactly and plants copies. Rates are MB of text.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Document } from '../corpus/document.js';
import { rng } from '../stats/rng.js';
import { writeCorpus } from './corpus.js';
import { nearDuplicate } from './damage.js';
import { runJson } from './run-json.js';

interface Run {
  /** MB of text a second of processor time. */
  cpu: number;
  /** Largest resident size in MB. */
  rss: number;
  /** Texts found to be copies of earlier ones. */
  copies: number;
}

const SOURCE = fileURLToPath(new URL('../../../shared/golden/inputs/novels10.jsonl.gz', import.meta.url));
const PYTHON = '/usr/bin/python3';

const GEN0 = `
import { findDuplicates } from '${new URL('../duplicates/index.js', import.meta.url).href}';
const { summary } = await findDuplicates([process.argv[1]]);
const used = process.resourceUsage();
console.log(JSON.stringify({ cpu: Number(process.argv[2]) / (used.userCPUTime + used.systemCPUTime),
  rss: used.maxRSS / 1e3, copies: summary.exactCopies + summary.nearCopies }));`;

const NUMPY = `
import json, resource, sys, zlib
import numpy as np
P = (1 << 61) - 1
random = np.random.default_rng(1)
a = random.integers(1, 1 << 32, (128, 1), dtype=np.uint64)
b = random.integers(0, 1 << 32, (128, 1), dtype=np.uint64)
buckets = [{} for _ in range(32)]
parent = []
def find(x):
    while parent[x] != x: x = parent[x]
    return x
size = 0
for line in open(sys.argv[1], encoding='utf8'):
    text = json.loads(line)['text']
    size += len(text.encode())
    words = text.lower().split()
    me = len(parent)
    parent.append(me)
    shingles = {' '.join(words[i:i + 4]) for i in range(len(words) - 3)}
    if not shingles: continue
    hashes = np.fromiter((zlib.crc32(s.encode()) for s in shingles), np.uint64, len(shingles))
    signature = ((hashes * a + b) % P & 0xffffffff).min(axis=1).astype(np.uint32)
    for k, table in enumerate(buckets):
        key = signature[4 * k:4 * k + 4].tobytes()
        for other, theirs in table.setdefault(key, []):
            if (signature == theirs).mean() >= 0.7:
                x, y = find(me), find(other)
                parent[max(x, y)] = min(x, y)
        table[key].append((me, signature))
copies = sum(find(i) != i for i in range(len(parent)))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'cpu': size / 1e6 / (used.ru_utime + used.ru_stime), 'rss': used.ru_maxrss / 1e3, 'copies': copies}))`;

const { values: flags } = parseArgs({
  options: {
    mb: { type: 'string', default: '50' },
    'peer-mb': { type: 'string', default: '2' },
    copies: { type: 'string', default: '0.05' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});

/** Writes a corpus with a share of near-copies and returns its bytes of text. */
function write(path: string, mb: number): number {
  writeCorpus(SOURCE, path, mb * 1e6, 1);
  const documents = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Document);
  const damaged = nearDuplicate(documents, Number(flags.copies), rng(2));
  writeFileSync(path, damaged.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return damaged.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}

function median(runs: Run[], key: keyof Run): number {
  const sorted = runs.map((one) => one[key]).sort((x, y) => x - y);
  return sorted[sorted.length >> 1];
}

if (!existsSync(SOURCE)) {
  console.log('skipped: needs ../shared/golden/inputs/novels10.jsonl.gz');
  process.exit(process.env.GEN0_NO_SKIP === '1' ? 1 : 0);
}
const folder = mkdtempSync(join(tmpdir(), 'gen0-near-'));
try {
  const [corpus, small, script] = ['corpus.jsonl', 'small.jsonl', 'minhash.py'].map((name) =>
    join(folder, name),
  );
  const bytes = write(corpus, Number(flags.mb));
  const smallBytes = write(small, Number(flags['peer-mb']));
  writeFileSync(script, NUMPY);
  const skipped =
    spawnSync(PYTHON, ['-c', 'import numpy']).status === 0
      ? undefined
      : `${PYTHON} has no numpy (python3-numpy)`;
  const runs: Record<string, Run[]> = { gen0: [], 'gen0, small': [], numpy: [] };
  for (let round = 0; round < Number(flags.rounds); round++) {
    const gen0 = (path: string, size: number) =>
      runJson<Run>(process.execPath, ['--input-type=module', '-e', GEN0, path, String(size)]);
    for (const [name, result] of [
      ['gen0', gen0(corpus, bytes)],
      ['gen0, small', gen0(small, smallBytes)],
      ['numpy', skipped ? undefined : runJson<Run>(PYTHON, [script, small])],
    ] as const) {
      if (result) runs[name].push(result);
    }
  }
  const summary = Object.fromEntries(
    Object.entries(runs)
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => [
        name,
        { cpu: median(list, 'cpu'), rss: median(list, 'rss'), copies: median(list, 'copies'), runs: list },
      ]),
  );
  const ratio = summary.numpy ? summary.gen0.cpu / summary.numpy.cpu : null;
  if (flags.json) console.log(JSON.stringify({ ...flags, skipped, ratio, summary }, null, 1));
  else {
    if (skipped) console.log(`numpy skipped: ${skipped}`);
    for (const [name, { cpu, rss, copies }] of Object.entries(summary)) {
      console.log(
        `${name.padEnd(12)} ${cpu.toFixed(2)} MB per CPU second  ${rss.toFixed(0)} MB  ${copies} copies`,
      );
    }
    if (ratio !== null) console.log(`gen0 / numpy per CPU second: ${ratio.toFixed(1)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
