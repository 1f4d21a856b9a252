/** Mean of the vectors of a text's tokens, padding left out, brought to length 1 (Reimers and Gurevych 2019). */
export function meanPooled(
  states: ArrayLike<number>,
  mask: readonly number[],
  tokens: number,
  dims: number,
  text: number,
): Float32Array {
  const sum = new Float32Array(dims);
  for (let t = 0; t < tokens; t++) {
    if (mask[t] === 0) continue;
    const at = (text * tokens + t) * dims;
    for (let j = 0; j < dims; j++) sum[j] += states[at + j];
  }
  return unit(sum);
}

export function unit(row: Float32Array): Float32Array {
  let square = 0;
  for (const x of row) square += x * x;
  return square > 0 ? row.map((x) => x / Math.sqrt(square)) : row;
}
