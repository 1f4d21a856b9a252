/**
 * The human text that a mixture's forecast is made on: documents of the human sources, all of them or a draw that fits
 * in memory. Of more than `READ` characters random pieces of files are read, which is no sample of documents where
 * neighbours are alike, but looks at no more than it must.
 */
import { expandInputs, newTally, planShards, type ReadOptions, readShard } from '../corpus/index.js';
import { permutationOf } from '../lab/loop/permutation-of.js';
import { type Documents, documents } from '../lab/text/documents.js';
import { toPieces } from '../lab/text/piece-corpus.js';
import type { Random } from '../stats/random.js';
import type { HumanText, Strategy } from './feeding.js';

/** Bytes of the pieces, characters that are read, and characters that are kept. */
const PIECE = 4e6;
const READ = 32e6;
const KEPT = 6e6;

/** In random order. Throws what reading throws. */
export async function drawTexts(
  files: readonly { path: string; read: ReadOptions }[],
  random: Random,
): Promise<string[]> {
  const pieces = [];
  for (const { path, read } of files) {
    for (const shard of planShards(await expandInputs([path], read), PIECE, {})) pieces.push({ shard, read });
  }
  const texts: string[] = [];
  let characters = 0;
  for (const p of permutationOf(pieces.length, random)) {
    if (characters >= READ) break;
    const { shard, read } = pieces[p];
    for await (const batch of readShard(shard, read, newTally())) {
      for (const { text } of batch) {
        texts.push(text);
        characters += text.length;
      }
      if (characters >= READ) break;
    }
  }
  const drawn: string[] = [];
  let kept = 0;
  for (const t of permutationOf(texts.length, random)) {
    if (kept >= KEPT) break;
    drawn.push(texts[t]);
    kept += texts[t].length;
  }
  return drawn;
}

export interface HumanDraw extends HumanText {
  /** Documents that a generation adds. */
  documents: number;
  /** Different human documents that were drawn, of generation 0 and the supply. */
  drawn: number;
}

/**
 * Generation 0 is as long as a mixture is, as far as there is human text; `ratio` is the mixture's length over that of
 * all human text. Under `fresh` what is left is the supply, and at least half is. Null below two documents with words.
 */
export function splitHuman(texts: readonly string[], ratio: number, strategy: Strategy): HumanDraw | null {
  const all = toPieces(texts);
  const filled: number[] = [];
  for (let d = 0; d < texts.length; d++) if (all.starts[d + 1] > all.starts[d]) filled.push(d);
  const n = Math.max(1, Math.round(ratio * filled.length));
  const most = strategy === 'fresh' ? Math.ceil(filled.length / 2) : filled.length;
  const size = Math.min(most, Math.max(2, n));
  if (filled.length < 2) return null;
  const take = (which: number[]): Documents => documents.take(all, which);
  return {
    first: take(filled.slice(0, size)),
    supply: take(strategy === 'fresh' ? filled.slice(size) : []),
    types: all.spellings.length,
    documents: n,
    drawn: filled.length,
  };
}
