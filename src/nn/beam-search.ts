/**
 * Beam search: of the texts that begin like a prompt, one that is nearly the most probable (Lowerre 1976; for neural
 * models Sutskever, Vinyals and Le 2014). At each place the `beams` best beginnings are kept, each is continued by every
 * token, and the best of all continuations go on. With one beam it takes the most probable token each time; with as many
 * as there are texts it finds the best of all.
 *
 * A beginning that writes the end token is put aside, and its place goes to the next best. The best text is the one with
 * the greatest log probability of what follows the prompt, over its number of tokens (the end among them) to the power
 * `lengthPenalty`, as in Hugging Face's transformers.
 */
import { UsageError } from '../util/errors.js';
import type { Program } from './executor.js';
import { cacheBatch, moveCaches } from './models/transformer-sampler.js';
import type { Store } from './store.js';

export interface BeamOptions {
  /** How many beginnings are kept for each prompt. */
  beams: number;
  /** The token that ends a text. @default none, so that all texts have the full length */
  end?: number;
  /** 0 compares log probabilities, which favours short texts, 1 those of a token on average. @default 1 */
  lengthPenalty?: number;
  /** Tokens that are not written. @default none */
  never?: readonly number[];
  /**
   * Log probabilities of tokens that the text has already, prompt and all, count so many times, as in Hugging Face's
   * transformers. @default 1
   */
  repetitionPenalty?: number;
}

export interface Found {
  /** The prompt and what follows, to the end token, or to the full length. */
  tokens: Int32Array;
  /** By which it was the best: log probability over length, in nats. */
  score: number;
}

/** A beginning: log probability of what follows the prompt; -∞ where there is none in its place. */
interface Beam {
  tokens: Int32Array;
  sum: number;
}

/** A beginning and the token that continues it. */
interface Continuation {
  row: number;
  token: number;
  sum: number;
}

/**
 * The best text for each prompt (one token at least), of at most as many tokens in all as `lengths` says. The sampler's
 * batch is prompts · beams; `context` is the model's. `onToken` is called after each token of all texts; throw to stop.
 */
export async function beamSearch(
  program: Program,
  store: Store,
  context: number,
  prompts: readonly ArrayLike<number>[],
  lengths: readonly number[],
  options: BeamOptions,
  onToken: () => void = () => {},
): Promise<Found[]> {
  const { beams, end, lengthPenalty = 1 } = options;
  check(store, context, prompts, lengths, beams);
  const searches = prompts.map((prompt, i) => ({
    prompt,
    length: lengths[i],
    // Beams begin alike: all but one wait until the prompt is over.
    live: Array.from({ length: beams }, (_, row): Beam => {
      const tokens = Int32Array.from({ length: lengths[i] }, (_, t) => prompt[t] ?? 0);
      return { tokens, sum: row === 0 ? 0 : -Infinity };
    }),
    found: [] as Found[],
  }));
  const longest = Math.max(...lengths);
  for (let t = 0; t < longest - 1; t++) {
    const token = Int32Array.from(searches.flatMap(({ live }) => live.map(({ tokens }) => tokens[t] ?? 0)));
    const { probabilities } = await program.run(store, { token, place: Int32Array.of(t), temperature: 1 });
    program.keep(store);
    const share = probabilities.length / prompts.length;
    const parents: number[] = [];
    let open = false;
    for (const [i, search] of searches.entries()) {
      const { prompt, length, live, found } = search;
      if (t + 1 < prompt.length || t + 1 >= length) {
        for (const row of live.keys()) parents.push(i * beams + row);
        open ||= t + 1 < prompt.length;
        continue;
      }
      const score = (sum: number, size: number) => sum / (size - prompt.length) ** lengthPenalty;
      // Each beam can end once: twice as many continuations are enough to go on with.
      const best = bestContinuations(
        probabilities.subarray(i * share, (i + 1) * share),
        live,
        t + 1,
        2 * beams,
        options,
      );
      for (const { row, token, sum } of best.slice(0, beams)) {
        if (token !== end) continue;
        found.push({ tokens: written(live[row], t, token).slice(0, t + 2), score: score(sum, t + 2) });
      }
      const going = inTheirRows(best.filter(({ token }) => token !== end).slice(0, beams), beams);
      for (const [row, each] of going.entries()) parents.push(i * beams + (each?.row ?? row));
      search.live = going.map((each, row) =>
        each
          ? { tokens: written(live[each.row], t, each.token), sum: each.sum }
          : { ...live[row], sum: -Infinity },
      );
      if (t + 2 === length) {
        for (const { tokens, sum } of search.live) found.push({ tokens, score: score(sum, length) });
      }
      found.sort((a, b) => b.score - a.score).splice(beams);
      // The best that can come of a beam: all tokens that are left, each certain.
      const hope = score(Math.max(...search.live.map(({ sum }) => sum)), length);
      open ||= found.length < beams || hope > found[beams - 1].score;
    }
    onToken();
    if (!open) break;
    moveCaches(store, parents, t + 1);
  }
  return searches.map(({ found }) => found[0]);
}

/**
 * The `most` most probable of all continuations of all beams, whose first `size` tokens are written; of equal ones the
 * first beam's, then the first token.
 */
function bestContinuations(
  probabilities: Float32Array,
  live: readonly Beam[],
  size: number,
  most: number,
  { never = [], repetitionPenalty = 1 }: BeamOptions,
): Continuation[] {
  const vocabulary = probabilities.length / live.length;
  const best: Continuation[] = [];
  for (const [row, { tokens, sum: before }] of live.entries()) {
    if (before === -Infinity) continue;
    const repeated = repetitionPenalty === 1 ? undefined : new Set(tokens.subarray(0, size));
    // Below it a token's probability is too small for the list.
    let least = 0;
    for (let token = 0; token < vocabulary; token++) {
      const probability = probabilities[row * vocabulary + token];
      // What a penalty or `never` makes of it is no more.
      if (probability <= least || never.includes(token)) continue;
      const sum = before + Math.log(probability) * (repeated?.has(token) ? repetitionPenalty : 1);
      if (best.length === most && sum <= best[most - 1].sum) continue;
      let at = best.length;
      while (at > 0 && best[at - 1].sum < sum) at--;
      best.splice(at, 0, { row, token, sum });
      if (best.length > most) best.pop();
      if (best.length === most) least = Math.exp(best[most - 1].sum - before) * (1 - 1e-6);
    }
  }
  return best;
}

/** A row of the batch for each: the first that continues a beam stays in its row, so that little is moved. */
function inTheirRows(going: readonly Continuation[], beams: number): (Continuation | undefined)[] {
  const rows = new Array<Continuation | undefined>(beams).fill(undefined);
  const others: Continuation[] = [];
  for (const each of going) {
    if (rows[each.row]) others.push(each);
    else rows[each.row] = each;
  }
  return rows.map((each) => each ?? others.shift());
}

function written({ tokens }: Beam, t: number, token: number): Int32Array {
  const longer = tokens.slice();
  longer[t + 1] = token;
  return longer;
}

function check(
  store: Store,
  context: number,
  prompts: readonly ArrayLike<number>[],
  lengths: readonly number[],
  beams: number,
): void {
  const batch = cacheBatch(store);
  if (batch !== prompts.length * beams) {
    throw new Error(
      `beamSearch: a sampler of batch ${batch} for ${prompts.length} prompts of ${beams} beams`,
    );
  }
  for (const [i, prompt] of prompts.entries()) {
    const length = lengths[i];
    if (length > context) {
      throw new UsageError(
        `${length} tokens were asked of a model that sees ${context}; ask for ${context} at most`,
      );
    }
    if (prompt.length === 0) {
      throw new UsageError('a prompt is empty; begin it with the token that begins texts');
    }
    if (prompt.length >= length) {
      throw new UsageError(
        `a prompt of ${prompt.length} tokens leaves nothing to search in ${length}; ask for more tokens`,
      );
    }
  }
}
