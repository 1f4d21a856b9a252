/**
 * C2PA manifests in plain text (C2PA 2.3, A.7; 2.4, A.8): U+FEFF and then one variation selector for each byte of
 * `C2PATXT\0`, version 1, the length (4 bytes, big-endian) and the manifest store. Byte b is U+FE00 + b below 16, and
 * U+E0100 + b − 16 from there on.
 */

const MAGIC = 'C2PATXT\0';
const HEAD = MAGIC.length + 1 + 4;

export interface TextWrapper {
  /** Offsets in UTF-16 units: of U+FEFF, and behind the last selector. */
  start: number;
  end: number;
  /** The manifest store (JUMBF); null where the wrapper is damaged. */
  manifest: Uint8Array | null;
  /** What is wrong with it. */
  fault: string | null;
}

/** The wrappers of a text, in order. The standard permits one. */
export function findTextWrappers(text: string): TextWrapper[] {
  const found: TextWrapper[] = [];
  for (let start = text.indexOf('\uFEFF'); start >= 0; start = text.indexOf('\uFEFF', start + 1)) {
    const bytes: number[] = [];
    let end = start + 1;
    while (end < text.length) {
      const point = text.codePointAt(end)!;
      const byte = byteOf(point);
      if (byte === null) break;
      bytes.push(byte);
      end += point > 0xffff ? 2 : 1;
    }
    // A wrapper cut short is one as soon as its first bytes say so: four could hardly stand there by accident.
    const magic = String.fromCharCode(...bytes.slice(0, MAGIC.length));
    if (bytes.length < 4 || !MAGIC.startsWith(magic)) continue;
    found.push(wrapperOf(bytes, start, end));
    start = end - 1;
  }
  return found;
}

function wrapperOf(bytes: number[], start: number, end: number): TextWrapper {
  const fault = (what: string) => ({ start, end, manifest: null, fault: what });
  if (bytes.length < HEAD) return fault('cut off in its head');
  const version = bytes[MAGIC.length];
  if (version !== 1) return fault(`version ${version}; 1 is known`);
  const data = Uint8Array.from(bytes);
  const length = new DataView(data.buffer).getUint32(MAGIC.length + 1);
  if (length > data.length - HEAD) return fault(`cut off: ${data.length - HEAD} of ${length} bytes`);
  return { start, end, manifest: data.subarray(HEAD, HEAD + length), fault: null };
}

/** The text without its wrappers; every other character stays, other variation selectors too. */
export function stripTextWrappers(text: string): string {
  let stripped = '';
  let from = 0;
  for (const { start, end } of findTextWrappers(text)) {
    stripped += text.slice(from, start);
    from = end;
  }
  return stripped + text.slice(from);
}

function byteOf(point: number): number | null {
  if (point >= 0xfe00 && point <= 0xfe0f) return point - 0xfe00;
  if (point >= 0xe0100 && point <= 0xe01ef) return point - 0xe0100 + 16;
  return null;
}
