/**
 * The transformer of nn/ as a learner: fitted to texts as numbers, writing texts of given lengths, and scoring texts.
 * Programs are compiled once a thread and serve all generations and runs.
 *
 * All regimes take the same number of steps however much text there is, unless passes over it are asked for. A step
 * learns from rows cut out of the texts laid end to end, END between them; each pass over them cuts elsewhere. Adam's
 * weights decay, its gradients are clipped, and its rate rises over the first steps and then falls along a cosine, as
 * usual since Radford et al. (2018).
 *
 * A text longer than the context is written in blocks: each begins with the last tokens of the one before.
 */
import type { Documents } from '../../lm/documents.js';
import {
  type AdamOptions,
  type BeamOptions,
  beamSearch,
  type Compiled,
  END,
  fillStore,
  type Graph,
  generate,
  type Network,
  networkOf,
  programOf,
  type Sampling,
  storeOf,
  type TransformerSizes,
  trainStep,
  transformerSampler,
  transformerScoring,
  transformerTraining,
  weightsOf,
} from '../../nn/index.js';
import { newRandom, type Random } from '../../stats/random.js';
import { ConfigError, DataError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import {
  type FitHost,
  fitName,
  fitSeed,
  newBatches,
  noiseStream,
  trainNetwork,
  weightStream,
} from './train-network.js';

export interface TransformerOptions extends TransformerSizes {
  /** Rows of `context` tokens a step. */
  batch: number;
  /** Steps of AdamW. */
  steps: number;
  /** Passes over the texts, in place of `steps`. @default 0, none */
  epochs?: number;
  /** Its highest learning rate. */
  rate: number;
}

/** The widths that the sampler's attention knows are multiples of this. */
const HEAD = 8;
const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.99, decay: 0.1, clip: 1 };
/** Share of the steps over which the rate rises. */
const WARM_UP = 0.05;
/** What is left of the rate at the end. */
const LAST_RATE = 0.1;
/** Texts that are written at a time. */
export const WRITERS = 64;
/** Rows that are scored at a time. */
const SCORERS = 16;
/** Share of the context that a block takes over from the one before. */
const TAIL = 0.25;

/** Throws ConfigError where a model of these sizes cannot write, before it has learnt for an hour. */
export function assertHeads(
  world: string,
  { width, heads }: Pick<TransformerSizes, 'width' | 'heads'>,
): void {
  const size = width / heads;
  if (size % HEAD === 0) return;
  const near = heads * HEAD * Math.max(1, Math.round(size / HEAD));
  throw new ConfigError(
    `world ${world}: width ${width} with heads ${heads}: a head must be a multiple of ${HEAD} wide; set width: ${near}, say`,
  );
}

function programFor(what: string, sizes: TransformerSizes, batch: number, make: () => Graph): Compiled {
  const { vocabulary, context, width, heads, layers } = sizes;
  return programOf(['transformer', what, vocabulary, context, width, heads, layers, batch].join(' '), make);
}

/** The rate of step `step` (from 1) of `steps`, as a share of the highest. */
export function rateAt(step: number, steps: number): number {
  const rising = Math.max(1, Math.round(WARM_UP * steps));
  if (step <= rising) return step / rising;
  const far = (step - rising) / Math.max(1, steps - rising);
  return LAST_RATE + ((1 - LAST_RATE) * (1 + Math.cos(Math.PI * far))) / 2;
}

export interface TransformerFit {
  /** To begin from. @default scratch */
  start?: Network;
  host?: FitHost;
  /** The model is needed through all generations. */
  lasting?: boolean;
}

/**
 * Learns the texts. Throws DataError where training diverges, where all texts together are shorter than a row, and where
 * the engine is not installed.
 */
export async function fitTransformer(
  texts: Documents,
  options: TransformerOptions,
  random: Random,
  { start, host, lasting }: TransformerFit = {},
): Promise<Network> {
  const { context, rate, epochs = 0 } = options;
  const all = joined(texts);
  const count = Math.max(1, Math.floor((all.length - 1) / context) - 1);
  const batch = Math.min(options.batch, count);
  const steps = epochs > 0 ? Math.max(1, Math.round((epochs * count) / batch)) : options.steps;
  const { graph, program } = programFor('train', options, batch, () =>
    transformerTraining(options, batch, ADAM),
  );
  const seed = fitSeed(random);
  const store = fillStore(storeOf(start), graph, weightStream(seed));
  const training = { program: await program, store, steps: 0, options: ADAM };
  const rowsOf = newRows(all, context, count, batch, seed);
  const tokens = new Int32Array(batch * context);
  const targets = new Int32Array(batch * context);
  const step = async (k: number) => {
    for (const [i, row] of rowsOf(k).entries()) {
      tokens.set(row.subarray(0, context), i * context);
      targets.set(row.subarray(1), i * context);
    }
    training.steps = k - 1;
    const { loss } = await trainStep(training, { tokens, targets }, rate * rateAt(k, steps));
    return loss;
  };
  const name = host ? fitName(['transformer', options, ADAM, seed], all, ...weightsOf(start)) : '';
  await trainNetwork({ name, store, steps, step, remedy: `--set rate=${rate / 10}`, lasting }, host);
  return networkOf(graph, store);
}

export interface TransformerWriting {
  sampling?: Sampling;
  /** Tokens that begin each text, as a part of its length. @default none */
  prompts?: readonly ArrayLike<number>[];
  host?: FitHost;
}

/**
 * Texts of the lengths given, in tokens. `randoms` has a stream for each, so that a text does not depend on those beside
 * it.
 */
export async function writeTransformer(
  model: Network,
  lengths: ArrayLike<number>,
  options: TransformerOptions,
  randoms: readonly Random[],
  { sampling = {}, prompts = [], host }: TransformerWriting = {},
): Promise<Int32Array[]> {
  const { context } = options;
  const { graph, program } = programFor('write', options, WRITERS, () =>
    transformerSampler(options, WRITERS),
  );
  const store = fillStore(storeOf(model), graph, randoms[0]);
  const texts = Array.from(lengths, (length, d) => {
    const text = new Int32Array(length + 1).fill(END);
    text.set(Array.from(prompts[d] ?? []).slice(0, length), 1);
    return { text, known: 1 + Math.min(length, prompts[d]?.length ?? 0), random: randoms[d] };
  });
  // Longest first: texts that are written together end together.
  const open = texts.filter(({ text, known }) => known < text.length);
  open.sort((a, b) => b.text.length - b.known - (a.text.length - a.known));
  const nobody = { text: new Int32Array(1), known: 1, random: newRandom(0) };
  let next = Math.min(WRITERS, open.length);
  let writers = open.slice(0, next);
  const onToken = () => {
    host?.tell(() => writing(next - writers.length, open.length));
    host?.check();
  };
  while (writers.length > 0) {
    const blocks = writers.map(({ text, known }) => {
      const from = known < context ? 0 : known - Math.max(1, Math.floor(TAIL * context));
      return { from, to: Math.min(text.length, from + context) };
    });
    const rows = Array.from({ length: WRITERS }, (_, i) => writers[i] ?? nobody);
    const written = await generate(
      await program,
      store,
      context,
      rows.map(({ text, known }, i) => text.subarray(blocks[i]?.from ?? 0, known)),
      Math.max(...blocks.map(({ from, to }) => to - from)),
      rows.map(({ random }) => random),
      { ...sampling, never: [END] },
      onToken,
    );
    for (const [i, writer] of writers.entries()) {
      const { from, to } = blocks[i];
      writer.text.set(written[i].subarray(0, to - from), from);
      writer.known = to;
    }
    const left = writers.filter(({ text, known }) => known < text.length);
    const more = Math.min(WRITERS - left.length, open.length - next);
    writers = [...left, ...open.slice(next, next + more)];
    next += more;
  }
  return texts.map(({ text }) => text.subarray(1));
}

/**
 * For each prompt the text that beam search finds, `lengths[d]` tokens behind it, the prompt left out. END and a prompt
 * and its text must fit into the context.
 */
export async function searchTransformer(
  model: Network,
  prompts: readonly ArrayLike<number>[],
  lengths: ArrayLike<number>,
  options: TransformerOptions,
  { beams, repetitionPenalty }: Pick<BeamOptions, 'beams' | 'repetitionPenalty'>,
  host?: FitHost,
): Promise<Int32Array[]> {
  const together = Math.max(1, Math.floor(WRITERS / beams));
  const { graph, program } = programFor('write', options, together * beams, () =>
    transformerSampler(options, together * beams),
  );
  const store = fillStore(storeOf(model), graph, newRandom(0));
  const begun = prompts.map((prompt) => [END, ...Array.from(prompt)]);
  const sizes = begun.map((prompt, d) => prompt.length + lengths[d]);
  // Those that end together are searched together.
  const order = Array.from(prompts.keys()).sort((a, b) => sizes[b] - sizes[a]);
  const texts = new Array<Int32Array>(prompts.length);
  for (let from = 0; from < order.length; from += together) {
    const own = order.slice(from, from + together);
    const none = together - own.length;
    const found = await beamSearch(
      await program,
      store,
      options.context,
      [...own.map((d) => begun[d]), ...new Array(none).fill([END])],
      [...own.map((d) => sizes[d]), ...new Array(none).fill(2)],
      { beams, repetitionPenalty, never: [END] },
      () => {
        host?.tell(() => writing(from, order.length));
        host?.check();
      },
    );
    for (const [i, d] of own.entries()) texts[d] = found[i].tokens.slice(begun[d].length);
  }
  return texts;
}

const writing = (done: number, of: number) => `${formatCount(done)} of ${formatCount(of)} texts written`;

/**
 * Natural logarithm of each token's probability, parallel to `pieces`. A text is read in rows of the context, each of
 * which knows of the one before its last token only.
 */
export async function scoreTransformer(
  model: Network,
  { pieces, starts }: Documents,
  options: TransformerOptions,
  host?: FitHost,
): Promise<Float64Array> {
  const { context } = options;
  const batch = SCORERS;
  const { program } = programFor('score', options, batch, () => transformerScoring(options, batch));
  const store = storeOf(model);
  const logs = new Float64Array(pieces.length);
  const rows: { from: number; to: number; first: number }[] = [];
  for (let d = 0; d + 1 < starts.length; d++) {
    for (let from = starts[d]; from < starts[d + 1]; from += context) {
      const first = from === starts[d] ? END : pieces[from - 1];
      rows.push({ from, to: Math.min(from + context, starts[d + 1]), first });
    }
  }
  for (let at = 0; at < rows.length; at += batch) {
    const tokens = new Int32Array(batch * context).fill(END);
    const targets = new Int32Array(batch * context).fill(END);
    const mine = rows.slice(at, at + batch);
    for (const [row, { from, to, first }] of mine.entries()) {
      tokens[row * context] = first;
      tokens.set(pieces.subarray(from, to - 1), row * context + 1);
      targets.set(pieces.subarray(from, to), row * context);
    }
    const { nats } = await (await program).run(store, { tokens, targets });
    for (const [row, { from, to }] of mine.entries()) {
      for (let i = from; i < to; i++) logs[i] = -nats[row * context + i - from];
    }
    host?.check();
  }
  return logs;
}

/** The texts end to end, END before each and after the last. */
function joined({ pieces, starts }: Documents): Int32Array {
  const all = new Int32Array(pieces.length + starts.length).fill(END);
  for (let d = 0; d + 1 < starts.length; d++)
    all.set(pieces.subarray(starts[d], starts[d + 1]), starts[d] + d + 1);
  return all;
}

/**
 * The rows of step k, context + 1 tokens each: pass after pass over all texts in random order, each pass cut at other
 * places. There are `count` rows in a pass, of which those are left out that fill no batch.
 */
function newRows(
  all: Int32Array,
  context: number,
  count: number,
  batch: number,
  seed: number,
): (k: number) => Int32Array[] {
  const spare = all.length - 1 - count * context;
  if (spare < 0) {
    throw new DataError(
      `the texts have ${all.length} tokens with their ends, fewer than a row of ${context + 1}; set a smaller context, or bring more text`,
    );
  }
  const batches = newBatches(count, batch, seed);
  const steps = Math.floor(count / batch);
  return (k) => {
    const pass = Math.floor((k - 1) / steps);
    const first = noiseStream(seed, pass).below(Math.min(context, spare + 1));
    return Array.from(batches(k), (row) => {
      const from = first + row * context;
      return all.subarray(from, from + context + 1);
    });
  };
}
