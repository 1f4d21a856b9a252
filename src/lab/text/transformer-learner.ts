/**
 * A decoder-only transformer as a learner of texts, for the experiment of Shumailov et al. (2024, figure 1): tokens are
 * made from generation 0's texts once a run, documents keep generation 0's lengths in tokens, and what each generation
 * writes is scored under a model of the real data, which is generation 1 itself.
 *
 * We differ: their model has 125 million parameters, begins each generation from weights that other text made, and writes
 * by beam search after blocks of the real text. Ours is small, begins from scratch, and draws texts from their beginning,
 * unless `prompt` and `beams` are set.
 */
import { perplexity, windowLogs } from '../../lm/score-ngram.js';
import {
  bytePairTokeniser,
  characterTokeniser,
  END,
  type Network,
  type Tokeniser,
  trainBytePairs,
  trainCharacters,
} from '../../nn/index.js';
import { quantile } from '../../stats/quantile.js';
import { newRandom, type Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import type { FitHost } from '../learners/train-network.js';
import {
  assertHeads,
  fitTransformer,
  scoreTransformer,
  searchTransformer,
  type TransformerOptions,
  writeTransformer,
} from '../learners/transformer.js';
import type { Continued, Seen, Values } from '../world.js';
import type { CorpusSplit } from './corpus-split.js';
import { type Documents, lengthsOf } from './documents.js';
import { histogram } from './histogram.js';
import type { TextBias, TextLearner } from './open-setup.js';
import { WINDOW } from './text-examiner.js';

export interface TransformerSettings extends Omit<TransformerOptions, 'vocabulary'> {
  tokeniser: 'byte-pairs' | 'characters';
  /** Of byte pairs. */
  tokens: number;
  /** By which the logits of tokens that a text has already are lowered as it is written. @default 1, none */
  penalty?: number;
  /** Tokens of the human text before it that a text is written after. @default 0 */
  prompt?: number;
  /** Of beam search, in place of drawing. @default 1, drawing */
  beams?: number;
}

/** Texts not learnt from whose beginnings are continued, words of a beginning, and tokens that follow. */
const PROMPTS = 4;
const PROMPT_WORDS = 8;
const FOLLOWING = 40;

/** Shares of human windows below which a window is likely, and above which it is unlikely. */
const LIKELY = 0.1;
const UNLIKELY = 0.99;

/** `random`: of the run. Throws ConfigError where the heads do not fit the width. */
export function transformerLearner(
  settings: TransformerSettings,
  { human, heldOut, pool }: CorpusSplit['raw'],
  random: Random,
  host?: FitHost,
): TextLearner<Network> {
  assertHeads('text', settings);
  const tokeniser = newTokeniser(settings, human, [...heldOut, ...pool]);
  const options: TransformerOptions = { ...settings, vocabulary: tokeniser.size };
  const read = newReader(tokeniser);
  const real = read(human);
  const lengths = lengthsOf(real);
  const { prompt = 0, beams = 1, penalty: repetitionPenalty } = settings;
  if (beams > 1) assertSearchable(settings, prompt, lengths);
  const [judgeSeed, promptSeed] = [random.below(2 ** 32), random.below(2 ** 32)];

  /** Models of the first n real texts: generation 1, and the judge of all others. */
  const judges = new Map<number, Promise<Network>>();
  const judgeOf = (first: string[]) => {
    let made = judges.get(first.length);
    if (!made) {
      made = fitTransformer(read(first), options, newRandom(judgeSeed), { host, lasting: true });
      judges.set(first.length, made);
    }
    return made;
  };
  const isFirst = (data: string[]) =>
    data.length <= human.length && data.every((text, d) => text === human[d]);
  const windowsOf = remembered(async (texts: string[], first: string[]) => {
    const tokens = read(texts);
    const logs = await scoreTransformer(await judgeOf(first), tokens, options, host);
    return windowLogs(logs, tokens.starts, WINDOW).sort();
  });
  /** Of generation 0 those of real texts that the judge has not learnt from. */
  const windowsOfSample = ({ generation, sample, first }: Seen<string[], Network>) =>
    windowsOf(generation === 0 ? heldOut : sample, first);
  /** What follows each prompt, so many tokens. */
  const write = async (
    model: Network,
    prompts: readonly Int32Array[],
    wanted: Int32Array,
    seed: number,
    { temperature, keep }: TextBias,
  ): Promise<Int32Array[]> => {
    if (beams > 1) {
      return searchTransformer(model, prompts, wanted, options, { beams, repetitionPenalty }, host);
    }
    const whole = wanted.map((length, d) => prompts[d].length + length);
    const randoms = Array.from(wanted, (_, d) => newRandom(seed, d));
    const sampling = { temperature, topP: keep, repetitionPenalty };
    const texts = await writeTransformer(model, whole, options, randoms, { sampling, prompts, host });
    return texts.map((text, d) => text.subarray(prompts[d].length));
  };
  /** The end of the human text before the d-th, and END. */
  const promptOf = (d: number): Int32Array => {
    if (prompt === 0) return new Int32Array();
    const before = (d + lengths.length - 1) % lengths.length;
    const tokens = real.pieces.subarray(real.starts[before], real.starts[before + 1]);
    return Int32Array.of(...tokens.slice(-prompt), END);
  };

  return {
    bends: beams > 1 ? [] : undefined,
    fit: ({ data }, own, start) =>
      !start && isFirst(data) ? judgeOf(data) : fitTransformer(read(data), options, own, { start, host }),
    async sample(model, n, own, bias) {
      const which = Int32Array.from({ length: n }, (_, d) => d % lengths.length);
      const prompts = Array.from(which, promptOf);
      const wanted = which.map((d) => lengths[d]);
      const written = await write(model, prompts, wanted, own.below(2 ** 32), bias);
      return written.map((text) => tokeniser.decode(text));
    },
    async probe(seen): Promise<Values> {
      if (heldOut.length === 0) return {};
      const { model, first } = seen;
      const unseen = await scoreTransformer(model ?? (await judgeOf(first)), read(heldOut), options, host);
      const figures = against(await windowsOf(heldOut, first), await windowsOfSample(seen));
      return { 'held-out': perplexity(unseen), ...figures };
    },
    picture: async (seen) => histogram(await windowsOfSample(seen)),
    async continued(model, bias): Promise<Continued[]> {
      const begun = heldOut.filter((text) => wordsOf(text).length > PROMPT_WORDS).slice(0, PROMPTS);
      const prompts = begun.map((text) => wordsOf(text).slice(0, PROMPT_WORDS).join(''));
      if (!model) {
        return begun.map((text, i) => {
          const rest = tokeniser.encode(text.slice(prompts[i].length)).slice(0, FOLLOWING);
          return { prompt: prompts[i], text: tokeniser.decode(rest) };
        });
      }
      const room = beams > 1 ? settings.context - 1 - FOLLOWING : Number.POSITIVE_INFINITY;
      const tokens = prompts.map((words) => Int32Array.from(tokeniser.encode(words).slice(-room)));
      const wanted = new Int32Array(tokens.length).fill(FOLLOWING);
      const written = await write(model, tokens, wanted, promptSeed, bias);
      return written.map((text, i) => ({ prompt: prompts[i], text: tokeniser.decode(text) }));
    },
  };
}

/** Throws ConfigError where beam search would write one text again and again, or has no room. */
function assertSearchable({ context }: TransformerSettings, prompt: number, lengths: Int32Array): void {
  if (prompt === 0) {
    throw new ConfigError(
      'world text: beam search finds the same text every time it begins alike; set prompt: 32, say, the tokens of human text that each is written after',
    );
  }
  // END before the prompt and behind it; what is continued for show must fit as well.
  const most = 2 + prompt + lengths.reduce((longest, length) => Math.max(longest, length), FOLLOWING);
  if (most <= context) return;
  throw new ConfigError(
    `world text: beam search needs a prompt and a whole text in the context, ${most} tokens, and context is ${context}; set context: ${most}, or cut the texts shorter (cut)`,
  );
}

/** Windows, as mean nats of a token and in ascending order, against those of people. */
function against(people: Float64Array, windows: Float64Array): Values {
  const [low, high] = [quantile(people, LIKELY), quantile(people, UNLIKELY)];
  const median = Math.exp(quantile(windows, 0.5));
  const share = (fits: (nats: number) => boolean) => windows.filter(fits).length / windows.length;
  return {
    'first-median': median,
    'first-tail': Math.exp(quantile(windows, 0.99)) / median,
    likely: share((nats) => nats < low),
    unlikely: share((nats) => nats > high),
  };
}

/** Each with the white space before it. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+/gu) ?? [];
}

/** All characters are known, for text not learnt from is scored too. */
function newTokeniser(
  { tokeniser, tokens }: TransformerSettings,
  human: string[],
  others: string[],
): Tokeniser {
  return tokeniser === 'characters'
    ? characterTokeniser(trainCharacters([...human, ...others]))
    : bytePairTokeniser(trainBytePairs(human, tokens));
}

function newReader(tokeniser: Tokeniser): (texts: string[]) => Documents {
  return remembered((texts) => {
    const all: number[] = [];
    const starts = [0];
    for (const text of texts) {
      for (const token of tokeniser.encode(text)) all.push(token);
      starts.push(all.length);
    }
    return { pieces: Int32Array.from(all), starts: Int32Array.from(starts) };
  });
}

/** Asks once for the same texts: those of a generation are learnt from, scored and drawn. */
function remembered<A extends unknown[], T>(make: (texts: string[], ...rest: A) => T) {
  const done = new WeakMap<string[], T>();
  return (texts: string[], ...rest: A): T => {
    let made = done.get(texts);
    if (made === undefined) {
      made = make(texts, ...rest);
      done.set(texts, made);
    }
    return made;
  };
}
