/** `gen0 source show`: one source, with the versions that were accepted. */
import { stableJson } from '../../report/index.js';
import { printable, wrap } from '../../report/terminal.js';
import { UsageError } from '../../util/errors.js';
import { formatBytes, plural } from '../../util/format.js';
import { shownPath } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';
import { generatorText, SOURCE_HELP, SOURCE_OPTIONS, shareText, sourceStore } from '../sources.js';

export const sourceShow: Command = {
  name: 'source show',
  summary: 'one source, with its versions',
  help: `gen0 source show <id>

  gen0 source show gutenberg
  gen0 source show gutenberg --yaml > sources/gutenberg.yaml     as it was accepted

      --yaml           the card as the ledger has it
${SOURCE_HELP}${COMMON_HELP}`,
  options: { ...SOURCE_OPTIONS, yaml: { type: 'boolean' } },
  run,
};

const MOST_FILES = 10;

async function run(args: Args, context: Context): Promise<number> {
  const [id, ...more] = args.positionals;
  if (id === undefined || more.length > 0) {
    throw new UsageError(
      `source show takes one id, got ${args.positionals.length}: gen0 source show gutenberg`,
    );
  }
  const provenance = await context.engine.provenance();
  const store = await sourceStore(args, context);
  const cards = await provenance.currentCards(store);
  const card = cards.get(id);
  if (card === undefined) throw provenance.unknownSource(id, [...cards.keys()]);
  const versions = (await provenance.versionsOf(store)).get(id)!;
  const path = shownPath(provenance.cardPath(store, id), context);
  if (isSet(args, 'json')) {
    context.stdout.write(stableJson({ card, path, versions }));
    return 0;
  }
  if (isSet(args, 'yaml')) {
    context.stdout.write(provenance.cardYaml(card));
    return 0;
  }
  const bytes = card.files.reduce((sum, file) => sum + file.bytes, 0);
  const rows: [string, string][] = [
    ['origin', `${card.origin}, ${shareText(card.humanFraction)} human`],
    ['generator', generatorText(card.generator)],
    ['collected', card.collectedAt ?? ''],
    ['licence', card.licence ?? ''],
    ['parents', card.parents.join(', ')],
    ...card.evidence.map(({ kind, statement, supports, weight }): [string, string] => {
      const about = [supports && `for ${supports}`, weight !== undefined && `weight ${weight}`].filter(
        Boolean,
      );
      return ['evidence', `${kind}${about.length > 0 ? ` (${about.join(', ')})` : ''}: ${statement}`];
    }),
    ['card', path],
    ['sha256', card.sha256 ?? ''],
    ['files', `${plural(card.files.length, 'file')}, ${formatBytes(bytes)}`],
    ...card.files
      .slice(0, MOST_FILES)
      .map((file): [string, string] => ['', `${file.path}  ${file.sha256.slice(0, 12)}`]),
    ['', card.files.length > MOST_FILES ? `and ${plural(card.files.length - MOST_FILES, 'more file')}` : ''],
    ...versions.map(({ n, at, sha256 }): [string, string] => [
      'version',
      `${sha256.slice(0, 12)}  ${at}  line ${n}`,
    ]),
  ];
  const lines = rows
    .filter(([, text]) => text !== '')
    .flatMap(([label, text]) =>
      wrap(printable(text), 86).map((line, i) => `  ${(i === 0 ? label : '').padEnd(11)}${line}`),
    );
  const title = card.title === undefined ? id : `${id}: ${printable(card.title)}`;
  context.stdout.write(`${title}\n\n${lines.join('\n')}\n`);
  return 0;
}
