/**
 * A large corpus out of a small one, for benchmarks. Repeating a text would flatter a counter (no new n-grams
 * after the first copy), so text is drawn by a copy-and-jump model: the next word is the one that follows in
 * the source; with probability 0.25 the place first jumps to another occurrence of the present word, and with
 * probability 0.12 to anywhere. At 100 MB from 9 MB of English novels this gives fewer distinct n-grams than
 * 100 MB of real books have; docs/limits.md has both.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const JUMP_TO_SAME_WORD = 0.25;
const JUMP_ANYWHERE = 0.12;

/** Writes JSON Lines of about `bytes` bytes of text, the same for the same seed. `source`: a .jsonl.gz file. */
export function writeCorpus(source: string, path: string, bytes: number, seed: number): void {
  const lines = gunzipSync(readFileSync(source)).toString('utf8').trimEnd().split('\n');
  const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text.split(' '));
  const words = texts.flat();
  const { next } = occurrences(words);
  const random = xorshift(seed);
  const file = openSync(path, 'w');
  let place = 0;
  let written = 0;
  let block: string[] = [];
  let waiting = 0;
  for (let id = 0; written < bytes; id++) {
    const text: string[] = [];
    for (let left = texts[id % texts.length].length; left > 0; left--) {
      const draw = random();
      if (draw < JUMP_ANYWHERE) place = Math.floor(random() * words.length);
      else if (draw < JUMP_ANYWHERE + JUMP_TO_SAME_WORD) {
        for (let hops = Math.floor(random() * 64); hops > 0; hops--) place = next[place];
      }
      place = (place + 1) % words.length;
      text.push(words[place]);
    }
    const joined = text.join(' ');
    written += Buffer.byteLength(joined);
    waiting += joined.length;
    block.push(JSON.stringify({ id, text: joined }));
    if (waiting > 4e6 || written >= bytes) {
      writeSync(file, `${block.join('\n')}\n`);
      block = [];
      waiting = 0;
    }
  }
  closeSync(file);
}

/** For each position the next position of the same word, in a ring. */
function occurrences(words: string[]): { next: Uint32Array } {
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  const next = new Uint32Array(words.length);
  for (const [i, word] of words.entries()) {
    const before = last.get(word);
    if (before === undefined) first.set(word, i);
    else next[before] = i;
    last.set(word, i);
  }
  for (const [word, i] of last) next[i] = first.get(word)!;
  return { next };
}

function xorshift(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
