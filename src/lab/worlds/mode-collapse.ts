/**
 * Mode collapse: a learner that would rather be right than complete drops most modes of real data at its first fit, as
 * GANs do. A neighbour of model collapse that the diagnosis must tell apart: recall is low and precision high at
 * generation 1 already, with no synthetic observation anywhere.
 *
 * The truth is the 5 x 5 grid of narrow normals on which GANs are compared (Srivastava et al. 2017, VEEGAN; Dumoulin et
 * al. 2017). The learner stands in for a GAN by its mode-seeking alone: each of `components` starts at an observation
 * and climbs to the mean of those around it until it rests on a mode, so nothing ever lies between modes. With many
 * components the same learner finds them all: the control.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import type { Setup, Training, Values, World } from '../world.js';
import { type Points, points } from './points.js';
import { syntheticShare } from './synthetic-share.js';

const SIDE = 5;
const SPACING = 2;
const SD = 0.1;
/** A point so many SDs from a mode belongs to none: 3 in 10,000 of the real ones. */
const REACH = 4;
/** How far a component sees, and how often it moves. */
const [SIGHT, MOVES] = [0.5, 3];

const parameters = z.strictObject({
  components: z.int().min(1).max(10_000).default(8).describe('normals of the learner; there are 25 modes'),
});

type Parameters = z.infer<typeof parameters>;

/** Round normals of equal weight. */
interface Model {
  centres: Float64Array;
  sds: Float64Array;
}

export const modeCollapse: World<Parameters> = {
  name: 'mode-collapse',
  title: 'A learner that drops modes',
  about: 'A mode-seeking learner loses most modes of real data at once: no chain of generations is needed.',
  source: 'the grid of 25 normals of Srivastava et al. 2017 (VEEGAN), with a stand-in for the GAN',
  parameters,
  defaults: { samples: 1000, generations: 5, seeds: 20, regime: 'schedule:0/0' },
  metrics: {
    recall: { title: 'share of the modes that are still written' },
    precision: { title: 'share of what is written that lies on a mode' },
    variance: { title: 'variance of what is written', unit: 'true variances' },
    'synthetic-share': { title: 'synthetic share of what is learnt from' },
  },
  roles: { modes: 'recall', variance: 'variance' },
  setup: ({ components }): Setup<Points, Model> => ({
    kind: points,
    real: (n, random) => {
      const centres = Float64Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
        const place = i >> 1;
        return SPACING * ((i % 2 === 0 ? place % SIDE : Math.floor(place / SIDE)) - (SIDE - 1) / 2);
      });
      return draw({ centres, sds: new Float64Array(SIDE * SIDE).fill(SD) }, n, random);
    },
    fit: (training, random) => climb(training, components, random),
    sample: draw,
    probe: ({ sample, training }) => ({ ...measure(sample), 'synthetic-share': syntheticShare(training) }),
    picture: ({ sample: { values } }) => {
      const n = Math.min(500, values.length / 2);
      const column = (j: number) => Array.from({ length: n }, (_, i) => values[2 * i + j]);
      return { form: 'points', x: column(0), y: column(1) };
    },
  }),
};

function draw({ centres, sds }: Model, n: number, random: Random): Points {
  const values = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const k = random.below(sds.length);
    values[2 * i] = centres[2 * k] + sds[k] * random.normal();
    values[2 * i + 1] = centres[2 * k + 1] + sds[k] * random.normal();
  }
  return { dims: 2, values };
}

function climb({ data: { values } }: Training<Points>, components: number, random: Random): Model {
  const n = values.length / 2;
  const centres = new Float64Array(2 * components);
  const sds = new Float64Array(components);
  for (let k = 0; k < components; k++) {
    const start = random.below(n);
    let [x, y] = [values[2 * start], values[2 * start + 1]];
    for (let move = 0; move < MOVES; move++) {
      let [count, sumX, sumY, square] = [0, 0, 0, 0];
      for (let i = 0; i < values.length; i += 2) {
        const [dx, dy] = [values[i] - x, values[i + 1] - y];
        const distance = dx * dx + dy * dy;
        if (distance > SIGHT * SIGHT) continue;
        count++;
        sumX += dx;
        sumY += dy;
        square += distance;
      }
      // Between two moves the centre may lie beside everything it saw before; it then stays.
      if (count === 0) break;
      const [meanX, meanY] = [sumX / count, sumY / count];
      sds[k] = Math.sqrt(Math.max(0, (square / count - meanX * meanX - meanY * meanY) / 2));
      x += meanX;
      y += meanY;
    }
    centres[2 * k] = x;
    centres[2 * k + 1] = y;
  }
  return { centres, sds };
}

function measure({ values }: Points): Values {
  const n = values.length / 2;
  const found = new Uint8Array(SIDE * SIDE);
  let near = 0;
  let [sumX, sumY, square] = [0, 0, 0];
  for (let i = 0; i < values.length; i += 2) {
    const [x, y] = [values[i], values[i + 1]];
    sumX += x;
    sumY += y;
    square += x * x + y * y;
    const [column, row] = [x, y].map((at) => {
      const place = Math.round(at / SPACING + (SIDE - 1) / 2);
      return Math.min(SIDE - 1, Math.max(0, place));
    });
    const centre = (place: number) => SPACING * (place - (SIDE - 1) / 2);
    if ((x - centre(column)) ** 2 + (y - centre(row)) ** 2 > (REACH * SD) ** 2) continue;
    near++;
    found[row * SIDE + column] = 1;
  }
  // Each coordinate of the truth has the grid's variance and the mode's.
  const truth = 2 * ((SPACING ** 2 * (SIDE ** 2 - 1)) / 12 + SD ** 2);
  return {
    recall: found.reduce((a, b) => a + b, 0) / found.length,
    precision: near / n,
    variance: (square / n - (sumX / n) ** 2 - (sumY / n) ** 2) / truth,
  };
}
