/** `gen0 source export`: cards in the words of other standards. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceCard } from '../../provenance/index.js';
import type { Format } from '../../provenance/standards/index.js';
import { stableJson } from '../../report/index.js';
import { replaceFile } from '../../util/durable.js';
import { UsageError } from '../../util/errors.js';
import { shownPath } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { choiceFlag, isSet, textFlag } from '../flags.js';
import { SOURCE_HELP, SOURCE_OPTIONS, sourceStore } from '../sources.js';
import { version } from '../version.js';

export const sourceExport: Command = {
  name: 'source export',
  summary: 'write cards in the words of other standards',
  help: `gen0 source export <id…> --format F [-o FOLDER]

  gen0 source export gutenberg --format croissant > croissant.json
  gen0 source export gutenberg gen3 --format in-toto -o statements/
  gen0 source export --all --format oasis -o oasis/

Writes to stdout for one source, else to files in a folder, named for the ids. What a
format cannot say of a card is told on stderr.

      --format F       croissant (1.1, with PROV), hugging-face (head of a README.md),
                       oasis (Data Provenance Metadata 1.0), in-toto (statement v1,
                       signed in DSSE with the store's key), openlineage (the facet
                       syntheticContent of a dataset)
      --all            every source
  -o, --output DIR     where the files go; one that is there is written over
${SOURCE_HELP}${COMMON_HELP}`,
  options: {
    ...SOURCE_OPTIONS,
    format: { type: 'string' },
    all: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const standards = await context.engine.standards();
  const format = choiceFlag(args, 'format', Object.keys(standards.FORMATS) as Format[]);
  if (format === undefined)
    throw new UsageError(`--format: missing. There are ${Object.keys(standards.FORMATS).join(', ')}`);
  const provenance = await context.engine.provenance();
  const store = await sourceStore(args, context);
  const cards = cardsOf(args, await provenance.currentCards(store), provenance.unknownSource);
  const output = textFlag(args, 'output');
  if (output === undefined && cards.length > 1) {
    throw new UsageError(`${cards.length} sources go into files: add -o and a folder`);
  }
  const written: { id: string; path: string | null; lost: string[] }[] = [];
  for (const card of cards) {
    const { text, lost } = standards.writeCard(card, format, {
      key: () => provenance.signingKey(store),
      now: new Date(context.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      version: version(),
    });
    let path: string | null = null;
    if (output === undefined) {
      if (!isSet(args, 'json')) context.stdout.write(text);
    } else {
      const folder = resolve(context.cwd, output);
      if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
      path = join(folder, `${card.id.replaceAll('/', '--')}.${standards.FORMATS[format]}`);
      replaceFile(path, text);
    }
    written.push({ id: card.id, path: path === null ? null : shownPath(path, context), lost });
    if (isSet(args, 'json') && output === undefined) {
      context.stdout.write(stableJson({ ...written[0], text }));
      return 0;
    }
  }
  if (!isSet(args, 'json')) tellLost(written, format, context);
  if (isSet(args, 'json')) context.stdout.write(stableJson(written));
  else if (output !== undefined && !isSet(args, 'quiet')) {
    for (const { id, path } of written) context.stdout.write(`${id}  ${path}\n`);
  }
  return 0;
}

/** What a format does not carry, card by card; of many cards in a line for each list of fields. */
function tellLost(
  written: readonly { id: string; lost: string[] }[],
  format: Format,
  { stderr }: Context,
): void {
  const byFields = new Map<string, string[]>();
  for (const { id, lost } of written) {
    if (lost.length > 0) byFields.set(lost.join(', '), [...(byFields.get(lost.join(', ')) ?? []), id]);
  }
  for (const [fields, ids] of byFields) {
    const whose = ids.length <= 3 ? ids.join(', ') : `${ids.length} sources (--json names them)`;
    stderr.write(`gen0: ${whose}: ${format} does not carry ${fields} as the card has it\n`);
  }
}

function cardsOf(
  args: Args,
  known: ReadonlyMap<string, SourceCard>,
  unknownSource: (id: string, known: readonly string[]) => Error,
): SourceCard[] {
  const { positionals } = args;
  if (isSet(args, 'all')) {
    if (positionals.length > 0) throw new UsageError('--all, or ids: not both');
    return [...known.values()];
  }
  if (positionals.length === 0)
    throw new UsageError('no source: gen0 source export gutenberg --format croissant');
  return [...new Set(positionals)].map((id) => {
    const card = known.get(id);
    if (card === undefined) throw unknownSource(id, [...known.keys()]);
    return card;
  });
}
