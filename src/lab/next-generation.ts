/**
 * A loop that feeds on its own output, regime `replace`: every model is trained on the output of the one before and
 * on nothing else, at the size of the first corpus (Shumailov et al. 2024, without their share of original data).
 */
import type { Rng } from '../stats/rng.js';
import { type NgramOptions, sampleNgram, trainNgram } from './learners/ngram.js';
import type { PieceCorpus } from './piece-corpus.js';

/**
 * The next generation: documents as long as those of `corpus`, from an n-gram model of it. `pause` is awaited between
 * the two halves of the work, for callers that must stay responsive; it may throw to stop.
 */
export async function nextGeneration(
  corpus: PieceCorpus,
  options: NgramOptions,
  random: Rng,
  pause: () => Promise<void> = async () => {},
): Promise<PieceCorpus> {
  const lengths = corpus.starts.subarray(1).map((end, d) => end - corpus.starts[d]);
  const model = trainNgram(corpus, options);
  await pause();
  return sampleNgram(model, lengths, random);
}
