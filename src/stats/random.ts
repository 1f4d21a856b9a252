/**
 * A random source for simulation: uniform, normal and whole numbers from named streams, so that every draw of a run is
 * a function of its seed and of what it is for, and no draw depends on how many were made elsewhere.
 *
 * xoroshiro128+ of the pure-rand package gives the bits. Normals are Marsaglia and Tsang's ziggurat (2000) with 128
 * layers. We differ in taking the layer from the upper seven of 32 bits and the value from the lower 25, because the
 * generator's lowest bits are its weakest; normals are therefore multiples of 2^-25 of their layer's width.
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number in [0, below), below <= 2^32. */
  below(below: number): number;
}

/** The stream that `path` names below `seed`: same numbers, same stream; any difference gives an unrelated one. */
export function newRandom(seed: number, ...path: number[]): Random {
  const state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  for (const value of [seed, ...path]) {
    absorb(state, value | 0);
    absorb(state, Math.floor(value / 2 ** 32) | 0);
  }
  const generator = xoroshiro128plusFromState(state);
  for (let i = 0; i < 8; i++) generator.next();
  return new Source(generator);
}

/** Mixes 32 bits into four words (the finaliser of MurmurHash3 on each, chained). */
function absorb(state: number[], value: number): void {
  let carry = value;
  for (let i = 0; i < 8; i++) {
    let h = (state[i & 3] ^ carry) + 0x9e3779b9 * (i + 1);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    state[i & 3] = h | 0;
    carry = h;
  }
}

const LAYERS = 128;
/** Where the tail begins, and the area of each layer. */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;
const SCALE = 2 ** 24;

const WIDTH = new Float64Array(LAYERS);
const INSIDE = new Int32Array(LAYERS);
const HEIGHT = new Float64Array(LAYERS);
{
  const density = (x: number) => Math.exp(-0.5 * x * x);
  let right = TAIL;
  const base = AREA / density(TAIL);
  INSIDE[0] = Math.floor((TAIL / base) * SCALE);
  WIDTH[0] = base / SCALE;
  HEIGHT[0] = 1;
  WIDTH[LAYERS - 1] = TAIL / SCALE;
  HEIGHT[LAYERS - 1] = density(TAIL);
  for (let i = LAYERS - 2; i >= 1; i--) {
    const left = Math.sqrt(-2 * Math.log(AREA / right + density(right)));
    INSIDE[i + 1] = Math.floor((left / right) * SCALE);
    HEIGHT[i] = density(left);
    WIDTH[i] = left / SCALE;
    right = left;
  }
  INSIDE[1] = 0;
}

class Source implements Random {
  constructor(private readonly generator: { next(): number }) {}

  uniform(): number {
    const high = this.generator.next() >>> 5;
    const low = this.generator.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  normal(): number {
    for (;;) {
      const bits = this.generator.next();
      const layer = bits >>> 25;
      const value = (bits << 7) >> 7;
      if (Math.abs(value) < INSIDE[layer]) return value * WIDTH[layer];
      const x = value * WIDTH[layer];
      if (layer === 0) return this.tail(value < 0);
      if (HEIGHT[layer] + this.uniform() * (HEIGHT[layer - 1] - HEIGHT[layer]) < Math.exp(-0.5 * x * x))
        return x;
    }
  }

  /** Beyond the last layer (Marsaglia 1964). */
  private tail(negative: boolean): number {
    let x: number;
    let y: number;
    do {
      x = -Math.log(1 - this.uniform()) / TAIL;
      y = -Math.log(1 - this.uniform());
    } while (y + y < x * x);
    return negative ? -TAIL - x : TAIL + x;
  }

  below(below: number): number {
    return Math.floor(this.uniform() * below);
  }
}
