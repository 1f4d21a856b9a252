/**
 * Python's `random.seed(n)` and `random.sample`, so that a script's seeded draw can be drawn again: the Mersenne Twister
 * MT19937 (Matsumoto and Nishimura 1998) seeded through its array, and selection as CPython 3.9 to 3.13 does it.
 */

const N = 624;
const M = 397;

export interface PythonRandom {
  /** `random.sample(range(size), count)`. */
  sample(size: number, count: number): Uint32Array;
}

/** A source seeded with a whole number from 0 to 2^32 - 1. */
export function pythonRandom(seed: number): PythonRandom {
  const state = seeded(seed);
  let index = N;
  const next = () => {
    if (index === N) {
      twist(state);
      index = 0;
    }
    let y = state[index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const below = (limit: number) => {
    const bits = 32 - Math.clz32(limit);
    let r = next() >>> (32 - bits);
    while (r >= limit) r = next() >>> (32 - bits);
    return r;
  };
  return { sample: (size, count) => sample(size, count, below) };
}

function sample(size: number, count: number, below: (limit: number) => number): Uint32Array {
  const chosen = new Uint32Array(count);
  if (usesPool(size, count)) {
    const pool = Uint32Array.from({ length: size }, (_, i) => i);
    for (let i = 0; i < count; i++) {
      const at = below(size - i);
      chosen[i] = pool[at];
      pool[at] = pool[size - i - 1];
    }
    return chosen;
  }
  const taken = new Set<number>();
  for (let i = 0; i < count; i++) {
    let at = below(size);
    while (taken.has(at)) at = below(size);
    taken.add(at);
    chosen[i] = at;
  }
  return chosen;
}

/** CPython copies the population where a set of the chosen would be larger than it. */
function usesPool(size: number, count: number): boolean {
  let set = 21;
  if (count > 5) set += 4 ** Math.ceil(Math.log(count * 3) / Math.log(4));
  return size <= set;
}

function seeded(seed: number): Uint32Array {
  const state = new Uint32Array(N);
  state[0] = 19650218;
  for (let i = 1; i < N; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let i = 1;
  const step = () => {
    if (++i < N) return;
    state[0] = state[N - 1];
    i = 1;
  };
  for (let k = 0; k < N; k++) {
    state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525)) + seed;
    step();
  }
  for (let k = 0; k < N - 1; k++) {
    state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941)) - i;
    step();
  }
  state[0] = 0x80000000;
  return state;
}

function twist(state: Uint32Array): void {
  for (let k = 0; k < N; k++) {
    const y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff);
    state[k] = state[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}
