/**
 * Files out of tar (ustar, GNU, pax; gzip around it or not) and zip archives that strangers made. They are read into
 * memory and never written out, and still a name that leaves the archive, a link or a device is refused: a card must
 * not cite what is not in it. Limits stop bombs: on a file, on the sum, on the number of entries, and on how much more
 * comes out than went in.
 */
import { createGunzip, inflateRawSync } from 'node:zlib';
import { DataError } from '../../util/errors.js';

export interface UnpackLimits {
  /** Bytes of one file. */
  file: number;
  /** Bytes of all files together. */
  total: number;
  entries: number;
  /** Unpacked to packed bytes, once more than a megabyte came out. */
  ratio: number;
}

export const LIMITS: UnpackLimits = { file: 64 << 20, total: 1 << 30, entries: 100_000, ratio: 200 };

/** A file, or why an entry is none that can be read. */
export type Unpacked = { path: string; bytes: Uint8Array } | { path: string; refused: string };

export type ArchiveKind = 'tar' | 'tar.gz' | 'zip';

/** What kind of archive bytes are, by what they begin with; null for none. */
export function archiveKind(bytes: Uint8Array): ArchiveKind | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'tar.gz';
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (ascii(0, 4) === 'PK\x03\x04' || ascii(0, 4) === 'PK\x05\x06') return 'zip';
  return ascii(257, 262) === 'ustar' ? 'tar' : null;
}

/** The entries of an archive, in its order. Throws DataError where it is damaged or beyond a limit. */
export async function* unpack(
  bytes: Uint8Array,
  shown: string,
  limits: UnpackLimits = LIMITS,
): AsyncGenerator<Unpacked> {
  const kind = archiveKind(bytes);
  if (kind === 'zip') yield* unzip(bytes, shown, limits);
  else if (kind === 'tar') yield* untar(once(bytes), bytes.length, shown, limits);
  else if (kind === 'tar.gz') yield* untar(gunzip(bytes, shown), bytes.length, shown, limits);
  else throw new DataError(`${shown}: neither tar nor zip`);
}

/** Why a name is not taken, or null. */
export function nameFault(path: string): string | null {
  if (path === '' || path.includes('\0')) return 'a name that is none';
  if (/^([a-z]:|[/\\])/i.test(path)) return 'an absolute path';
  if (path.split(/[/\\]/).includes('..')) return 'a path that leaves the archive';
  return path.includes('\\') ? 'a backslash in its path' : null;
}

/** Counts what comes out, and throws where it is too much. */
function guard(packed: number, shown: string, limits: UnpackLimits) {
  let total = 0;
  let entries = 0;
  return {
    entry() {
      if (++entries > limits.entries)
        throw new DataError(`${shown}: more than ${limits.entries} entries; refused`);
    },
    bytes(count: number) {
      total += count;
      if (total > limits.total)
        throw new DataError(`${shown}: more than ${limits.total} bytes when unpacked; refused`);
      if (total > 1 << 20 && total > packed * limits.ratio)
        throw new DataError(
          `${shown}: unpacks to more than ${limits.ratio} times its size; refused as a bomb`,
        );
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* gunzip(bytes: Uint8Array, shown: string): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  stream.end(bytes);
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${shown}: no whole gzip file: ${(error as Error).message}`);
  } finally {
    stream.destroy();
  }
}

const BLOCK = 512;
const KINDS: Record<string, string> = {
  1: 'a hard link',
  2: 'a symbolic link',
  3: 'a device',
  4: 'a device',
  6: 'a pipe',
};

async function* untar(
  source: AsyncIterable<Uint8Array>,
  packed: number,
  shown: string,
  limits: UnpackLimits,
): AsyncGenerator<Unpacked> {
  const seen = guard(packed, shown, limits);
  const blocks = takeFrom(source, (count) => seen.bytes(count));
  // What a GNU or pax header before an entry says of it.
  let longName: string | null = null;
  let longSize: number | null = null;
  for (;;) {
    const header = await blocks.take(BLOCK);
    if (header === null || header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK) throw new DataError(`${shown}: the archive ends within a header`);
    if (!isWhole(header)) throw new DataError(`${shown}: a header with a wrong checksum`);
    const type = String.fromCharCode(header[156] || 0x30);
    const size = longSize ?? numberOf(header.subarray(124, 136));
    const special = type === 'L' || type === 'K' || type === 'x' || type === 'g';
    if (!(size >= 0) || size > (special ? 1 << 20 : limits.total))
      throw new DataError(`${shown}: an entry of ${size} bytes; refused`);
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if (special) {
      const body = await blocks.take(padded);
      if (body === null || body.length < size)
        throw new DataError(`${shown}: the archive ends within an entry`);
      const content = Buffer.from(body.subarray(0, size));
      if (type === 'L') longName = textOf(content);
      if (type === 'x') {
        const records = paxRecords(content);
        longName = records.get('path') ?? longName;
        longSize = records.has('size') ? Number(records.get('size')) : longSize;
      }
      continue;
    }
    const path: string = (longName ?? headerName(header)).replace(/^(\.\/)+/, '');
    [longName, longSize] = [null, null];
    seen.entry();
    const refused = KINDS[type] ? `${KINDS[type]}; refused` : nameFault(path === '' ? '.' : path);
    if (refused !== null || type === '5' || size > limits.file) {
      await blocks.skip(padded, shown);
      if (refused !== null) yield { path, refused };
      else if (type !== '5') yield { path, refused: `larger than ${limits.file} bytes` };
      continue;
    }
    const body = await blocks.take(padded);
    if (body === null || body.length < size) throw new DataError(`${shown}: the archive ends within ${path}`);
    if (type === '0' || type === '7') yield { path, bytes: body.subarray(0, size) };
    else yield { path, refused: `an entry of type ${JSON.stringify(type)}; refused` };
  }
}

/** Takes bytes off a stream by the number. */
function takeFrom(source: AsyncIterable<Uint8Array>, count: (bytes: number) => void) {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  const next = async () => {
    const { value, done } = await iterator.next();
    if (done) return false;
    count(value.length);
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  };
  return {
    /** The next `size` bytes, or fewer at the end; null behind it. */
    async take(size: number): Promise<Uint8Array | null> {
      const parts: Uint8Array[] = [];
      let missing = size;
      for (;;) {
        const part = rest.subarray(0, missing);
        parts.push(part);
        rest = rest.subarray(part.length);
        missing -= part.length;
        if (missing === 0 || !(await next())) break;
      }
      const taken = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      return taken.length === 0 && size > 0 ? null : taken;
    },
    async skip(size: number, shown: string): Promise<void> {
      for (let missing = size; missing > 0; ) {
        const part = rest.subarray(0, missing);
        rest = rest.subarray(part.length);
        missing -= part.length;
        if (missing > 0 && rest.length === 0 && !(await next()))
          throw new DataError(`${shown}: the archive ends within an entry`);
      }
    },
  };
}

function isWhole(header: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i];
  return sum === numberOf(header.subarray(148, 156));
}

/** Octal digits, or GNU's base 256 for large numbers. */
function numberOf(field: Uint8Array): number {
  if (field[0] & 0x80) {
    let value = field[0] & 0x7f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const text = textOf(Buffer.from(field)).trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : Number.NaN;
}

function headerName(header: Uint8Array): string {
  const name = textOf(Buffer.from(header.subarray(0, 100)));
  const ustar = textOf(Buffer.from(header.subarray(257, 263))) === 'ustar';
  const prefix = ustar ? textOf(Buffer.from(header.subarray(345, 500))) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

/** `<length> key=value\n` records of a pax header. */
function paxRecords(body: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, space < 0 ? at : space));
    if (!(length > 0)) break;
    const [key, ...value] = body.toString('utf8', space + 1, at + length - 1).split('=');
    found.set(key, value.join('='));
    at += length;
  }
  return found;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

/** Files by the central directory, as all readers of zip should: what stands only before a file does not count. */
function* unzip(bytes: Uint8Array, shown: string, limits: UnpackLimits): Generator<Unpacked> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = (what: string) => new DataError(`${shown}: no whole zip file: ${what}`);
  let end = data.length - 22;
  while (end >= 0 && end > data.length - 22 - 0xffff && data.readUInt32LE(end) !== END) end--;
  if (end < 0 || data.readUInt32LE(end) !== END) throw broken('it has no directory');
  const count = data.readUInt16LE(end + 10);
  let at = data.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw broken('zip64, which gen0 does not read');
  const seen = guard(data.length, shown, limits);
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
