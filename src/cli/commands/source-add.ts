/** `gen0 source add`: take a source in, or accept a card that was edited. */
import { relative, resolve, sep } from 'node:path';
import type { AddedSource, AddOptions, Evidence, SourceWords } from '../../provenance/index.js';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { plural } from '../../util/format.js';
import { shownPath } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import type { Provenance } from '../engine.js';
import { choiceFlag, isSet, listFlag, textFlag } from '../flags.js';
import { hashing, SOURCE_HELP, SOURCE_OPTIONS, shareText, sourceStore } from '../sources.js';

export const sourceAdd: Command = {
  name: 'source add',
  summary: 'take a source in, or accept an edited card',
  help: `gen0 source add <files and folders…> --id ID [what is known of it]
gen0 source add sources/ID.yaml

  gen0 source add books/ --id gutenberg --origin human --licence PDM-1.0 \\
      --evidence "printed before 1930, scanned and proofread by people"
  gen0 source add gen3.jsonl --id gen3 --origin synthetic \\
      --generator llama-3@8b --parent gutenberg
  gen0 source add sources/gutenberg.yaml       accept the card as you edited it

Hashes the files, writes the card sources/ID.yaml and records it in the ledger. What
is left out stays as the card has it. Without evidence nothing is human: the origin
is then unknown. A date before the cut-off is evidence, but no proof.

      --id ID          letters, digits and . _ - with / between parts
      --origin O       human, synthetic, mixed, unknown (default)
      --human-fraction LO,HI   share of human tokens, where it is mixed
      --evidence TEXT  how the origin is known; kind:text tells its kind (declaration,
                       document, licence, c2pa, iptc, registry-exact, registry-near,
                       watermark, detector, own-share). Again for more
      --generator M    model, or model@version
      --collected-at D ISO date, or from/to
      --cut-off D      dates before it are evidence (default 2022-11-30)
      --licence L      SPDX id, or in words
      --parent ID      what it was made from. Again for more
      --title T        a name for people
${SOURCE_HELP}${COMMON_HELP}`,
  options: {
    ...SOURCE_OPTIONS,
    id: { type: 'string' },
    title: { type: 'string' },
    origin: { type: 'string' },
    'human-fraction': { type: 'string' },
    evidence: { type: 'string', multiple: true },
    generator: { type: 'string' },
    'collected-at': { type: 'string' },
    'cut-off': { type: 'string' },
    licence: { type: 'string' },
    parent: { type: 'string', multiple: true },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const { positionals } = args;
  if (positionals.length === 0)
    throw new UsageError('no file: gen0 source add books/ --id books, or gen0 source add sources/books.yaml');
  const provenance = await context.engine.provenance();
  const store = await sourceStore(args, context);
  const paths = positionals.map((path) => resolve(context.cwd, path));
  const progress = hashing('reading files', args, context);
  const options = { ...addOptions(args, context, provenance), ...progress.options };
  const cards = paths.filter((path) => isCardFile(path, provenance.cardsFolder(store)));
  const added: AddedSource[] = [];
  if (cards.length > 0) {
    if (cards.length < paths.length) throw new UsageError('cards and files together: add them one by one');
    const spoken = Object.keys(sourceAdd.options).find(
      (flag) => !Object.hasOwn(SOURCE_OPTIONS, flag) && flag !== 'cut-off' && args.flags[flag] !== undefined,
    );
    if (spoken !== undefined) {
      throw new UsageError(
        `--${spoken}: a card says it itself. Write it into ${positionals[0]}, then add that alone`,
      );
    }
    for (const path of cards)
      added.push(await provenance.acceptCardFile(store, path, options).finally(progress.end));
  } else {
    const words = wordsOf(args, context, provenance);
    added.push(await provenance.addSource(store, paths, words, options).finally(progress.end));
  }
  report(added, args, context);
  return 0;
}

function addOptions(args: Args, { now, stderr }: Context, { lastDay }: Provenance): AddOptions {
  const cutOff = textFlag(args, 'cut-off');
  if (cutOff !== undefined && (cutOff.length !== 10 || lastDay(cutOff) === null)) {
    throw new UsageError(`--cut-off ${cutOff}: must be a day, as in 2022-11-30`);
  }
  return {
    now,
    ...(cutOff === undefined ? {} : { cutOff }),
    onTorn: ({ bytes, path }) =>
      stderr.write(
        `gen0: the ledger ended in ${plural(bytes, 'byte')} of a record that a crash cut short; kept in ${path}\n`,
      ),
  };
}

function isCardFile(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return /\.ya?ml$/.test(path) && inside !== '..' && !inside.startsWith(`..${sep}`);
}

function wordsOf(args: Args, context: Context, provenance: Provenance): SourceWords {
  const id = textFlag(args, 'id');
  if (id === undefined) throw new UsageError('--id: missing. Name the source, as in --id gutenberg');
  if (!provenance.SOURCE_ID.test(id) || id.length > 200) {
    throw new UsageError(`--id ${id}: must be letters, digits and . _ - with / between parts, at most 200`);
  }
  const collectedAt = textFlag(args, 'collected-at');
  if (collectedAt !== undefined && provenance.lastDay(collectedAt) === null) {
    throw new UsageError(
      `--collected-at ${collectedAt}: must be an ISO date or from/to, as in 2019-03/2019-06`,
    );
  }
  const origin = choiceFlag(args, 'origin', provenance.ORIGINS);
  const generator = textFlag(args, 'generator');
  const humanFraction = fractionFlag(args);
  if (humanFraction !== undefined && origin !== undefined && origin !== 'mixed' && origin !== 'unknown') {
    throw new UsageError(`--human-fraction: --origin ${origin} says it already; for less or more say mixed`);
  }
  const today = new Date(context.now()).toISOString().slice(0, 10);
  return {
    id,
    origin,
    humanFraction,
    collectedAt,
    title: textFlag(args, 'title'),
    licence: textFlag(args, 'licence'),
    parents: listFlag(args, 'parent'),
    evidence: listFlag(args, 'evidence').map((text) => evidenceOf(text, today, provenance, origin)),
    ...(generator === undefined ? {} : { generator: generatorOf(generator) }),
  };
}

function fractionFlag(args: Args): [number, number] | undefined {
  const value = textFlag(args, 'human-fraction');
  if (value === undefined) return undefined;
  const [low, high = low, ...more] = value
    .split(',')
    .map((part) => (/^\d*\.?\d+$/.test(part) ? Number(part) : NaN));
  if (!(low >= 0 && low <= high && high <= 1) || more.length > 0) {
    throw new UsageError(`--human-fraction ${value}: must be low,high within 0 and 1, as in 0.4,0.6`);
  }
  return [low, high];
}

/** `kind:text`, or text, which is then a declaration. An address is kept as a reference too. */
function evidenceOf(
  text: string,
  at: string,
  { EVIDENCE_KINDS }: Provenance,
  supports?: Evidence['supports'],
): Evidence {
  const prefix = /^([a-z0-9-]+):\s*(.+)$/su.exec(text);
  const kind = EVIDENCE_KINDS.find((each) => each === prefix?.[1]);
  const statement = kind === undefined ? text : prefix![2];
  const reference = /^https?:\/\/\S+$/.test(statement) ? { reference: statement } : {};
  return {
    kind: kind ?? 'declaration',
    statement,
    ...(supports === undefined ? {} : { supports }),
    at,
    ...reference,
  };
}

function generatorOf(text: string): { model: string; version?: string } {
  const at = text.lastIndexOf('@');
  if (at <= 0 || at === text.length - 1) return { model: text };
  return { model: text.slice(0, at), version: text.slice(at + 1) };
}

function report(added: readonly AddedSource[], args: Args, context: Context): void {
  const { stdout, stderr } = context;
  if (isSet(args, 'json')) {
    const sources = added.map(({ path, ...rest }) => ({ ...rest, path: shownPath(path, context) }));
    stdout.write(stableJson(sources.length === 1 ? sources[0] : sources));
  }
  for (const { notes } of added) for (const note of notes) stderr.write(`gen0: ${note}\n`);
  if (isSet(args, 'json') || isSet(args, 'quiet')) return;
  for (const { id, status, card, path, sha256 } of added) {
    const bytes = plural(card.files.length, 'file');
    stdout.write(
      `${status.padEnd(10)}${id}  ${card.origin}, ${shareText(card.humanFraction)} human, ${bytes}\n` +
        `          ${shownPath(path, context)}, version ${sha256.slice(0, 12)}\n`,
    );
  }
}
