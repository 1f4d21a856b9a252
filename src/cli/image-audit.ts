/** `gen0 audit <images> --reference <images>`: what both sides are says so, no flag. */
import { statSync } from 'node:fs';
import type { ImageSet } from '../images/index.js';
import { DataError, UsageError } from '../util/errors.js';
import { atOnce } from './at-once.js';
import type { Args } from './command.js';
import { type Context, shownAt } from './context.js';
import { nameOfPaths } from './corpora.js';
import { integerFlag, isSet, listFlag, textFlag } from './flags.js';
import { LEAST_SIDE } from './lab-runs.js';
import { startSteps } from './progress.js';
import { assertNoTextFlags, finishSided, onlyOf, sidedSettings } from './sided-audit.js';
import { version } from './version.js';

/** Pixels of a side at the most: each image is compared with thousands. */
const MOST_SIDE = 64;

/** Flags that say nothing about images, beside those of text that no table has either. */
const USELESS = [
  'columns',
  'group',
  'compat',
  'embedder',
  'embeddings',
  'reference-embeddings',
  'lm',
  'scores',
];

/**
 * Whether the paths of the two sides are images. Throws DataError where only some of them are, and for a picture that
 * is named by itself.
 */
export async function areImages(args: Args, { engine, cwd }: Context): Promise<boolean> {
  const paths = [...args.positionals, ...listFlag(args, 'reference')].map((path) => shownAt(path, cwd));
  const single = paths.find((path) => /\.(png|jpe?g)$/i.test(path) && isFile(path));
  if (single !== undefined) {
    throw new DataError(`${single}: a single picture is no corpus; name the folder that holds all of them`);
  }
  if (paths.length === 0) return false;
  const { holdsImages } = await engine.images();
  const found = paths.map((path) => holdsImages(path));
  if (!found.includes(true)) return false;
  if (found.includes(false)) {
    const [yes, no] = [paths[found.indexOf(true)], paths[found.indexOf(false)]];
    throw new DataError(
      `${no}: holds no images that can be read, but ${yes} does; images are compared with images (IDX, .npy, or a folder of PNG and JPEG)`,
    );
  }
  return true;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Resolves to the exit code. */
export async function auditOfImages(args: Args, context: Context): Promise<number> {
  assertNoTextFlags(args, 'images', USELESS);
  const references = listFlag(args, 'reference');
  if (args.positionals.length !== 1 || references.length !== 1) {
    throw new UsageError('images: one path a side, as in gen0 audit made.npy --reference real/');
  }
  const engine = await context.engine.images();
  const only = onlyOf(args, Object.values(engine.IMAGE_CARDS), 'images');
  const side = integerFlag(args, 'side', LEAST_SIDE, MOST_SIDE);
  const labels = textFlag(args, 'reference-labels');
  const settings = await sidedSettings(args, context);
  const [made, human] = [args.positionals[0], references[0]];
  const start = context.now();
  const steps = startSteps(isSet(args, 'quiet'), context);
  let corpus: ImageSet;
  let reference: ImageSet;
  try {
    const read = (path: string) => {
      const onProgress = (done: number, count: number) =>
        steps.step(`reading ${nameOfPaths([path])}`, done, count);
      return engine.readImages(shownAt(path, context.cwd), { side, onProgress, signal: context.signal });
    };
    corpus = await read(made);
    reference = await read(human);
  } finally {
    steps.end();
  }
  if (labels !== undefined) {
    reference = { ...reference, labels: engine.readLabels(shownAt(labels, context.cwd), reference) };
  }
  if (corpus.width !== reference.width || corpus.height !== reference.height) {
    const size = ({ width, height }: ImageSet) => `${width} x ${height}`;
    throw new DataError(
      `${made} has images of ${size(corpus)} pixels, ${human} of ${size(reference)}; bring both to one size, as with --side ${Math.min(corpus.width, corpus.height, reference.width, reference.height, MOST_SIDE)}`,
    );
  }
  const compared = context.now();
  const { seed, lineage } = settings;
  const options = {
    seed,
    version: version(),
    lineage,
    corpusName: nameOfPaths([made]),
    referenceName: nameOfPaths([human]),
    only,
  };
  const measured = await atOnce(() => engine.auditImages(corpus, reference, options));
  return finishSided(args, measured, settings, { start, compared }, context);
}
