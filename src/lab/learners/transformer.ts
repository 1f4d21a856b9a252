/**
 * The transformer of nn/ as a learner: fitted to texts as numbers, writing texts of given lengths, and scoring texts.
 * Programs are compiled once a thread and serve all generations and runs.
 *
 * All regimes take the same number of steps however much text there is. A step learns from rows cut out of the texts laid
 * end to end, END between them; each pass over them cuts elsewhere. Adam's weights decay, its gradients are clipped, and
 * its rate rises over the first steps and then falls along a cosine, as usual since Radford et al. (2018).
 *
 * A text longer than the context is written in blocks: each begins with the last tokens of the one before.
 */
import type { Documents } from '../../lm/documents.js';
import {
  type AdamOptions,
  compile,
  END,
  fillStore,
  type Graph,
  generate,
  hold,
  type Program,
  type Sampling,
  type Store,
  type TransformerSizes,
  trainStep,
  transformerSampler,
  transformerScoring,
  transformerTraining,
} from '../../nn/index.js';
import { newRandom, type Random } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import { permutationOf } from '../loop/permutation-of.js';

export interface TransformerOptions extends TransformerSizes {
  /** Rows of `context` tokens a step. */
  batch: number;
  /** Steps of AdamW. */
  steps: number;
  /** Its highest learning rate. */
  rate: number;
}

/** Parameters by name: plain data. */
export type Transformer = Record<string, { shape: number[]; data: Float32Array }>;

const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.99, decay: 0.1, clip: 1 };
/** Share of the steps over which the rate rises. */
const WARM_UP = 0.05;
/** What is left of the rate at the end. */
const LAST_RATE = 0.1;
/** Texts that are written at a time. */
const WRITERS = 64;
/** Share of the context that a block takes over from the one before. */
const TAIL = 0.25;

const compiled = new Map<string, { graph: Graph; program: Promise<Program> }>();

function programOf(what: string, sizes: TransformerSizes, batch: number, make: () => Graph) {
  const { vocabulary, context, width, heads, layers } = sizes;
  const name = [what, vocabulary, context, width, heads, layers, batch].join(' ');
  let known = compiled.get(name);
  if (!known) {
    const graph = make();
    known = { graph, program: compile(graph) };
    compiled.set(name, known);
  }
  return known;
}

/** The rate of step `step` (from 1) of `steps`, as a share of the highest. */
export function rateAt(step: number, steps: number): number {
  const rising = Math.max(1, Math.round(WARM_UP * steps));
  if (step <= rising) return step / rising;
  const far = (step - rising) / Math.max(1, steps - rising);
  return LAST_RATE + ((1 - LAST_RATE) * (1 + Math.cos(Math.PI * far))) / 2;
}

/**
 * Learns the texts, from scratch or from `start`. Throws DataError where training diverges, where all texts together are
 * shorter than a row, and where the engine is not installed.
 */
export async function fitTransformer(
  texts: Documents,
  options: TransformerOptions,
  random: Random,
  start?: Transformer,
  onStep: (step: number, loss: number) => void = () => {},
): Promise<Transformer> {
  const { context, batch, steps, rate } = options;
  const { graph, program } = programOf('train', options, batch, () =>
    transformerTraining(options, batch, ADAM),
  );
  const store = fillStore(start ? storeOf(start) : new Map(), graph, random);
  const training = { program: await program, store, steps: 0, options: ADAM };
  const nextRow = newRows(joined(texts), context, random);
  const tokens = new Int32Array(batch * context);
  const targets = new Int32Array(batch * context);
  while (training.steps < steps) {
    for (let row = 0; row < batch; row++) {
      const cut = nextRow();
      tokens.set(cut.subarray(0, context), row * context);
      targets.set(cut.subarray(1), row * context);
    }
    const now = rate * rateAt(training.steps + 1, steps);
    const { loss } = await trainStep(training, { tokens, targets }, now).catch((error) => {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${error.message}; here --set rate=${rate / 10}, say`);
    });
    onStep(training.steps, loss);
  }
  return parametersOf(graph, store);
}

/**
 * Texts of the lengths given, in tokens; `prompts` may begin them (as a part of their length). `randoms` has a stream for
 * each, so that a text does not depend on those beside it.
 */
export async function writeTransformer(
  model: Transformer,
  lengths: ArrayLike<number>,
  options: TransformerOptions,
  randoms: readonly Random[],
  sampling: Sampling = {},
  prompts: readonly ArrayLike<number>[] = [],
  onText: (done: number) => void = () => {},
): Promise<Int32Array[]> {
  const { context } = options;
  const { graph, program } = programOf('write', options, WRITERS, () => transformerSampler(options, WRITERS));
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
  let done = 0;
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
    );
    for (const [i, writer] of writers.entries()) {
      const { from, to } = blocks[i];
      writer.text.set(written[i].subarray(0, to - from), from);
      writer.known = to;
    }
    const left = writers.filter(({ text, known }) => known < text.length);
    done += writers.length - left.length;
    const more = Math.min(WRITERS - left.length, open.length - next);
    writers = [...left, ...open.slice(next, next + more)];
    next += more;
    onText(done);
  }
  return texts.map(({ text }) => text.subarray(1));
}

/**
 * Natural logarithm of each token's probability, parallel to `pieces`. A text is read in rows of the context, each of
 * which knows of the one before its last token only.
 */
export async function scoreTransformer(
  model: Transformer,
  { pieces, starts }: Documents,
  options: TransformerOptions,
): Promise<Float64Array> {
  const { context, batch } = options;
  const { program } = programOf('score', options, batch, () => transformerScoring(options, batch));
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

/** Rows of context + 1 tokens, pass after pass in random order, each pass with another first place. */
function newRows(all: Int32Array, context: number, random: Random): () => Int32Array {
  if (all.length <= context) {
    throw new DataError(
      `the texts have ${all.length} tokens with their ends, fewer than a row of ${context + 1}; set a smaller context, or bring more text`,
    );
  }
  let order: Uint32Array = new Uint32Array(0);
  let first = 0;
  let place = 0;
  return () => {
    if (place === order.length) {
      first = random.below(Math.min(context, all.length - context));
      order = permutationOf(Math.floor((all.length - 1 - first) / context), random);
      place = 0;
    }
    const from = first + order[place++] * context;
    return all.subarray(from, from + context + 1);
  };
}

function storeOf(model: Transformer): Store {
  const store: Store = new Map();
  // Training writes over what it holds: the model itself stays as it is.
  for (const [name, { shape, data }] of Object.entries(model)) hold(store, name, shape, data.slice());
  return store;
}

function parametersOf(graph: Graph, store: Store): Transformer {
  const model: Transformer = {};
  for (const [name, { tensor }] of graph.states) {
    if (tensor.learns) model[name] = { shape: [...tensor.shape], data: store.get(name)!.data.slice() };
  }
  return model;
}
