/**
 * The text world with a learner that reads and writes texts as they are, so that it may write words that generation 0
 * has not; the probes are those of the n-gram learner, to which all such words are one more.
 */
import { trainNgram } from '../../lm/ngram.js';
import type { Random } from '../../stats/random.js';
import type { Bias, Kind, Seen, Setup, Training, Values } from '../world.js';
import { type CorpusSplit, drawFresh } from './corpus-split.js';
import { type Documents, documents } from './documents.js';
import { histogram } from './histogram.js';
import { pieces } from './pieces.js';
import { LEAST_HELD_OUT, lostWords, probeText, upTo } from './probe-text.js';
import { kindsOf, newExaminer, type TextExaminer } from './text-examiner.js';
import { textTraits } from './text-traits.js';
import { newVerifier } from './text-verifier.js';

/** Stands for every word that is not in the corpus. */
const UNKNOWN = '\ufffd';
const texts: Kind<string[]> = {
  size: (data) => data.length,
  take: (data, which) => Array.from(which, (d) => data[d]),
  join: (parts) => parts.flat(),
};

export type TextBias = Pick<Bias, 'temperature' | 'keep'>;

/** A learner of texts. `M`: what it fits, plain data. */
export interface TextLearner<M> {
  fit(training: Training<string[]>, random: Random, start?: M): M | Promise<M>;
  sample(model: M, n: number, random: Random, bias: TextBias): string[] | Promise<string[]>;
  /** What can bend its sampling. @default temperature and keep */
  bends?: (keyof TextBias)[];
  /** Figures of its own, in place of those of the same name. */
  probe?(seen: Seen<string[], M>): Promise<Values>;
  /** In place of the n-gram judge's. */
  picture?: Setup<string[], M>['picture'];
  continued?: Setup<string[], M>['continued'];
}

/** `order`: of the n-gram models that judge. */
export function openSetup<M>(
  { order, audit }: { order: number; audit: boolean },
  { spellings, human, heldOut, raw }: CorpusSplit,
  learner: TextLearner<M>,
): Setup<string[], M> {
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
    bends: learner.bends ?? ['temperature', 'keep'],
    real: (n, random, generation) =>
      generation === 0 ? raw.human.slice(0, n) : drawFresh(texts, raw.pool, n, random),
    fit: learner.fit,
    sample: learner.sample,
    continued: learner.continued,
    ...(tested && { good: (data: string[], shift: number) => verifier(read(data).known, shift) }),
    traits: (data) => textTraits(read(data).known, open.length),
    texts: (data) => data,
    picture: (seen) => {
      if (learner.picture) return learner.picture(seen);
      const { first, generation, sample } = seen;
      const judge = examiner(first.length);
      return histogram(judge.windows(generation === 0 ? heldOut : read(sample).known));
    },
    lost: ({ sample, first }) => lostWords(read(sample).known, examiner(first.length), open),
    probe: async (seen) => {
      const { generation, sample, first, training, model } = seen;
      const judge = examiner(first.length);
      const { known, kinds, unknown } = read(sample);
      // What a Kneser-Ney model learns of the same training data reads the unseen text: a learner need not score.
      const reader = () =>
        model
          ? trainNgram(read(training.data).known, open.length, { order, smoothing: 'kneser-ney' })
          : judge.model;
      // White space as in the texts of generation 0 that the audit compares with.
      const probed = await probeText(judge, {
        generation,
        sample: known,
        kinds,
        heldOut,
        texts: audit ? () => sample.map((text) => text.replace(/\s+/gu, ' ')) : undefined,
        reader: tested && !learner.probe ? reader : undefined,
      });
      const still = kindsOf(known, open.length) - Number(unknown > 0);
      const words = { kept: still / judge.kinds, invented: unknown / known.pieces.length };
      return { ...probed, ...words, ...(await learner.probe?.(seen)) };
    },
  };
}

interface ReadTexts {
  /** Words that are not in the corpus have the number behind the last. */
  known: Documents;
  /** Different pieces, unknown ones by their spelling. */
  kinds: number;
  /** Unknown pieces, each as often as it stands there. */
  unknown: number;
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
      let unknown = 0;
      for (const text of data) {
        for (const piece of pieces(text)) {
          kinds.add(piece);
          const number = numbers.get(piece);
          if (number === undefined) unknown++;
          all.push(number ?? numbers.size);
        }
        starts.push(all.length);
      }
      const known = { pieces: Int32Array.from(all), starts: Int32Array.from(starts) };
      made = { known, kinds: kinds.size, unknown };
      done.set(data, made);
    }
    return made;
  };
}
