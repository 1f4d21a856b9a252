/**
 * The text world with a learner that is the user's own program. Texts stay what they are, so that a program may write
 * words that generation 0 has not; the probes are those of the n-gram learner, to which all such words are one more.
 */
import { trainNgram } from '../../lm/ngram.js';
import type { Fitted, Trainer } from '../trainer/trainer.js';
import type { Kind, Setup } from '../world.js';
import { type CorpusSplit, drawFresh } from './corpus-split.js';
import { type Documents, documents } from './documents.js';
import { histogram } from './histogram.js';
import { pieces } from './pieces.js';
import { LEAST_HELD_OUT, lostWords, probeText, upTo } from './probe-text.js';
import { newExaminer, type TextExaminer } from './text-examiner.js';
import { newVerifier } from './text-verifier.js';

/** Stands for every word that is not in the corpus. */
const UNKNOWN = '\ufffd';
/** Seeds are handed to programs, some of which take 31 bits. */
const SEEDS = 2 ** 31;

const texts: Kind<string[]> = {
  size: (data) => data.length,
  take: (data, which) => Array.from(which, (d) => data[d]),
  join: (parts) => parts.flat(),
};

/** `order`: of the n-gram models that judge. */
export function trainedSetup(
  { order, audit }: { order: number; audit: boolean },
  { spellings, human, heldOut, raw }: CorpusSplit,
  trainer: Trainer,
): Setup<string[], Fitted> {
  const supply = raw.human.length;
  const numbers = new Map(spellings.map((spelling, number) => [spelling, number]));
  const open = [...spellings, UNKNOWN];
  const read = newReader(numbers);
  const examiners = new Map<number, TextExaminer>();
  const examiner = (n: number): TextExaminer => {
    let made = examiners.get(n);
    if (!made) {
      made = newExaminer(documents.take(human, upTo(n)), open, order);
      examiners.set(n, made);
    }
    return made;
  };
  const tested = heldOut.pieces.length >= LEAST_HELD_OUT;
  const verifier = newVerifier(heldOut, () => examiner(supply).model);
  return {
    kind: texts,
    supply,
    bends: ['temperature', 'keep'],
    real: (n, random, generation) =>
      generation === 0 ? raw.human.slice(0, n) : drawFresh(texts, raw.pool, n, random),
    fit: ({ data }, random, start) => trainer.fit(data, random.below(SEEDS), start),
    sample: (model, n, random, bias) => trainer.sample(model, n, random.below(SEEDS), bias),
    ...(tested && { good: (data: string[], shift: number) => verifier(read(data).known, shift) }),
    texts: (data) => data,
    picture: ({ first, generation, sample }) => {
      const judge = examiner(first.length);
      return histogram(judge.windows(generation === 0 ? heldOut : read(sample).known));
    },
    lost: ({ sample, first }) => lostWords(read(sample).known, examiner(first.length), open),
    probe: ({ generation, sample, first, training, model }) => {
      const judge = examiner(first.length);
      const { known, kinds } = read(sample);
      // What a Kneser-Ney model learns of the same training data reads the unseen text: a program need not score.
      const reader = () =>
        model
          ? trainNgram(read(training.data).known, open.length, { order, smoothing: 'kneser-ney' })
          : judge.model;
      // White space as in the texts of generation 0 that the audit compares with.
      return probeText(judge, {
        generation,
        sample: known,
        kinds,
        heldOut,
        texts: audit ? () => sample.map((text) => text.replace(/\s+/gu, ' ')) : undefined,
        reader: tested ? reader : undefined,
      });
    },
  };
}

interface ReadTexts {
  /** Words that are not in the corpus have the number behind the last. */
  known: Documents;
  /** Different pieces, unknown ones by their spelling. */
  kinds: number;
}

/** Remembers what it was given, for all that is measured of a generation is measured of the same texts. */
function newReader(numbers: ReadonlyMap<string, number>): (data: string[]) => ReadTexts {
  const done = new WeakMap<string[], ReadTexts>();
  return (data) => {
    let made = done.get(data);
    if (!made) {
      const all: number[] = [];
      const starts = [0];
      const kinds = new Set<string>();
      for (const text of data) {
        for (const piece of pieces(text)) {
          kinds.add(piece);
          all.push(numbers.get(piece) ?? numbers.size);
        }
        starts.push(all.length);
      }
      const known = { pieces: Int32Array.from(all), starts: Int32Array.from(starts) };
      made = { known, kinds: kinds.size };
      done.set(data, made);
    }
    return made;
  };
}
