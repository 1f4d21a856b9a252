/** Files of a zip archive (APPNOTE 6.3), stored or deflated; not zip64. */
import { inflateRawSync } from 'node:zlib';
import { DataError } from '../../util/errors.js';
import { nameFault, type Unpacked, type UnpackLimits, unpackGuard } from './unpack-rules.js';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

/** Files by the central directory, as all readers of zip should: what stands only before a file does not count. */
export function* unzip(bytes: Uint8Array, shown: string, limits: UnpackLimits): Generator<Unpacked> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = (what: string) => new DataError(`${shown}: no whole zip file: ${what}`);
  let end = data.length - 22;
  while (end >= 0 && end > data.length - 22 - 0xffff && data.readUInt32LE(end) !== END) end--;
  if (end < 0 || data.readUInt32LE(end) !== END) throw broken('it has no directory');
  const count = data.readUInt16LE(end + 10);
  let at = data.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw broken('zip64, which gen0 does not read');
  const seen = unpackGuard(data.length, shown, limits);
  const taken: [from: number, to: number][] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > data.length || data.readUInt32LE(at) !== CENTRAL) throw broken('its directory is damaged');
    const [flags, method] = [data.readUInt16LE(at + 8), data.readUInt16LE(at + 10)];
    const [packed, size] = [data.readUInt32LE(at + 20), data.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((each) => data.readUInt16LE(at + each));
    const unixMode = data.readUInt32LE(at + 38) >>> 16;
    const local = data.readUInt32LE(at + 42);
    const path = data.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + extra + comment;
    seen.entry();
    if (path.endsWith('/') && nameFault(path) === null) continue;
    const kind = unixMode & 0xf000;
    const refused =
      kind === 0xa000
        ? 'a symbolic link; refused'
        : flags & 1
          ? 'encrypted'
          : method !== 0 && method !== 8
            ? `packed by method ${method}`
            : size > limits.file
              ? `larger than ${limits.file} bytes`
              : nameFault(path);
    if (refused !== null) {
      yield { path, refused };
      continue;
    }
    if (local + 30 > data.length) throw broken(`${path} lies outside of it`);
    const from = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    if (from + packed > data.length) throw broken(`${path} lies outside of it`);
    // Entries that share bytes make a small file unpack without end.
    if (taken.some((each) => from < each[1] && each[0] < from + packed))
      throw broken(`${path} overlaps another file`);
    taken.push([from, from + packed]);
    seen.bytes(size);
    yield { path, bytes: inflate(data.subarray(from, from + packed), method, size, `${shown}: ${path}`) };
  }
}

function inflate(packed: Buffer, method: number, size: number, shown: string): Uint8Array {
  if (method === 0 && packed.length === size) return packed;
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    if (method === 8 && bytes.length === size) return bytes;
  } catch {
    // Said below.
  }
  throw new DataError(`${shown}: not the ${size} bytes that the directory says`);
}
