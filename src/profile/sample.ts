/**
 * The document sample: a prefix of the distinct texts in the order of their hashes. A text belongs to it while
 * fewer than 2,000 texts and less than 4 MiB of kept text come before it.
 *
 * Why it merges exactly: before a member of the whole's sample there is at most as much in any part, so the
 * part kept it; and where a part stopped, at least as much comes before in the whole, so the whole stops too.
 * (A bound on the bytes that includes the text itself would fail the second half.)
 */
import type { SampledDocument } from './profile.js';

export const SAMPLE_TEXTS = 2000;
export const SAMPLE_BYTES = 4 * 2 ** 20;
export const SAMPLE_TEXT_BYTES = 8192;

const encoder = new TextEncoder();

/** The first 8,192 UTF-8 bytes of a text, cut at a character, with U+FFFD for lone surrogates. */
export function cutText(text: string): { text: string; cut: boolean } {
  const bytes = new Uint8Array(SAMPLE_TEXT_BYTES);
  const { read, written } = encoder.encodeInto(text.slice(0, SAMPLE_TEXT_BYTES + 1), bytes);
  return {
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, written)),
    cut: read < text.length,
  };
}

/** The smaller of two identifiers by code unit; a missing one loses. */
export function smallerId(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** Sorts by hash, joins copies and keeps the prefix. Changes nothing in its argument. */
export function keepSample(members: SampledDocument[]): SampledDocument[] {
  const sorted = [...members].sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
  const kept: SampledDocument[] = [];
  let bytes = 0;
  for (const member of sorted) {
    const last = kept.at(-1);
    if (last?.hash === member.hash) {
      const id = smallerId(last.id, member.id);
      kept[kept.length - 1] = sampled(last.hash, id, last.text, last.cut);
      continue;
    }
    if (kept.length === SAMPLE_TEXTS || bytes >= SAMPLE_BYTES) break;
    bytes += Buffer.byteLength(member.text);
    kept.push(member);
  }
  return kept;
}

/** One member, with its fields always in the same order and no `id` where there is none. */
export function sampled(hash: string, id: string | undefined, text: string, cut: boolean): SampledDocument {
  return id === undefined ? { hash, text, cut } : { hash, id, text, cut };
}
