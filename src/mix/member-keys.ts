/**
 * Where the keys of a JSON object's own members stand in its bytes, so that a record can be changed without being written
 * anew: numbers that JavaScript would round, spacing and order stay as they are.
 */

export interface MemberKey {
  name: string;
  /** Of the key with its quotes. */
  from: number;
  to: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** `bytes` is valid JSON, an object. In the order of the text; a key that comes twice is there twice. */
export function memberKeys(bytes: Buffer): MemberKey[] {
  const keys: MemberKey[] = [];
  let depth = 0;
  let wantsKey = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const from = at;
      for (at++; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
      if (depth === 1 && wantsKey) {
        keys.push({ name: JSON.parse(bytes.toString('utf8', from, at + 1)), from, to: at + 1 });
      }
      wantsKey = false;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      wantsKey = byte === 0x7b;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === 0x2c) wantsKey = depth === 1;
  }
  return keys;
}

/** The object with the keys that are in `taken` renamed to `original_<key>`, numbered where that is there too. */
export function withoutKeys(bytes: Buffer, taken: readonly string[]): Buffer {
  const keys = memberKeys(bytes);
  const names = new Set(keys.map(({ name }) => name));
  const parts: Buffer[] = [];
  let done = 0;
  for (const { name, from, to } of keys) {
    if (!taken.includes(name)) continue;
    let free = `original_${name}`;
    for (let n = 2; names.has(free); n++) free = `original_${name}_${n}`;
    names.add(free);
    parts.push(bytes.subarray(done, from), Buffer.from(JSON.stringify(free)));
    done = to;
  }
  return Buffer.concat([...parts, bytes.subarray(done)]);
}
