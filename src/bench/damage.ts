/**
 * Damage of known size, done to human text: what the audit must notice. The recipes are those of the sensitivity
 * table that other tools were measured on: words by white space, document lengths kept.
 */
import type { Document } from '../corpus/document.js';
import { nearCopy, wordsOf } from '../duplicates/plant.js';
import { permutation, type Rng } from '../stats/rng.js';

/** Replaces a share of the words that occur at most `most` times by draws from the more frequent words. */
export function cutRare(
  documents: readonly Document[],
  most: number,
  share: number,
  random: Rng,
): Document[] {
  const counts = new Map<string, number>();
  const words = documents.map((document) => document.text.split(/\s+/).filter(Boolean));
  for (const list of words) for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
  const rare = [...counts.keys()].filter((word) => (counts.get(word) as number) <= most).sort();
  const chosen = new Set(
    permutation(rare.length, random)
      .slice(0, Math.round(share * rare.length))
      .map((i) => rare[i]),
  );
  const frequent = words.flat().filter((word) => (counts.get(word) as number) > most);
  return documents.map((document, d) => ({
    ...document,
    text: words[d].map((word) => (chosen.has(word) ? frequent[random(frequent.length)] : word)).join(' '),
  }));
}

/** Replaces a share of the documents by copies of other ones. */
export function duplicate(documents: readonly Document[], share: number, random: Rng): Document[] {
  const hit = new Set(permutation(documents.length, random).slice(0, Math.round(share * documents.length)));
  return documents.map((document, d) =>
    hit.has(d) ? { ...document, text: documents[random(documents.length)].text } : document,
  );
}

/** Replaces a share of the documents by copies of other ones with 3 % of their words replaced. */
export function nearDuplicate(documents: readonly Document[], share: number, random: Rng): Document[] {
  const words = wordsOf(documents.map(({ text }) => text));
  const hit = new Set(permutation(documents.length, random).slice(0, Math.round(share * documents.length)));
  const others = documents.filter((_, d) => !hit.has(d));
  return documents.map((document, d) =>
    hit.has(d)
      ? { ...document, text: nearCopy(others[random(others.length)].text, words, random) }
      : document,
  );
}

/** In a share of the documents, all after the first two thirds becomes the 12 words before that point, repeated. */
export function loop(documents: readonly Document[], share: number, random: Rng): Document[] {
  const hit = new Set(permutation(documents.length, random).slice(0, Math.round(share * documents.length)));
  return documents.map((document, d) => {
    if (!hit.has(d)) return document;
    const words = document.text.split(/\s+/).filter(Boolean);
    const cut = Math.floor((2 * words.length) / 3);
    for (let i = cut; i < words.length; i++) words[i] = words[i - 12] ?? words[i];
    return { ...document, text: words.join(' ') };
  });
}
