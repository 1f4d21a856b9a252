/**
 * The tour: a small language model learns from people's speeches, the next ones each from the output of the one
 * before, and every generation is audited against the speeches, exactly as `gen0 audit` does it. What is shown is
 * what was measured; nothing is prepared.
 */
import type { AuditResult } from '../../audit/result.js';
import { type NgramModel, type NgramOptions, trainNgram } from '../../lm/ngram.js';
import { sampleNgram } from '../learners/sample-ngram.js';
import { runLoop } from '../loop/loop.js';
import { parseRegime } from '../loop/regime.js';
import { type Documents, documents, lengthsOf } from '../text/documents.js';
import { type PieceCorpus, textOf, toPieces } from '../text/piece-corpus.js';
import type { Setup } from '../world.js';
import { type AuditThread, newAuditThread } from './audit-thread.js';
import { demoText, type Generation } from './demo-text.js';
import { sampleSentence } from './sample-sentence.js';
import { readSpeeches } from './speeches.js';

export interface DemoOptions {
  /** Of what the models write and of the audits. */
  seed: number;
  /** Of gen0, for the results. */
  version: string;
  colour: boolean;
  signal: AbortSignal;
  /** Told what is being done now, and how many of all steps are done. */
  onStep?: (label: string, done: number, steps: number) => void;
  /** Keeps the audit of the last generation; returns where, as shown to the user. */
  save?: (result: AuditResult) => Promise<string>;
}

/** Generations after the human one. */
export const GENERATIONS = 5;

/** A trigram model keeps a text's turns of phrase and is small; without smoothing it could make no new pair of words at all. */
export const LEARNER: NgramOptions = { order: 3, smoothing: 'witten-bell' };

/** Every second speech: enough for sure verdicts, in half the time. */
const EVERY = 2;

/** The text, ending with a newline. Throws the signal's reason when aborted. */
export async function runDemo(options: DemoOptions): Promise<string> {
  const { seed, version, colour, signal, onStep = () => {}, save } = options;
  const all = readSpeeches();
  await breathe(signal);
  const speeches = all.filter((_, i) => i % EVERY === 0);
  const human = speeches.map(({ text }) => text);
  const thread = newAuditThread({ halves: halve(human), seed, version });
  const step = (done: number) => {
    const label = done === 0 ? 'people' : `generation ${done} of ${GENERATIONS}`;
    onStep(`auditing ${label}`, done, GENERATIONS + 1);
  };
  try {
    const first = toPieces(human);
    const generations = await stopOn(signal, play(first, seed, thread, step, signal));
    const saved = await save?.(generations[GENERATIONS].result);
    const { length } = first.pieces;
    const facts = {
      speeches: speeches.length,
      of: all.length,
      from: speeches[0].date,
      to: speeches[speeches.length - 1].date,
    };
    return demoText({ ...facts, pieces: length, learner: LEARNER, seed, generations, saved }, colour);
  } finally {
    await thread.stop();
  }
}

/** While one generation is audited in the thread, the loop makes the next. */
async function play(
  first: PieceCorpus,
  seed: number,
  thread: AuditThread,
  step: (done: number) => void,
  signal: AbortSignal,
): Promise<Generation[]> {
  const generations: Generation[] = [];
  const { spellings } = first;
  const lengths = lengthsOf(first);
  const world: Setup<Documents, NgramModel> = {
    kind: documents,
    real: () => first,
    fit: ({ data }) => trainNgram(data, spellings.length, LEARNER),
    sample: (model, _, random) => sampleNgram(model, lengths, random),
    probe: () => ({}),
  };
  const plan = {
    samples: lengths.length,
    growth: 0,
    generations: GENERATIONS,
    regime: parseRegime('replace'),
  };
  let auditing: Promise<void> = Promise.resolve();
  await runLoop(world, plan, {
    seed,
    onGeneration: async (made) => {
      await auditing;
      const { generation, sample } = made!; // Every generation is measured.
      step(generation);
      await breathe(signal);
      const texts = Array.from(lengths, (_, d) => textOf({ ...sample, spellings }, d));
      const audited = thread.audit(generation, generation === 0 ? [] : texts);
      auditing = audited.then((result) => {
        generations.push({ result, sentence: sampleSentence(texts) });
      });
      auditing.catch(() => {}); // Thrown where it is awaited.
      await breathe(signal);
    },
  });
  await auditing;
  return generations;
}

/** Lets signals and messages come through. Throws the signal's reason when aborted. */
async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resume) => setImmediate(resume));
  signal.throwIfAborted();
}

/** Every second one and the others: of dated texts, two halves of the same times. */
function halve(texts: string[]): [string[], string[]] {
  return [texts.filter((_, i) => i % 2 === 0), texts.filter((_, i) => i % 2 === 1)];
}

/** `work`, or the signal's reason as soon as it is aborted. */
async function stopOn<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
