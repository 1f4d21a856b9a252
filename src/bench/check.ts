/**
 * Measures `gen0 check` on writers' own held-out texts (false alarms) and on degraded ones (detection), and prints it as
 * tables: `node dist/bench/check.js [false-alarms] [detection] [vanished] [own-share] [generators]`. Any other word picks the rows
 * of `detection` whose name has it. The tables stand in docs/check.md.
 */
import { readArchive } from '../check/archive.js';
import { checkDrafts } from '../check/check.js';
import { ownShare } from '../check/own-share.js';
import { type NamedText, prepare } from '../check/prepare.js';
import { checkRepeats } from '../check/repeated.js';
import type { Comparison, DraftCheck } from '../check/result.js';
import type { Document } from '../corpus/document.js';
import { sampleNgram } from '../lab/learners/sample-ngram.js';
import { toPieces } from '../lab/text/piece-corpus.js';
import { joinPieces } from '../lab/text/pieces.js';
import { trainNgram } from '../lm/ngram.js';
import { newRandom, type Random } from '../stats/random.js';
import { readSet } from './sets.js';

type Record_ = Document & {
  author?: string;
  source?: string;
  label?: string;
  generator?: string;
  domain?: string;
};

interface Tally {
  drafts: number;
  words: number;
  /** Words in predictable runs. */
  marked: number;
  /** How often each figure was there, and its p at most 0.05. */
  figures: Record<'predictable' | 'repeated' | 'missing' | 'rhythm', [there: number, low: number]>;
  /** Drafts for which a vanished word was named, and how many words in all. */
  vanished: [drafts: number, words: number];
}

const newTally = (): Tally => ({
  drafts: 0,
  words: 0,
  marked: 0,
  figures: { predictable: [0, 0], repeated: [0, 0], missing: [0, 0], rhythm: [0, 0] },
  vanished: [0, 0],
});

/** Drafts of one writer, each by itself, against the writer's other texts. */
function add(
  tally: Tally,
  drafts: readonly NamedText[],
  reference: readonly NamedText[],
  repeats: boolean,
): DraftCheck[] {
  const { drafts: checked, repeated } = checkDrafts(drafts, { reference });
  const prepared = drafts.map(prepare);
  const archive = repeats && drafts.length > 1 ? readArchive(reference, prepared, []) : undefined;
  checked.forEach((draft, i) => {
    tally.drafts++;
    tally.words += draft.words;
    for (const { kind, words } of draft.marks) if (kind === 'predictable') tally.marked += words;
    const count = (figure: keyof Tally['figures'], value: Comparison | undefined) => {
      if (!value) return;
      tally.figures[figure][0]++;
      if (value.p <= 0.05) tally.figures[figure][1]++;
    };
    count('predictable', draft.predictable);
    count('missing', draft.missing);
    count('rhythm', draft.rhythm);
    if (drafts.length === 1) count('repeated', repeated);
    if (archive) count('repeated', checkRepeats([prepared[i]], archive).comparison);
    const vanished = draft.vanished?.length ?? 0;
    if (vanished > 0) tally.vanished[0]++;
    tally.vanished[1] += vanished;
  });
  return checked;
}

function row(name: string, { drafts, words, marked, figures, vanished }: Tally): string {
  const share = ([there, low]: [number, number]) =>
    there === 0 ? '–' : `${((100 * low) / there).toFixed(1)} % of ${there}`;
  const { predictable, repeated, missing, rhythm } = figures;
  const cells = [name, drafts, `${((100 * marked) / words).toFixed(1)} %`];
  return `| ${[...cells, ...[predictable, repeated, missing, rhythm].map(share), `${vanished[0]} (${vanished[1]} words)`].join(' | ')} |`;
}

const HEAD = `| drafts | n | words marked | predictable p ≤ 0.05 | repeated | missing | rhythm | vanished words named in |
|---|--:|--:|--:|--:|--:|--:|--:|`;

const say = (line: string) => process.stdout.write(`${line}\n`);

const named = (records: readonly Record_[]): NamedText[] =>
  records.map(({ id, text }, i) => ({ name: id ?? String(i), text }));

/** In `parts` parts by key, each held out in turn. */
function heldOut(records: readonly Record_[], parts: number, key: (record: Record_, i: number) => string) {
  const random = newRandom(1);
  const keys = shuffled([...new Set(records.map(key))], random);
  return Array.from({ length: parts }, (_, part) => {
    const own = new Set(keys.filter((_key, k) => k % parts === part));
    return {
      drafts: named(records.filter((record, i) => own.has(key(record, i)))),
      reference: named(records.filter((record, i) => !own.has(key(record, i)))),
    };
  });
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

function falseAlarms(): void {
  say(`\n## Held-out texts of the same writers\n\n${HEAD}`);
  const sotu = readSet('sotu') as Record_[];
  const writers = [...new Set(sotu.map(({ author }) => author))];
  const all = newTally();
  for (const writer of writers) {
    const own = sotu.filter(({ author }) => author === writer);
    if (own.length < 7) continue;
    // Each address against the writer's others.
    own.forEach((record, i) => {
      add(all, named([record]), named(own.filter((_, j) => j !== i)), true);
    });
  }
  say(row('State of the Union, each against the same president’s others', all));
  const french = readSet('novels_fr') as Record_[];
  const author = ({ source }: Record_) => source!.split('_')[1];
  const novels = newTally();
  for (const writer of new Set(french.map(author))) {
    const own = french.filter((each) => author(each) === writer);
    const sources = [...new Set(own.map(({ source }) => source))];
    if (sources.length < 3) continue;
    for (const source of sources) {
      const apart = (same: boolean) => named(own.filter((each) => (each.source === source) === same));
      add(novels, apart(true), apart(false), false);
    }
  }
  say(row('French novels, passages of one against the same author’s two others', novels));
  for (const set of ['novels_fr', 'novels_de']) {
    const tally = newTally();
    for (const { drafts, reference } of heldOut(readSet(set) as Record_[], 8, ({ source }) => source!)) {
      add(tally, drafts, reference, false);
    }
    say(row(`${set}, an eighth of the novels against the others`, tally));
  }
  const whole = newTally();
  for (const { drafts, reference } of heldOut(sotu, 8, ({ id }) => id!).slice(0, 2)) {
    add(whole, drafts, reference, false);
  }
  say(row('State of the Union, a quarter in two parts against the rest', whole));
}

/** Degraded copies of held-out texts. `other`: texts that neither the archive nor the drafts have. */
const DAMAGE: Record<string, (text: string, other: readonly string[], seed: number) => string> = {
  'as they are': (text) => text,
  'a model’s text, temperature 1': (text, other, seed) => generated(text, other, 1, 1, seed),
  'a model’s text, temperature 0.7': (text, other, seed) => generated(text, other, 0.7, 1, seed),
  'a model’s text, the likeliest 80 %': (text, other, seed) => generated(text, other, 1, 0.8, seed),
  'half theirs, half the model’s at 0.7': (text, other, seed) =>
    `${text.slice(0, text.length / 2)}\n\n${generated(text.slice(text.length / 2), other, 0.7, 1, seed)}`,
  'one sentence again every 200 words': (text) => {
    const words = text.split(' ');
    const sentence = 'It is worth remembering that all of this did not come about by chance alone.';
    return words.map((word, i) => (i % 200 === 199 ? `${word} ${sentence}` : word)).join(' ');
  },
  'every sentence cut to 15 words': (text) =>
    text
      .replace(/[.!?;:]/g, '')
      .split(' ')
      .map((word, i) => (i % 15 === 14 ? `${word}. So` : word))
      .join(' '),
  'the words but, not and which taken out': (text) => text.replace(/\b(?:but|not|which)\b/gi, ' '),
};

/** Words of the command line that name no step. */
const only = process.argv
  .slice(2)
  .filter((word) => !['false-alarms', 'detection', 'vanished', 'generators', 'own-share'].includes(word));

const models = new Map<readonly string[], ReturnType<typeof modelOf>>();

function modelOf(texts: readonly string[]) {
  const corpus = toPieces([...texts]);
  const model = trainNgram(corpus, corpus.spellings.length, { order: 5, smoothing: 'kneser-ney' });
  return { model, spellings: corpus.spellings };
}

/** As many pieces as the text has, by an order-5 model of words and marks. */
function generated(
  text: string,
  other: readonly string[],
  temperature: number,
  keep: number,
  seed: number,
): string {
  if (!models.has(other)) models.set(other, modelOf(other));
  const { model, spellings } = models.get(other)!;
  const size = toPieces([text]).pieces.length;
  const { pieces } = sampleNgram(model, [size], newRandom(seed), { temperature, keep });
  return joinPieces([...pieces].map((piece) => spellings[piece]));
}

function detection(): void {
  const sotu = (readSet('sotu') as Record_[]).filter(({ text }) => text.length > 6000);
  const modern = sotu.filter(({ id }) => Number(/\d{4}/.exec(id!)![0]) >= 1900);
  const [archive, drafts, other] = [0, 1, 2].map((k) => modern.filter((_, i) => [0, 0, 1, 2][i % 4] === k));
  say(
    `\n## Degraded texts: addresses since 1900, ${archive.length} as the archive, ${drafts.length} as drafts, a model of ${other.length}\n\n${HEAD}`,
  );
  const texts = other.map(({ text }) => text);
  for (const [name, damage] of Object.entries(DAMAGE)) {
    if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
    const tally = newTally();
    const damaged = named(drafts).map(({ name: id, text }, i) => ({
      name: id,
      text: damage(text.slice(0, 12_000), texts, i),
    }));
    const checked = add(tally, damaged, named(archive), true);
    say(row(name, tally));
    if (name.startsWith('the words')) {
      const found = checked.flatMap(({ vanished }) => vanished ?? []).map(({ word }) => word);
      const right = found.filter((word) => ['but', 'not', 'which'].includes(word)).length;
      say(
        `\n${right} of ${3 * checked.length} words taken out were named, and ${found.length - right} others.`,
      );
    }
  }
}

/** Three common words taken out of every fourth text, against the other texts. */
function vanished(): void {
  say(
    '\n## Words taken out\n\n| set | drafts | named of those taken out | others named | named where none was taken out |\n|---|--:|--:|--:|--:|',
  );
  const taken = ['but', 'not', 'which'];
  for (const set of ['mobydick', 'wikitext2']) {
    const texts = named(readSet(set)).filter(({ text }) => text.length > 8000);
    const reference = texts.filter((_, i) => i % 4 < 3);
    const drafts = texts.filter((_, i) => i % 4 === 3);
    const without = drafts.map(({ name, text }) => ({
      name,
      text: text.replace(/\b(?:but|not|which)\b/gi, ' '),
    }));
    const wordsOf = (list: NamedText[]) =>
      checkDrafts(list, { reference }).drafts.flatMap((draft) =>
        (draft.vanished ?? []).map(({ word }) => word),
      );
    const found = wordsOf(without);
    const right = found.filter((word) => taken.includes(word)).length;
    say(
      `| ${set} | ${drafts.length} | ${right} of ${3 * drafts.length} | ${found.length - right} | ${wordsOf(drafts).length} |`,
    );
  }
}

/** Real machine continuations, against human texts of the same kind. */
function generators(): void {
  say(`\n## Machine continuations against human texts of the same domain\n\n${HEAD}`);
  const rows = readSet('fastdetectgpt') as (Record_ & { human_id?: string })[];
  for (const domain of new Set(rows.map((each) => each.domain))) {
    const human = rows.filter((each) => each.domain === domain && each.label === 'human');
    const held = human.filter((_, i) => i % 4 === 3);
    const reference = named(human.filter((_, i) => i % 4 !== 3));
    const ids = new Set(held.map(({ id }) => id));
    const sets = new Map<string, Record_[]>([['human', held]]);
    for (const each of rows) {
      if (each.domain !== domain || each.label === 'human' || !ids.has(each.human_id)) continue;
      if (!sets.has(each.generator!)) sets.set(each.generator!, []);
      sets.get(each.generator!)!.push(each);
    }
    for (const [generator, drafts] of sets) {
      const tally = newTally();
      try {
        add(tally, named(drafts), reference, true);
      } catch (error) {
        say(`| ${domain}: ${(error as Error).message} |`);
        break;
      }
      say(row(`${domain}, ${generator}`, tally));
    }
  }
}

/** Machine drafts into which a writer's words are put: passages, and single words. */
function shares(): void {
  for (const set of ['sotu', 'novels_de']) sharesOf(set);
}

function sharesOf(set: string): void {
  say(
    `\n## The writer’s share, where it is known: ${set}\n\n| the writer’s | cases | true share | low | high | interval holds it |\n|---|--:|--:|--:|--:|--:|`,
  );
  // Passages of one novel make one text.
  const bySource = new Map<string, string[]>();
  for (const { id, source, text } of readSet(set) as Record_[]) {
    const key = set === 'sotu' ? id! : source!;
    bySource.set(key, [...(bySource.get(key) ?? []), ...prepare({ name: '', text }).tokens]);
  }
  const tokens = [...bySource.values()].filter(({ length }) => length >= 2000);
  const random = newRandom(5);
  const kinds: [string, (machine: string[], own: string[]) => { text: string[]; share: number }][] = [
    ...[0.1, 0.3, 0.6, 0.9].map(
      (share): [string, (machine: string[], own: string[]) => { text: string[]; share: number }] => [
        `passages of 20 to 80 words, ${share}`,
        (machine, own) => mixPassages(machine, own, share, random),
      ],
    ),
    ...[0.05, 0.15, 0.3].map(
      (share): [string, (machine: string[], own: string[]) => { text: string[]; share: number }] => [
        `single words, ${share}`,
        (machine, own) => {
          const changed = machine.map((word) =>
            random.uniform() < share ? own[random.below(own.length)] : word,
          );
          const different = changed.filter((word, i) => word !== machine[i]).length;
          return { text: changed, share: different / machine.length };
        },
      ],
    ),
    ['all theirs', (_machine, own) => ({ text: own.slice(0, 1500), share: 1 })],
  ];
  for (const [name, mix] of kinds) {
    const cases = 40;
    let [truth, low, high, held] = [0, 0, 0, 0];
    for (let k = 0; k < cases; k++) {
      const [a, b] = [random.below(tokens.length), random.below(tokens.length)];
      if (a === b) {
        k--;
        continue;
      }
      const machine = tokens[a].slice(0, 1500);
      const { text, share } = mix(machine, tokens[b]);
      const { share: found } = ownShare(text, [machine]);
      truth += share / cases;
      low += found[0] / cases;
      high += found[1] / cases;
      // As printed: two decimals, outwards.
      if (Math.floor(100 * found[0]) / 100 <= share && share <= Math.ceil(100 * found[1]) / 100) held++;
    }
    say(`| ${name} | ${cases} | ${truth.toFixed(3)} | ${low.toFixed(3)} | ${high.toFixed(3)} | ${held} |`);
  }
}

function mixPassages(machine: string[], own: string[], share: number, random: Random) {
  const text: string[] = [];
  let [m, o, mine] = [0, 0, 0];
  while (m < machine.length && o < own.length) {
    const size = 20 + random.below(61);
    if (random.uniform() < share) {
      const part = own.slice(o, o + size);
      text.push(...part);
      mine += part.length;
      o += size;
    } else {
      text.push(...machine.slice(m, m + size));
      m += size;
    }
  }
  return { text, share: mine / text.length };
}

const STEPS: Record<string, () => void> = {
  'false-alarms': falseAlarms,
  detection,
  vanished,
  generators,
  'own-share': shares,
};
const chosen = process.argv.slice(2);
for (const [name, step] of Object.entries(STEPS)) if (chosen.length === 0 || chosen.includes(name)) step();
