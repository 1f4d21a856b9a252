/**
 * Strict UTF-8. Bytes that are no UTF-8 must be reported and never read as U+FFFD in silence.
 * Fast, because only a text that contains U+FFFD after decoding can have been invalid.
 */
import { isUtf8 } from 'node:buffer';

/** The text of `bytes[from, to)`, or the index of the first invalid byte. */
export function decodeStrict(bytes: Buffer, from: number, to: number): string | number {
  const text = bytes.toString('utf8', from, to);
  if (!text.includes('\ufffd')) return text;
  const part = bytes.subarray(from, to);
  return isUtf8(part) ? text : from + firstInvalid(part, 0);
}

/**
 * Decodes bytes, each invalid byte as the lone surrogate U+DC00 + byte. No valid UTF-8 decodes to a lone
 * surrogate, so a later `!isWellFormed` finds the very record that held the byte (the rule of Python's
 * `surrogateescape`).
 */
export function decodeEscaping(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd') || isUtf8(bytes)) return text;
  const parts: string[] = [];
  let from = 0;
  while (from < bytes.length) {
    const at = firstInvalid(bytes, from);
    if (at > from) parts.push(bytes.toString('utf8', from, at));
    if (at < bytes.length) parts.push(String.fromCharCode(0xdc00 + bytes[at]));
    from = at + 1;
  }
  return parts.join('');
}

/** A lone surrogate becomes U+FFFD; a well-formed text is returned as it is. */
export function toWellFormed(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed();
}

export function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** Length of the incomplete but so far valid sequence (0 to 3 bytes) that `bytes` ends with. */
export function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

/** Index of the first byte, from `from` on, that begins no valid sequence; `bytes.length` when all is valid. */
function firstInvalid(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(byte);
    if (length === 0 || at + length > bytes.length) return at;
    const second = bytes[at + 1];
    if (
      (second & 0xc0) !== 0x80 ||
      (byte === 0xe0 && second < 0xa0) ||
      (byte === 0xed && second > 0x9f) ||
      (byte === 0xf0 && second < 0x90) ||
      (byte === 0xf4 && second > 0x8f)
    )
      return at;
    for (let next = 2; next < length; next++) if ((bytes[at + next] & 0xc0) !== 0x80) return at;
    at += length;
  }
  return at;
}

/** Bytes in the sequence that this byte leads, 0 when no sequence begins with it. */
function sequenceLength(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}
