import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';

const folder = mkdtempSync(join(tmpdir(), 'gen0-cli-duplicates-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
const documents = [
  { id: 'a', text: words.join(' ') },
  { id: 'b', text: words.toReversed().join(' ') },
  { id: 'c', text: [...words.slice(0, 39), 'other'].join(' ') },
  { id: 'd', text: words.toReversed().join(' ') },
];
const corpus = join(folder, 'corpus.jsonl');
writeFileSync(corpus, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));

async function run(...argv: string[]) {
  let [out, err] = ['', ''];
  const code = await runCommand(argv, {
    cwd: folder,
    env: {},
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    engine: ENGINE,
    signal: new AbortController().signal,
    now: Date.now,
  });
  return { code, out, err };
}

test('gen0 duplicates writes a line a copy and sums up with threshold, shingle and recall', async () => {
  const { code, out, err } = await run('duplicates', corpus, '-o', 'clusters.jsonl');
  assert.deepEqual([code, err], [0, '']);
  const lines = readFileSync(join(folder, 'clusters.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [
      { cluster: 1, id: 'a', kind: 'near', similarity: 0.947368 },
      { cluster: 1, id: 'c', kind: 'near', similarity: 0.947368 },
      { cluster: 2, id: 'b', kind: 'exact', similarity: 1 },
      { cluster: 2, id: 'd', kind: 'exact', similarity: 1 },
    ],
  );
  assert.match(out, /1 exact and 1 near .*50\.0 %, in 2 clusters/);
  assert.match(out, /0\.7 of the shingles of 4 words/);
  assert.match(out, /planted copies/);
});

test('--json is the summary, and a higher threshold finds fewer', async () => {
  const { out } = await run('duplicates', corpus, '--threshold', '0.99', '--json');
  const { documents, exactCopies, nearCopies, clusters, share, threshold, verified } = JSON.parse(out);
  assert.deepEqual([documents, exactCopies, nearCopies, clusters, share], [4, 1, 0, 1, 0.25]);
  assert.deepEqual([threshold, verified], [0.99, true]);
});

test('what cannot be is refused with the remedy', async () => {
  for (const [argv, message] of [
    [[], /no corpus/],
    [[corpus, '--threshold', '0.2'], /--threshold 0\.2: must be a number from 0\.5 to 1/],
    [['human.g0p'], /give the corpus itself/],
    [[corpus, '-o', 'none/clusters.jsonl'], /no such folder/],
  ] as const) {
    const { code, err } = await run('duplicates', ...argv);
    assert.equal(code, 2);
    assert.match(err, message);
  }
});
