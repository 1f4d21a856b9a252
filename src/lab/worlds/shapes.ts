/**
 * The shapes that densities are tried on: a normal line, and four of scikit-learn's toy sets written from their
 * definitions (blobs, moons, circles, Swiss roll). Every coordinate is centred and scaled to variance 1, so that a
 * bandwidth means the same on all of them; in the published runs it is in each set's own units.
 */
import type { Random } from '../../stats/random.js';

export const SHAPES = ['normal', 'blobs', 'moons', 'circles', 'swiss-roll'] as const;
export type ShapeName = (typeof SHAPES)[number];

export interface Shape {
  dims: number;
  /** Writes one point. */
  draw(random: Random, into: Float64Array, at: number): void;
  /** How far a point lies from the noiseless shape, in standard deviations of its noise. */
  distance(values: Float64Array, at: number): number;
}

/** A noiseless point of the shape for two numbers in [0, 1). */
type Surface = (u: number, v: number) => number[];

interface Sketch {
  surface: Surface;
  /** Of the noise on every coordinate. */
  sd: number;
  /** Points of the skeleton along u and v: closer together than the noise is wide. */
  grid: [number, number];
}

const moon: Surface = (u) => {
  const t = Math.PI * ((2 * u) % 1);
  return u < 0.5 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
};

const circle: Surface = (u) => {
  const t = 4 * Math.PI * u;
  const radius = u < 0.5 ? 1 : 0.5;
  return [radius * Math.cos(t), radius * Math.sin(t)];
};

const roll: Surface = (u, v) => {
  const t = 1.5 * Math.PI * (1 + 2 * u);
  return [t * Math.cos(t), 21 * v, t * Math.sin(t)];
};

/** scikit-learn draws the centres anew; ours stand on a triangle. */
const CENTRES = [
  [-6, -4],
  [6, -3],
  [0, 7],
];

const SKETCHES: Record<ShapeName, Sketch> = {
  normal: { surface: () => [0], sd: 1, grid: [1, 1] },
  blobs: { surface: (u) => CENTRES[Math.floor(3 * u)], sd: 1, grid: [3, 1] },
  moons: { surface: moon, sd: 0.05, grid: [200, 1] },
  circles: { surface: circle, sd: 0.05, grid: [300, 1] },
  'swiss-roll': { surface: roll, sd: 0.5, grid: [160, 40] },
};

export function shapeOf(name: ShapeName): Shape {
  const { surface, sd, grid } = SKETCHES[name];
  const skeleton: number[][] = [];
  for (let i = 0; i < grid[0]; i++) {
    for (let j = 0; j < grid[1]; j++) skeleton.push(surface((i + 0.5) / grid[0], (j + 0.5) / grid[1]));
  }
  const dims = skeleton[0].length;
  const { centre, scale } = moments(surface, sd, dims);
  return {
    dims,
    draw(random, into, at) {
      const point = surface(random.uniform(), random.uniform());
      for (let j = 0; j < dims; j++) {
        into[at + j] = (point[j] + sd * random.normal() - centre[j]) / scale[j];
      }
    },
    distance(values, at) {
      let nearest = Number.POSITIVE_INFINITY;
      for (const point of skeleton) {
        let square = 0;
        for (let j = 0; j < dims; j++) square += (values[at + j] * scale[j] + centre[j] - point[j]) ** 2;
        nearest = Math.min(nearest, square);
      }
      return Math.sqrt(nearest) / sd;
    },
  };
}

/** Mean and standard deviation of each coordinate, over a fine grid, with the noise. */
function moments(surface: Surface, sd: number, dims: number) {
  const [along, across] = [3000, 100];
  const sum = new Float64Array(dims);
  const square = new Float64Array(dims);
  for (let i = 0; i < along; i++) {
    for (let k = 0; k < across; k++) {
      const point = surface((i + 0.5) / along, (k + 0.5) / across);
      for (let j = 0; j < dims; j++) {
        sum[j] += point[j];
        square[j] += point[j] * point[j];
      }
    }
  }
  const count = along * across;
  const centre = sum.map((x) => x / count);
  return { centre, scale: square.map((x, j) => Math.sqrt(x / count - centre[j] ** 2 + sd * sd)) };
}
