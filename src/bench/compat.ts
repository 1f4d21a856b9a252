/**
 * Seconds of n-gram diversity, token patterns and self-repetition against the size of a corpus: linear where the
 * original is quadratic. `node dist/bench/compat.js FILE…` takes JSON Lines (.gz too) and doubles what it reads of them.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ngramDiversity, tokenPatterns } from '../compat/cshaib-ngrams.js';
import { selfRepetition } from '../compat/cshaib-self-repetition.js';

const paths = process.argv.slice(2);
if (paths.length === 0) throw new Error('usage: node dist/bench/compat.js corpus.jsonl.gz …');
const texts = paths.flatMap((path) => {
  const bytes = readFileSync(path);
  const lines = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trimEnd().split('\n');
  return lines.map((line) => String(JSON.parse(line).text));
});

function cpuSeconds(run: () => unknown): string {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1e6).toFixed(1);
}

console.log('MB\tdocuments\tn-gram diversity\ttoken patterns\tself-repetition');
for (let parts = 8; parts >= 1; parts /= 2) {
  const some = texts.slice(0, Math.ceil(texts.length / parts));
  const megabytes = some.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
  const seconds = [() => ngramDiversity(some), () => tokenPatterns(some), () => selfRepetition(some)].map(
    cpuSeconds,
  );
  console.log([megabytes.toFixed(2), some.length, ...seconds].join('\t'));
}
