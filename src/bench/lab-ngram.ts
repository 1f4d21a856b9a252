/**
 * Speed of the lab's n-gram models against nltk.lm (KneserNeyInterpolated and MLE), in turns on the same machine and
 * the same text, the first speeches of the bundled corpus.
 *
 *   node dist/bench/lab-ngram.js [--tokens 100000] [--order 3] [--seconds 10] [--rounds 3] [--json]
 *
 * Training: from texts that are cut into tokens, lists of strings, to a model that can be sampled.
 * Sampling: texts as long as those learnt from, for gen0; as many tokens as `seconds` allow, at least one, for nltk,
 * whose Kneser-Ney looks through all its contexts for every word that it weighs. Its discount is one number, ours are
 * three. The headline is the ratio of tokens per second of processor time, since other programs may be running.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSpeeches } from '../lab/demo/speeches.js';
import { sampleNgram } from '../lab/learners/sample-ngram.js';
import { toPieces } from '../lab/text/piece-corpus.js';
import { pieces } from '../lab/text/pieces.js';
import { type NgramModel, trainNgram } from '../lm/ngram.js';
import { encode, vocabularyOf } from '../lm/vocabulary.js';
import { newRandom } from '../stats/random.js';
import { startPeer } from './peer.js';
import { pythonWith } from './python.js';

const SCRIPT = `
import json, random, sys, time
import nltk
from nltk.lm import KneserNeyInterpolated, MLE
from nltk.lm.preprocessing import padded_everygram_pipeline
texts, order, chance = json.load(open(sys.argv[1], encoding='utf8')), int(sys.argv[2]), random.Random(1)
kinds, models = {'none': MLE, 'kneser-ney': KneserNeyInterpolated}, {}
for line in sys.stdin:
    what, kind, seconds = line.split()
    made, wall, cpu = 0, time.perf_counter(), time.process_time()
    if what == 'train':
        models[kind] = kinds[kind](order)
        models[kind].fit(*padded_everygram_pipeline(order, texts))
        made = sum(map(len, texts))
    elif what == 'sample':
        start = ['<s>'] * (order - 1)
        behind = start
        while made == 0 or time.process_time() - cpu < float(seconds):
            word = models[kind].generate(1, text_seed=behind, random_seed=chance)
            behind = start if word == '</s>' else (behind + [word])[1:]
            made += 1
    print(json.dumps({'version': nltk.__version__, 'wall': time.perf_counter() - wall,
        'cpu': time.process_time() - cpu, 'tokens': made}), flush=True)
`;

interface Turn {
  /** Seconds. */
  wall: number;
  cpu: number;
  tokens: number;
}

const { values: flags } = parseArgs({
  options: {
    tokens: { type: 'string', default: '100000' },
    order: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const order = Number(flags.order);
const all = readSpeeches().map(({ text }) => text);
const texts = all.slice(0, toPieces(all, Number(flags.tokens)).starts.length - 1);
const random = newRandom(1);
/** gen0 does each so often, for a turn of a length that can be measured. */
const TIMES = 5;

const KINDS = ['none', 'kneser-ney'] as const;
const models = new Map<string, NgramModel>();
const tokens = texts.map(pieces);
const lengths = Int32Array.from(tokens, (text) => text.length);

const WORK = {
  train: (kind: (typeof KINDS)[number]) => {
    const vocabulary = vocabularyOf(tokens);
    const corpus = encode(vocabulary, tokens);
    models.set(kind, trainNgram(corpus, vocabulary.tokens.length, { order, smoothing: kind }));
    return corpus.pieces.length;
  },
  sample: (kind: (typeof KINDS)[number]) => sampleNgram(models.get(kind)!, lengths, random).pieces.length,
};

function turn(what: keyof typeof WORK, kind: (typeof KINDS)[number]): Turn {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  let made = 0;
  for (let i = 0; i < TIMES; i++) made += WORK[what](kind);
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6, tokens: made };
}

const rate = (turns: Turn[], key: 'wall' | 'cpu') =>
  turns.reduce((sum, { tokens }) => sum + tokens, 0) / turns.reduce((sum, each) => sum + each[key], 0);

const folder = mkdtempSync(join(tmpdir(), 'gen0-bench-'));
try {
  const { command, skipped } = pythonWith(folder, 'nltk', 'nltk.lm');
  const file = join(folder, 'texts.json');
  writeFileSync(file, JSON.stringify(tokens));
  const peer = skipped ? undefined : startPeer(command, SCRIPT, [file, flags.order]);
  const turns = (['train', 'sample'] as const).flatMap((what) =>
    KINDS.map((kind) => ({ what, kind, gen0: [] as Turn[], nltk: [] as Turn[] })),
  );
  let version: string | undefined;
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const { what, kind, gen0, nltk } of turns) {
      gen0.push(turn(what, kind));
      const answer = await peer?.ask<Turn & { version: string }>(`${what} ${kind} ${flags.seconds}`);
      if (answer) nltk.push(answer);
      version = answer?.version;
    }
  }
  peer?.close();
  const rows = turns.map(({ what, kind, gen0, nltk }) => {
    const there = nltk.length > 0;
    const ratio = there ? rate(gen0, 'cpu') / rate(nltk, 'cpu') : null;
    const perSecond = (own: Turn[]) => ({ cpu: rate(own, 'cpu'), wall: rate(own, 'wall'), turns: own });
    return { what, kind, ratio, gen0: perSecond(gen0), nltk: there ? perSecond(nltk) : null };
  });
  const size = lengths.reduce((sum, length) => sum + length, 0);
  const report = {
    tokens: size,
    documents: texts.length,
    order,
    versions: { node: process.version, nltk: version },
    skipped: skipped ? 1 : 0,
    reason: skipped,
    rows,
  };
  if (flags.json) console.log(JSON.stringify(report, null, 1));
  else {
    console.log(
      `${size} tokens in ${texts.length} texts, order ${order}; tokens per second of processor time`,
    );
    for (const { what, kind, ratio, gen0, nltk } of rows) {
      const theirs = nltk ? `, nltk ${nltk.cpu.toPrecision(3)}, ratio ${ratio!.toPrecision(3)}` : '';
      console.log(`${what.padEnd(7)}${kind.padEnd(11)} gen0 ${gen0.cpu.toPrecision(3)}${theirs}`);
    }
    console.log(skipped ? `1 skipped: nltk is missing (${skipped})` : '0 skipped');
  }
  if (skipped && process.env.GEN0_NO_SKIP === '1') process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
