/** The closed forms, in the order of their numbers. */
import type { Check } from './check.js';

export const CHECKS: readonly Check[] = [];
