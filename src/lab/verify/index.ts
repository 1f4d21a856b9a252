/** The closed forms, in the order of their numbers, then the traps. */
import { absorptionChecks } from './absorption.js';
import type { Check } from './check.js';
import { accumulate, accumulateSubsample } from './gaussian-accumulate.js';
import { gaussianBound } from './gaussian-bound.js';
import {
  distance,
  likelihoodReplace,
  meanDeviation,
  typicalRun,
  unbiasedReplace,
} from './gaussian-replace.js';
import { kernelChecks } from './kernels.js';
import { fresh, freshPoints, replayed } from './real-data.js';
import { regressionChecks } from './regressions.js';
import { responseChecks } from './responses.js';
import { samplingBias } from './sampling-bias.js';
import { ddofTrap, marginalTrap, medianTrap } from './traps.js';
import { weighting } from './weighting.js';
import { wordChecks } from './words.js';

const number = ({ id }: Check) => Number.parseInt(id.slice(1), 10);

export const CHECKS: readonly Check[] = [
  ...[
    unbiasedReplace,
    likelihoodReplace,
    meanDeviation,
    distance,
    typicalRun,
    accumulate,
    accumulateSubsample,
    gaussianBound,
    samplingBias,
    fresh,
    freshPoints,
    replayed,
    weighting,
    ...wordChecks,
    ...absorptionChecks,
    ...regressionChecks,
    ...kernelChecks,
    ...responseChecks,
  ].sort((a, b) => number(a) - number(b)),
  ddofTrap,
  marginalTrap,
  medianTrap,
];
