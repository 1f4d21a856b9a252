/**
 * Damage of known size, done to human text: what the audit must notice. The recipes are those of the sensitivity
 * table that other tools were measured on: words by white space, document lengths kept. The later ones are of this
 * project: they do to a text what models are known to do to it, one thing at a time.
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

/** Replaces a share of the words by the word that most often follows the one before: text as a model would go on. */
export function predictable(documents: readonly Document[], share: number, random: Rng): Document[] {
  const likely = likelyNext(documents);
  return documents.map((document) => {
    const words = wordsIn(document.text);
    for (let i = 1; i < words.length; i++) {
      if (random(1_000_000) < share * 1_000_000) words[i] = likely.get(words[i - 1]) ?? words[i];
    }
    return { ...document, text: words.join(' ') };
  });
}

/** The most frequent follower of each word; of equals the one that comes first in the alphabet. */
function likelyNext(documents: readonly Document[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { text } of documents) {
    const words = wordsIn(text);
    for (let i = 1; i < words.length; i++) {
      const after = counts.get(words[i - 1]) ?? new Map<string, number>();
      after.set(words[i], (after.get(words[i]) ?? 0) + 1);
      counts.set(words[i - 1], after);
    }
  }
  const likely = new Map<string, string>();
  for (const [word, after] of counts) {
    const [[next]] = [...after].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    likely.set(word, next);
  }
  return likely;
}

/** Puts the words of a share of the documents in random order: what no reader would expect. */
export function shuffle(documents: readonly Document[], share: number, random: Rng): Document[] {
  return someDocuments(documents, share, random, (text) => {
    const words = wordsIn(text);
    return permutation(words.length, random)
      .map((i) => words[i])
      .join(' ');
  });
}

/** Cuts a share of the sentences into sentences of at most 8 words. */
export function shorten(documents: readonly Document[], share: number, random: Rng): Document[] {
  return documents.map((document) => {
    const sentences = sentencesIn(document.text).map((sentence) => {
      if (random(1_000_000) >= share * 1_000_000) return sentence;
      const words = wordsIn(sentence);
      return words.map((word, i) => (i % 8 === 7 && i < words.length - 1 ? `${word}.` : word)).join(' ');
    });
    return { ...document, text: sentences.join(' ') };
  });
}

/** Replaces a share of the sentences by one of ten stock sentences, taken from the corpus. */
export function boilerplate(documents: readonly Document[], share: number, random: Rng): Document[] {
  const stock = longSentences(documents, 10, random);
  return documents.map((document) => ({
    ...document,
    text: sentencesIn(document.text)
      .map((sentence) => (random(1_000_000) < share * 1_000_000 ? stock[random(stock.length)] : sentence))
      .join(' '),
  }));
}

/**
 * Replaces a share of the sentences by one of ten sentences of the corpus in which every word of at least five letters
 * is replaced by another such word: the same few sentence patterns, filled from the whole vocabulary.
 */
export function samePatterns(documents: readonly Document[], share: number, random: Rng): Document[] {
  const frames = longSentences(documents, 10, random).map(wordsIn);
  const long = documents.flatMap(({ text }) => wordsIn(text).filter((word) => /^\p{L}{5,}$/u.test(word)));
  return documents.map((document) => {
    const sentences = sentencesIn(document.text).map((sentence) => {
      if (random(1_000_000) >= share * 1_000_000) return sentence;
      const frame = frames[random(frames.length)];
      return frame.map((word) => (/^\p{L}{5,}$/u.test(word) ? long[random(long.length)] : word)).join(' ');
    });
    return { ...document, text: sentences.join(' ') };
  });
}

/** Sentences of 8 to 25 words, drawn at random. */
function longSentences(documents: readonly Document[], count: number, random: Rng): string[] {
  const all = documents
    .flatMap(({ text }) => sentencesIn(text))
    .filter((sentence) => {
      const { length } = wordsIn(sentence);
      return length >= 8 && length <= 25;
    });
  return permutation(all.length, random)
    .slice(0, count)
    .map((i) => all[i]);
}

function someDocuments(
  documents: readonly Document[],
  share: number,
  random: Rng,
  change: (text: string) => string,
): Document[] {
  const hit = new Set(permutation(documents.length, random).slice(0, Math.round(share * documents.length)));
  return documents.map((document, d) =>
    hit.has(d) ? { ...document, text: change(document.text) } : document,
  );
}

const wordsIn = (text: string) => text.split(/\s+/).filter(Boolean);
const sentencesIn = (text: string) => text.split(/(?<=[.!?])\s+/).filter(Boolean);
