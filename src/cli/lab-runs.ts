/** What `gen0 lab run` and `sweep` share: their flags, the run, and what is saved and shown at the end. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { LabInput, LabResult, Loaded, Overrides } from '../lab/index.js';
import { labJson, labText } from '../report/index.js';
import { saveLab } from '../store/index.js';
import { replaceFile } from '../util/durable.js';
import { DataError, UsageError } from '../util/errors.js';
import { formatSeconds } from '../util/format.js';
import { shownPath, storeOf } from './audits.js';
import type { Args, OptionTable } from './command.js';
import { commandWords } from './command-words.js';
import { type Context, shownAt, wantsColour } from './context.js';
import { defined, integerFlag, isSet, listFlag, textFlag } from './flags.js';
import { startLabTable } from './lab-table.js';
import { version } from './version.js';

export const LAB_OPTIONS: OptionTable = {
  regime: { type: 'string', multiple: true },
  samples: { type: 'string' },
  initial: { type: 'string' },
  generations: { type: 'string' },
  seeds: { type: 'string' },
  seed: { type: 'string' },
  every: { type: 'string' },
  set: { type: 'string', multiple: true },
  learner: { type: 'string' },
  command: { type: 'string' },
  url: { type: 'string' },
  model: { type: 'string' },
  corpus: { type: 'string', multiple: true },
  data: { type: 'string' },
  label: { type: 'string' },
  ratings: { type: 'string' },
  images: { type: 'string' },
  labels: { type: 'string' },
  side: { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  spinning: { type: 'boolean' },
  resume: { type: 'boolean' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  'no-save': { type: 'boolean' },
  'no-texts': { type: 'boolean' },
  store: { type: 'string' },
};

export const LAB_HELP = `
What is run; what an arm sets itself, it keeps
      --regime R       gen0 lab show regimes; several = arms to compare
      --samples N      observations that each generation is trained on
      --initial N      real observations of generation 1 (default: samples)
      --generations N  models, each trained on what the regime makes of the last
      --seeds N        independent runs of each arm
      --seed N         of the first run (default 1): same seed, same bytes
      --every N        measure every so many generations
      --set NAME=VALUE a parameter of the world: gen0 lab show <world>
      --learner NAME   of text: ngram, transformer, command, openai; of digits: vae, gan
      --command LINE   a program of yours as learner, as "python3 train.py"
      --url URL        a server with the API of OpenAI as learner, which is shown
                       texts (docs/trainers.md); the key is OPENAI_API_KEY
      --model NAME     the server's name of its model
What you bring, to a world that takes it
      --corpus PATH    documents: anything that gen0 audit reads; repeatable
      --data FILE      a table: .arff or .csv
      --label COLUMN   its classes (default: class, or the last column of words)
      --ratings FILE   .inter, .csv, .data or .dat: a user, an item, a rating a line
      --images PATH    images: IDX (MNIST; .gz or not), .npy, or a folder of PNG and JPEG
      --labels PATH    their classes: IDX, .npy, or the same folder of folders
      --side N         pixels of each side (default: their own up to 64, else 32)
Running and saving
  -j, --jobs N         threads (default: as many as cores); what no run takes, its networks do
      --spinning       their threads wait without rest: faster where nothing else runs
      --resume         go on after an interruption
      --json           the result on stdout and nothing else
      --html FILE      the report as one offline page (saved under .gen0 as well)
      --no-save        do not save under .gen0
      --no-texts       do not save what the models wrote, where that is text
      --store DIR      where runs are saved (default .gen0)
`;

const BIG = 1e9;
/** Pixels of a side that images may be brought to. */
export const LEAST_SIDE = 4;
export const MOST_SIDE = 512;

export function overridesOf(args: Args): Overrides {
  const count = (name: string, low: number) => integerFlag(args, name, low, BIG);
  return defined({
    regimes: listFlag(args, 'regime'),
    samples: count('samples', 2),
    initial: count('initial', 2),
    generations: count('generations', 1),
    seeds: count('seeds', 1),
    seed: integerFlag(args, 'seed', 0, 2 ** 32 - 1),
    every: count('every', 1),
    with: parametersOf(args),
  });
}

function parametersOf(args: Args): Record<string, unknown> | undefined {
  const set = listFlag(args, 'set').map((text) => {
    const [name, ...rest] = text.split('=');
    if (name === '' || rest.length === 0)
      throw new UsageError(`--set ${text}: write name=value, as in --set dims=2`);
    return [name, parse(rest.join('='))];
  });
  const line = textFlag(args, 'command');
  const url = textFlag(args, 'url');
  const model = textFlag(args, 'model');
  const meant = line !== undefined ? 'command' : url !== undefined ? 'openai' : undefined;
  const learner = textFlag(args, 'learner') ?? meant;
  if (learner !== undefined) set.push(['learner', learner]);
  if (line !== undefined) set.push(['command', commandWords(line)]);
  if (url !== undefined) set.push(['url', url]);
  if (model !== undefined) set.push(['model', model]);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

/** What the user brought, and what was done to it. */
export interface Brought {
  input?: LabInput;
  notes: string[];
}

/** One thing at a time. */
export async function labInput(args: Args, { engine, cwd }: Context): Promise<Brought> {
  const corpus = listFlag(args, 'corpus');
  const data = textFlag(args, 'data');
  const ratings = textFlag(args, 'ratings');
  const label = textFlag(args, 'label');
  const images = textFlag(args, 'images');
  const given = [corpus[0], data, ratings, images].filter((path) => path !== undefined);
  if (given.length > 1)
    throw new UsageError('--corpus, --data, --ratings and --images: a world takes one of them');
  if (label !== undefined && data === undefined) {
    throw new UsageError(`--label ${label}: it names a column of --data, which is not given`);
  }
  const labels = textFlag(args, 'labels');
  const side = integerFlag(args, 'side', LEAST_SIDE, MOST_SIDE);
  if (images === undefined && (labels !== undefined || side !== undefined)) {
    throw new UsageError(
      `--${labels === undefined ? 'side' : 'labels'}: it is about --images, which are not given`,
    );
  }
  const lab = await engine.lab();
  const at = (path: string) => shownAt(path, cwd);
  if (images !== undefined)
    return lab.readImages(at(images), { labels: labels === undefined ? labels : at(labels), side });
  if (data !== undefined) return { input: lab.readTable(at(data), label), notes: [] };
  if (ratings !== undefined) return { input: lab.readRatings(at(ratings)), notes: [] };
  return { ...(corpus.length > 0 && { input: await lab.readTexts(corpus.map(at)) }), notes: [] };
}

/** Runs, saves and shows; resolves to the exit code. */
export async function runAndShow(
  { name, experiment, notes }: Loaded,
  brought: Brought,
  args: Args,
  context: Context,
  sweep?: LabResult['sweep'],
): Promise<number> {
  const quiet = isSet(args, 'quiet');
  const store = storeOf(args, undefined, context);
  const lab = await context.engine.lab();
  // Drawing loads what no other command needs.
  const { labHtml, labImages, labSvgs } = await import('../report/lab/index.js');
  const keeps = !isSet(args, 'no-save');
  let saved: { folder: string } | undefined;
  const save = (result: LabResult, texts: string | undefined) => {
    result.warnings.unshift(
      ...notes.map((message) => ({ id: 'left-out', message })),
      ...brought.notes.map((message) => ({ id: 'images', message })),
    );
    if (!keeps) return;
    const drawings = Object.fromEntries(labSvgs(result).map(({ name, svg }) => [name, svg]));
    const images = Object.fromEntries(labImages(result).map(({ name, png }) => [name, png]));
    const files = { 'result.json': labJson(result), 'report.html': labHtml(result), ...drawings, ...images };
    saved = saveLab(store, files, texts);
  };
  const table = startLabTable(experiment, quiet, context);
  let result: LabResult;
  try {
    result = await lab.runExperiment(experiment, {
      name,
      input: brought.input,
      sweep,
      jobs: integerFlag(args, 'jobs', 1, 256),
      spinning: isSet(args, 'spinning'),
      workFolder: `${store}/work`,
      resume: isSet(args, 'resume'),
      texts: keeps && !isSet(args, 'no-texts'),
      onResult: save,
      onProgress: table.update,
      signal: context.signal,
      version: version(),
    });
  } finally {
    table.end();
  }
  const page = textFlag(args, 'html');
  if (page !== undefined) writePage(page, labHtml(result), context);
  if (isSet(args, 'json')) {
    context.stdout.write(labJson(result));
    return 0;
  }
  if (quiet) return 0;
  const colour = wantsColour(isSet(args, 'no-color'), context);
  const lines = ['', `${formatSeconds(result.timing.total)}`];
  if (saved) {
    const folder = saved.folder;
    const more = existsSync(join(folder, 'texts')) ? 'drawings, texts' : 'drawings';
    lines.push(`saved in ${shownPath(folder, context)} (report.html, result.json, ${more})`);
  }
  context.stdout.write(`${labText(result, { colour })}${lines.join('\n')}\n`);
  return 0;
}

function writePage(path: string, page: string, { cwd }: Context): void {
  try {
    replaceFile(resolve(cwd, path), page);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DataError(`--html ${path}: cannot be written (${code}); check that its folder exists`);
  }
}
