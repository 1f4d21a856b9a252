/** The worlds of the lab, in the order of `gen0 lab list`. */
import type { World } from '../world.js';
import { errors } from './errors.js';
import { gaussian } from './gaussian.js';

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
export const WORLDS: readonly World<any>[] = [gaussian, errors];
