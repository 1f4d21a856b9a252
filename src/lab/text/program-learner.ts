/** The user's own program as a learner of texts. */
import type { Fitted, Trainer } from '../trainer/trainer.js';
import type { TextLearner } from './open-setup.js';

/** Seeds are handed to programs, some of which take 31 bits. */
const SEEDS = 2 ** 31;

export function programLearner(trainer: Trainer): TextLearner<Fitted> {
  return {
    fit: ({ data }, random, start) => trainer.fit(data, random.below(SEEDS), start),
    sample: (model, n, random, bias) => trainer.sample(model, n, random.below(SEEDS), bias),
  };
}
