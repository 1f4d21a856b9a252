/**
 * Dependency parses from CoNLL-U files (https://universaldependencies.org/format.html), plain or compressed, read block
 * by block: of each word only its UPOS tag and its head are kept. Lines of multiword tokens (`1-2`) and of empty nodes
 * (`1.1`) are passed over: the words of the basic tree, which HEAD makes, are neither.
 */
import { DataError } from '../util/errors.js';
import { eachLine } from './each-line.js';
import { expandInputs } from './expand-inputs.js';
import { MAX_RECORD_BYTES } from './input.js';
import { openBytes } from './open-bytes.js';
import { decodeStrict } from './utf8.js';

export interface ConlluSentence {
  /** One tag a word. */
  upos: string[];
  /** One a word: the head's place, counted from 1; 0 is the root. They make a tree. */
  heads: number[];
}

/** Reads the file at `path`; `shown` names it in errors. Throws DataError with the line of what it cannot read. */
export async function readConllu(path: string, shown = path): Promise<ConlluSentence[]> {
  const inputs = await expandInputs([path], { format: 'text' });
  if (inputs.length !== 1) throw new DataError(`${shown}: ${inputs.length} files; give one CoNLL-U file`);
  return parseConllu(openBytes(inputs[0]), shown);
}

/** The sentences in the bytes of a CoNLL-U file. */
export async function parseConllu(blocks: AsyncIterable<Buffer>, shown: string): Promise<ConlluSentence[]> {
  const refuse = (line: number, what: string, remedy: string) =>
    new DataError(`${shown} line ${line}: ${what}. ${remedy}`);
  const sentences: ConlluSentence[] = [];
  // A tag that is cut from a line keeps the line in memory, so one copy of each is made.
  const tags = new Map<string, string>();
  let sentence: ConlluSentence = { upos: [], heads: [] };
  let lines: number[] = [];
  let open = 0;

  const word = (text: string, line: number) => {
    const fields = text.split('\t');
    if (fields.length !== 10) {
      throw refuse(
        line,
        `${fields.length} fields, where CoNLL-U has 10 with tabs between them`,
        'Write the parses as CoNLL-U, an empty field as _',
      );
    }
    open ||= line;
    const [id, , , upos, , , head] = fields;
    if (/^\d+[-.]\d+$/.test(id)) return;
    const due = lines.length + 1;
    if (id !== String(due)) {
      const remedy = 'Number the words of each sentence from 1, and end each sentence with a blank line';
      throw refuse(line, `the ID is ${JSON.stringify(id)}, where ${due} is due`, remedy);
    }
    if (upos === '_' || upos === '') {
      throw refuse(line, `word ${id} has no UPOS tag`, 'Have the parser write universal tags (field 4)');
    }
    if (!/^\d+$/.test(head)) {
      const remedy = 'Field 7 is the ID of its head, or 0: have the texts parsed for dependencies';
      throw refuse(line, `word ${id} has the HEAD ${JSON.stringify(head)}`, remedy);
    }
    let tag = tags.get(upos);
    if (tag === undefined) {
      tag = Buffer.from(upos).toString();
      tags.set(tag, tag);
    }
    sentence.upos.push(tag);
    sentence.heads.push(Number(head));
    lines.push(line);
  };

  const finish = () => {
    if (open === 0) return;
    if (lines.length === 0) throw refuse(open, 'a sentence without a word', 'Leave it out');
    const { heads } = sentence;
    const far = heads.findIndex((head) => head > heads.length);
    if (far >= 0) {
      const what = `word ${far + 1} has the HEAD ${heads[far]} in a sentence of ${heads.length}`;
      throw refuse(lines[far], what, 'A head is a word of the same sentence, or 0');
    }
    const lost = offTree(heads);
    if (lost > 0) {
      const what = `from word ${lost} the heads lead round in a circle, not to the root`;
      throw refuse(lines[lost - 1], what, 'Leave the sentence out, or have it parsed again');
    }
    sentences.push(sentence);
    sentence = { upos: [], heads: [] };
    lines = [];
    open = 0;
  };

  const range = { start: 0, end: Number.MAX_SAFE_INTEGER, limit: MAX_RECORD_BYTES };
  const reading = eachLine(
    blocks,
    range,
    ({ bytes, from, to, number }) => {
      const text = decodeStrict(bytes, from, to);
      if (typeof text === 'number') throw refuse(number, 'invalid UTF-8', 'Convert the file to UTF-8');
      if (text.trim() === '') finish();
      else if (!text.startsWith('#')) word(text, number);
    },
    (number) => {
      throw refuse(number, 'the line is longer than 64 MiB', 'Give a CoNLL-U file, a word a line');
    },
  );
  for await (const _ of reading);
  finish();
  if (sentences.length === 0) throw new DataError(`${shown}: no sentence. Give parses as CoNLL-U`);
  return sentences;
}

/** The first word from which its heads do not lead to 0; 0 where all do. Linear in the words. */
function offTree(heads: readonly number[]): number {
  const [UNSEEN, ON_WAY, LEADS] = [0, 1, 2];
  const seen = new Uint8Array(heads.length + 1);
  seen[0] = LEADS;
  for (let word = 1; word <= heads.length; word++) {
    let at = word;
    for (; seen[at] === UNSEEN; at = heads[at - 1]) seen[at] = ON_WAY;
    if (seen[at] === ON_WAY) return word;
    for (at = word; seen[at] === ON_WAY; at = heads[at - 1]) seen[at] = LEADS;
  }
  return 0;
}
