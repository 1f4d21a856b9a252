/** Entries of a tar archive: ustar (POSIX.1-1988), with long names of GNU and pax. */
import { DataError } from '../../util/errors.js';
import { nameFault, type Unpacked, type UnpackLimits, unpackGuard } from './unpack-rules.js';

const BLOCK = 512;
const KINDS: Record<string, string> = {
  1: 'a hard link',
  2: 'a symbolic link',
  3: 'a device',
  4: 'a device',
  6: 'a pipe',
};

/** `packed`: bytes of the archive before it was inflated. */
export async function* untar(
  source: AsyncIterable<Uint8Array>,
  packed: number,
  shown: string,
  limits: UnpackLimits,
): AsyncGenerator<Unpacked> {
  const seen = unpackGuard(packed, shown, limits);
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
