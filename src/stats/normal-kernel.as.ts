// What `fillNormal` of random.ts does, bit for bit, in 64-bit arithmetic (AssemblyScript, compiled to
// dist/stats/normal-kernel.wasm by scripts/build-kernel.js). The layers, and `Math.exp` and `Math.log` for the one
// number in eighty that needs them, are given by JavaScript, so that both ways compute with the same ones.

// @ts-ignore: decorator
@external("env", "exp")
declare function mathExp(x: f64): f64;
// @ts-ignore: decorator
@external("env", "log")
declare function mathLog(x: f64): f64;

// Where the tail begins, as in random.ts.
const TAIL: f64 = 3.442619855899;

// The two words of xoroshiro128+.
const STATE: usize = memory.data(16, 16);
// A layer takes 16 bytes: its width (f64), and the values that are surely inside lie below an i32.
const LAYERS: usize = memory.data(128 * 16, 16);
const HEIGHTS: usize = memory.data(128 * 8, 16);
const OUT: usize = memory.data(4096 * 8, 16);

export function stateAt(): usize {
  return STATE;
}
export function layersAt(): usize {
  return LAYERS;
}
export function heightsAt(): usize {
  return HEIGHTS;
}
export function outAt(): usize {
  return OUT;
}

// Writes n <= 4096 normals to OUT and moves the state on.
export function fill(n: i32): void {
  let s0 = load<u64>(STATE);
  let s1 = load<u64>(STATE, 8);
  const end = OUT + ((<usize>n) << 3);
  for (let at = OUT; at < end; at += 8) {
    const bits = <i32>(s0 + s1);
    const a = s0 ^ s1;
    s0 = rotl(s0, 24) ^ a ^ (a << 16);
    s1 = rotl(a, 37);
    const value = (bits << 7) >> 7;
    const layer = LAYERS + (((<u32>bits) >> 25) << 4);
    if (abs(value) < load<i32>(layer, 8)) {
      store<f64>(at, <f64>value * load<f64>(layer));
    } else {
      store<u64>(STATE, s0);
      store<u64>(STATE, s1, 8);
      store<f64>(at, outside(bits));
      s0 = load<u64>(STATE);
      s1 = load<u64>(STATE, 8);
    }
  }
  store<u64>(STATE, s0);
  store<u64>(STATE, s1, 8);
}

function next(): u32 {
  const s0 = load<u64>(STATE);
  const s1 = load<u64>(STATE, 8);
  const a = s0 ^ s1;
  store<u64>(STATE, rotl(s0, 24) ^ a ^ (a << 16));
  store<u64>(STATE, rotl(a, 37), 8);
  return <u32>(s0 + s1);
}

function uniform(): f64 {
  const high = next() >> 5;
  const low = next() >> 6;
  return (<f64>high * 67108864.0 + <f64>low) / 9007199254740992.0;
}

// The normal that begins with these bits, which may lie outside their layer's inner part.
// @ts-ignore: decorator
@inline(false)
function outside(first: i32): f64 {
  let bits = first;
  while (true) {
    const layer = <usize>((<u32>bits) >> 25);
    const value = (bits << 7) >> 7;
    const row = LAYERS + (layer << 4);
    const x = <f64>value * load<f64>(row);
    if (abs(value) < load<i32>(row, 8)) return x;
    if (layer == 0) return tail(value < 0);
    const height = load<f64>(HEIGHTS + (layer << 3));
    const above = load<f64>(HEIGHTS + ((layer - 1) << 3));
    if (height + uniform() * (above - height) < mathExp(-0.5 * x * x)) return x;
    bits = <i32>next();
  }
}

function tail(negative: bool): f64 {
  let x: f64;
  let y: f64;
  do {
    x = -mathLog(1.0 - uniform()) / TAIL;
    y = -mathLog(1.0 - uniform());
  } while (y + y < x * x);
  return negative ? -TAIL - x : TAIL + x;
}
