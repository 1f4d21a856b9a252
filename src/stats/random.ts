/**
 * A random source for simulation: uniform, normal and whole numbers from named streams, so that every draw of a run is
 * a function of its seed and of what it is for, and no draw depends on how many were made elsewhere.
 *
 * xoroshiro128+ (Blackman and Vigna 2018) gives the bits, in the 32-bit halves of pure-rand, to whose output a test
 * holds it; it is written out here because the lab spends most of its time in it. `fillNormal` is the same in 64-bit
 * WebAssembly (normal-kernel.as.ts), and tests hold it to `normal`, bit for bit. Normals are Marsaglia and Tsang's
 * ziggurat (2000) with 128 layers. We differ in taking the layer from the upper seven of 32 bits and the value from the
 * lower 25, because the generator's lowest bits are its weakest; normals are therefore multiples of 2^-25 of their
 * layer's width.
 */
import { type NormalKernel, newNormalKernel } from './normal-kernel.js';

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Standard normals, the same that as many calls of `normal` give; from 100 on in less than half the time. */
  fillNormal(into: Float64Array): void;
  /** A whole number in [0, below), below <= 2^32. */
  below(below: number): number;
}

/** The stream that `path` names below `seed`: same numbers, same stream; any difference gives an unrelated one. */
export function newRandom(seed: number, ...path: number[]): Random {
  const state = [0x9e3779b9 | 0, 0x243f6a88, 0xb7e15162 | 0, 0x6a09e667];
  absorb(state, seed);
  for (let i = 0; i < path.length; i++) absorb(state, path[i]);
  return new Source(state[0], state[1], state[2], state[3]);
}

/** Takes up a whole number: its low 32 bits and, where there are more, the rest with constants of its own. */
function absorb(state: number[], value: number): void {
  mix(state, value | 0, 1);
  const high = Math.floor(value / 2 ** 32) | 0;
  if (high !== 0) mix(state, high, 9);
}

/** Mixes 32 bits into four words (the finaliser of MurmurHash3 on each, chained). */
function mix(state: number[], bits: number, first: number): void {
  let carry = bits;
  for (let i = 0; i < 8; i++) {
    let h = ((state[i & 3] ^ carry) + Math.imul(0x9e3779b9, first + i)) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    state[i & 3] = h;
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

let kernel: NormalKernel | undefined;
/** Below it the way into the kernel takes longer than what it saves. */
const SHORT = 8;

class Source implements Random {
  /** Two 64-bit words, the upper half of each first. */
  constructor(
    private s01: number,
    private s00: number,
    private s11: number,
    private s10: number,
  ) {
    for (let i = 0; i < 8; i++) this.next();
  }

  /** 32 bits, signed. */
  private next(): number {
    const { s01, s00, s10 } = this;
    const a0 = s10 ^ s00;
    const a1 = this.s11 ^ s01;
    this.s00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    this.s01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    this.s10 = (a1 << 5) ^ (a0 >>> 27);
    this.s11 = (a0 << 5) ^ (a1 >>> 27);
    return (s00 + s10) | 0;
  }

  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  normal(): number {
    for (;;) {
      const bits = this.next();
      const layer = bits >>> 25;
      const value = (bits << 7) >> 7;
      if (Math.abs(value) < INSIDE[layer]) return value * WIDTH[layer];
      const x = value * WIDTH[layer];
      if (layer === 0) return this.tail(value < 0);
      if (HEIGHT[layer] + this.uniform() * (HEIGHT[layer - 1] - HEIGHT[layer]) < Math.exp(-0.5 * x * x))
        return x;
    }
  }

  fillNormal(into: Float64Array): void {
    if (into.length < SHORT) {
      for (let i = 0; i < into.length; i++) into[i] = this.normal();
      return;
    }
    // One instance serves all streams: each brings its state and takes it away again.
    kernel ??= newNormalKernel(WIDTH, INSIDE, HEIGHT);
    const { state, out } = kernel;
    state[0] = this.s00;
    state[1] = this.s01;
    state[2] = this.s10;
    state[3] = this.s11;
    for (let done = 0; done < into.length; done += out.length) {
      const n = Math.min(out.length, into.length - done);
      kernel.fill(n);
      if (n < 64) for (let i = 0; i < n; i++) into[done + i] = out[i];
      else into.set(n < out.length ? out.subarray(0, n) : out, done);
    }
    this.s00 = state[0];
    this.s01 = state[1];
    this.s10 = state[2];
    this.s11 = state[3];
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
