/** Continues texts, token by token, with the cached sampler (models/transformer-sampler.ts). */
import type { Random } from '../stats/random.js';
import { UsageError } from '../util/errors.js';
import type { Program } from './executor.js';
import { drawToken, type Sampling, sampleToken } from './sample-token.js';
import type { Store } from './store.js';

/**
 * Each prompt (one token at least) with what follows it, `length` tokens in all. As many prompts as the sampler's batch;
 * each has a random stream of its own, so that a text does not depend on those beside it. `context` is the model's.
 * `onToken` is called after each token of all texts; throw to stop.
 */
export async function generate(
  program: Program,
  store: Store,
  context: number,
  prompts: readonly ArrayLike<number>[],
  length: number,
  randoms: readonly Random[],
  sampling: Sampling = {},
  onToken: () => void = () => {},
): Promise<Int32Array[]> {
  if (length > context) {
    throw new UsageError(
      `${length} tokens were asked of a model that sees ${context}; ask for ${context} at most`,
    );
  }
  if (prompts.some((prompt) => prompt.length === 0)) {
    throw new UsageError('a prompt is empty; begin it with the token that begins texts');
  }
  const { temperature = 1, repetitionPenalty = 1 } = sampling;
  const texts = prompts.map((prompt) => Int32Array.from({ length }, (_, t) => prompt[t] ?? 0));
  for (let t = 0; t < length - 1; t++) {
    const token = Int32Array.from(texts, (text) => text[t]);
    const fed = { token, place: Int32Array.of(t), temperature: temperature || 1 };
    const { logits, probabilities } = await program.run(store, fed);
    program.keep(store);
    const vocabulary = logits.length / texts.length;
    for (const [i, text] of texts.entries()) {
      if (t + 1 < prompts[i].length) continue;
      const own = (all: Float32Array) => all.subarray(i * vocabulary, (i + 1) * vocabulary);
      text[t + 1] =
        temperature > 0 && repetitionPenalty === 1
          ? drawToken(own(probabilities), randoms[i], sampling)
          : sampleToken(own(logits), randoms[i], sampling, text.subarray(0, t + 1));
    }
    onToken();
  }
  return texts;
}
