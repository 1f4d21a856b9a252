/** The closed forms, in the order of their numbers. */
import { absorptionChecks } from './absorption.js';
import type { Check } from './check.js';
import { kernelChecks } from './kernels.js';
import { regressionChecks } from './regressions.js';
import { responseChecks } from './responses.js';
import { wordChecks } from './words.js';

const number = ({ id }: Check) => Number.parseInt(id.slice(1), 10);

export const CHECKS: readonly Check[] = [
  ...wordChecks,
  ...absorptionChecks,
  ...regressionChecks,
  ...kernelChecks,
  ...responseChecks,
].sort((a, b) => number(a) - number(b));
