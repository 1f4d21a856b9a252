/** The worlds of the lab, in the order of `gen0 lab list`. */
import type { World } from '../world.js';
import { citations } from './citations.js';
import { classes } from './classes.js';
import { digits } from './digits.js';
import { discrete } from './discrete.js';
import { drift } from './drift.js';
import { errors } from './errors.js';
import { facts } from './facts.js';
import { families } from './families.js';
import { feedback } from './feedback.js';
import { forgetting } from './forgetting.js';
import { gaussian } from './gaussian.js';
import { kernel } from './kernel.js';
import { logic } from './logic.js';
import { mixture } from './mixture.js';
import { modeCollapse } from './mode-collapse.js';
import { performative } from './performative.js';
import { recommender } from './recommender.js';
import { regression } from './regression.js';
import { text } from './text.js';
import { web } from './web.js';

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
export const WORLDS: readonly World<any>[] = [
  gaussian,
  errors,
  discrete,
  families,
  regression,
  kernel,
  mixture,
  feedback,
  text,
  digits,
  facts,
  logic,
  performative,
  recommender,
  classes,
  citations,
  web,
  forgetting,
  modeCollapse,
  drift,
];
