/**
 * Text: a language model of a corpus feeds on its own output, and every generation is audited against the first as
 * `gen0 audit` would. N-grams, or a small transformer, stand in for the language model of Shumailov et al. (2024,
 * figure 1), of which they can show the course, not the figures.
 */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type NgramModel, trainNgram } from '../../lm/ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import { ConfigError } from '../../util/errors.js';
import { readSpeeches } from '../demo/speeches.js';
import type { LabInput } from '../lab-input.js';
import { editNgram, sampleNgram } from '../learners/sample-ngram.js';
import { type CorpusSplit, drawFresh, splitCorpus } from '../text/corpus-split.js';
import { cutTexts } from '../text/cut-texts.js';
import { type Documents, documents, lengthsOf } from '../text/documents.js';
import { histogram } from '../text/histogram.js';
import { openSetup } from '../text/open-setup.js';
import { LEAST_HELD_OUT, lostWords, probeText, TEXT_METRICS, upTo } from '../text/probe-text.js';
import { programLearner } from '../text/program-learner.js';
import { rarest } from '../text/rarest.js';
import { kindsOf, newExaminer, type TextExaminer, textsOf } from '../text/text-examiner.js';
import { textTraits } from '../text/text-traits.js';
import { newVerifier } from '../text/text-verifier.js';
import { transformerLearner } from '../text/transformer-learner.js';
import type { TrainerOptions } from '../trainer/trainer.js';
import type { Seen, Setup, World } from '../world.js';

const parameters = z.strictObject({
  order: z.int().min(1).max(5).default(3).describe('length of the n-grams'),
  smoothing: z
    .enum(SMOOTHINGS)
    .default('witten-bell')
    .describe(
      'what a context leaves to shorter ones: nothing (copies most), some, or the most (new phrases)',
    ),
  reserve: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.5)
    .describe('share of the documents held back: a quarter of them as test, the rest for the regime fresh'),
  most: z
    .int()
    .min(1000)
    .default(2_000_000)
    .describe('words and signs that are used; of a larger corpus, documents are drawn'),
  cut: z
    .int()
    .min(0)
    .default(0)
    .describe('words of the parts into which documents are cut first; 0 leaves them as they are'),
  audit: z
    .boolean()
    .default(true)
    .describe('audit the generations; without, a run takes a third of the time'),
  learner: z
    .enum(['ngram', 'transformer', 'command', 'openai'])
    .default('ngram')
    .describe(
      'what is fitted: n-grams, a small transformer (needs onnxruntime-node), your own program, or examples that a server is shown (docs/trainers.md)',
    ),
  tokeniser: z
    .enum(['byte-pairs', 'characters'])
    .default('byte-pairs')
    .describe('what a transformer reads; made from generation 0, the same for all generations'),
  tokens: z.int().min(257).max(65_536).default(4096).describe('byte pairs and bytes that there are'),
  context: z.int().min(2).max(4096).default(64).describe('tokens that the transformer sees at most'),
  width: z.int().min(1).max(4096).default(128).describe('its width, a multiple of heads'),
  layers: z.int().min(1).max(48).default(4).describe('its layers'),
  heads: z.int().min(1).max(64).default(4).describe('its heads of attention'),
  batch: z.int().min(1).default(16).describe('rows of text that it learns from in a step'),
  steps: z.int().min(1).default(1000).describe('steps that every generation takes, whatever the regime'),
  epochs: z
    .number()
    .min(0)
    .default(0)
    .describe('passes over the text in place of steps, so that more text takes more of them; 0: steps'),
  rate: z.number().positive().default(2e-3).describe('its highest learning rate'),
  penalty: z
    .number()
    .min(1)
    .max(100)
    .default(1)
    .describe('repetition penalty of a transformer that writes: 1 is none, 2 that of Shumailov et al.'),
  prompt: z
    .int()
    .min(0)
    .max(4096)
    .default(0)
    .describe(
      'tokens of the human text before it after which a transformer writes a text; they are not kept',
    ),
  beams: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('of its beam search, 5 in Shumailov et al.; 1 draws at random'),
  url: z.string().default('').describe('server of learner openai, as http://localhost:8080'),
  model: z.string().default('').describe('its name of the model'),
  shots: z.int().min(0).max(64).default(4).describe('training texts that it is shown for each text'),
  parallel: z.int().min(1).max(64).default(4).describe('requests at a time'),
  reply: z.int().min(1).default(512).describe('tokens of a text at most'),
  command: z
    .array(z.string().min(1))
    .default([])
    .describe('the program of learner command and its first arguments, as [python3, train.py]'),
  timeout: z
    .number()
    .positive()
    .max(2_000_000)
    .default(86_400)
    .describe('seconds after which a call of the program is ended'),
});

type Parameters = z.infer<typeof parameters>;
type TextSeen = Seen<Documents, NgramModel>;

export const text: World<Parameters> = {
  name: 'text',
  title: 'Text, by language models',
  about:
    'A language model of a corpus trained on its own output: rare words go first, phrases hold. Every generation is audited against the corpus.',
  source:
    'Shumailov et al. 2024, figure 1 (course, not figures); Gerstgrasser et al. 2024; Chen and Goodman 1998',
  parameters,
  input: 'corpus',
  // A corpus that has fewer documents gives what it has.
  defaults: { samples: 1000, generations: 10, seeds: 1 },
  metrics: TEXT_METRICS,
  roles: { risk: 'held-out', tail: 'vocabulary', variance: 'diversity/entropy' },
  setup(settings, random, input, newTrainer, fits) {
    const { texts, name } = corpusOf(input);
    const { reserve, most, cut, learner, command } = settings;
    if (learner !== 'command' && command.length > 0) {
      throw new ConfigError(`world text: command is given, but learner is ${learner}; set learner: command`);
    }
    for (const [name, none] of Object.entries({ penalty: 1, prompt: 0, beams: 1 })) {
      if (learner === 'transformer' || settings[name as 'penalty' | 'prompt' | 'beams'] === none) continue;
      throw new ConfigError(
        `world text: ${name} is given, but learner is ${learner}; set learner: transformer`,
      );
    }
    const split = splitCorpus(cut > 0 ? cutTexts(texts, cut) : texts, name, reserve, most, random);
    if (learner === 'ngram') return textSetup(settings, split);
    if (learner === 'transformer') {
      return openSetup(settings, split, transformerLearner(settings, split.raw, random, fits));
    }
    if (learner === 'openai') {
      if (!newTrainer) {
        throw new ConfigError('world text: learner openai needs a work folder for what the server answers');
      }
      return openSetup(settings, split, programLearner(newTrainer(promptingOf(settings))));
    }
    if (command.length === 0) {
      throw new ConfigError(
        'world text: learner command needs a program: --command "python3 train.py", or command: [python3, train.py]',
      );
    }
    if (!newTrainer) {
      throw new ConfigError('world text: learner command needs a work folder for what the program writes');
    }
    return openSetup(settings, split, programLearner(newTrainer(settings)));
  },
};

/** The program that prompts in place of training. */
function promptingOf({ url, model, shots, parallel, reply, timeout }: Parameters): TrainerOptions {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new ConfigError(
      `world text: learner openai needs a server: url ${JSON.stringify(url)} is none; --url http://localhost:8080, say`,
    );
  }
  if (model === '') {
    throw new ConfigError(
      'world text: learner openai needs the name of a model: --model NAME, or model: NAME',
    );
  }
  const program = fileURLToPath(new URL('../../cli/openai-program.js', import.meta.url));
  const flags = { url, model, shots, parallel, reply };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  return { command: [process.execPath, program, ...args], shown: 'learner openai', timeout };
}

function corpusOf(input: LabInput | undefined): { texts: string[]; name: string } {
  if (input?.kind === 'corpus') return input;
  return { texts: readSpeeches().map((speech) => speech.text), name: 'State of the Union speeches' };
}

/** The world on a corpus that is split already. */
export function textSetup(
  { order, smoothing, audit }: Pick<Parameters, 'order' | 'smoothing' | 'audit'>,
  { spellings, human, pool, heldOut }: Omit<CorpusSplit, 'raw'>,
): Setup<Documents, NgramModel> {
  const types = spellings.length;
  const lengths = lengthsOf(human);
  const supply = lengths.length;
  const lengthOf = (n: number) => Int32Array.from({ length: n }, (_, d) => lengths[d % supply]);
  /** Of the first n documents; a run asks for one n. */
  const examiners = new Map<number, TextExaminer>();
  const examiner = (n: number): TextExaminer => {
    let made = examiners.get(n);
    if (!made) {
      made = newExaminer(n === supply ? human : documents.take(human, upTo(n)), spellings, order);
      examiners.set(n, made);
    }
    return made;
  };
  const tested = heldOut.pieces.length >= LEAST_HELD_OUT;
  const verifier = newVerifier(heldOut, () => examiner(supply).model);
  return {
    kind: documents,
    supply,
    bends: ['temperature', 'keep'],
    real(n, randomly, generation) {
      if (generation === 0) return documents.take(human, upTo(n));
      return drawFresh(documents, pool, n, randomly);
    },
    fit: ({ data }) => trainNgram(data, types, { order, smoothing }),
    sample: (model, n, randomly, bias) => sampleNgram(model, lengthOf(n), randomly, bias),
    edit: (data, model, share, randomly) => editNgram(model, data, share, randomly),
    rare: (model, n, randomly) =>
      rarest(sampleNgram(model, lengthOf(4 * n), randomly), n, examiner(supply).counts),
    ...(tested && { good: verifier }),
    traits: (data) => textTraits(data, types),
    texts: (data) => textsOf(data, spellings),
    picture: (seen) => {
      const judge = examiner(documents.size(seen.first));
      return histogram(judge.windows(seen.generation === 0 ? heldOut : seen.sample));
    },
    lost: ({ sample, first }) => lostWords(sample, examiner(documents.size(first)), spellings),
    probe: (seen) => {
      const judge = examiner(documents.size(seen.first));
      const { generation, sample } = seen;
      return probeText(judge, {
        generation,
        sample,
        kinds: kindsOf(sample, types),
        heldOut,
        texts: audit ? () => textsOf(sample, spellings) : undefined,
        reader: tested ? () => readerOf(seen, judge) : undefined,
      });
    },
  };

  /** The model, as Kneser-Ney would have it where the model itself holds unseen words to be impossible. */
  function readerOf({ model, training }: TextSeen, judge: TextExaminer): NgramModel {
    if (!model) return judge.model;
    return smoothing === 'kneser-ney'
      ? model
      : trainNgram(training.data, types, { order, smoothing: 'kneser-ney' });
  }
}
