/** `gen0 source list`: all sources, and what is known of them. */

import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { choiceFlag, isSet } from '../flags.js';
import { generatorText, SOURCE_HELP, SOURCE_OPTIONS, shareText, sourceStore, tableText } from '../sources.js';

export const sourceList: Command = {
  name: 'source list',
  summary: 'all sources',
  help: `gen0 source list

  gen0 source list
  gen0 source list --origin unknown

      --origin O       only human, synthetic, mixed or unknown ones
${SOURCE_HELP}${COMMON_HELP}`,
  options: { ...SOURCE_OPTIONS, origin: { type: 'string' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 0) {
    throw new UsageError(
      `source list takes no argument, got ${args.positionals[0]}; gen0 source show tells of one`,
    );
  }
  const provenance = await context.engine.provenance();
  const origin = choiceFlag(args, 'origin', provenance.ORIGINS);
  const all = [...(await provenance.currentCards(await sourceStore(args, context))).values()];
  const cards = all.filter((card) => origin === undefined || card.origin === origin);
  if (isSet(args, 'json')) {
    context.stdout.write(stableJson(cards));
    return 0;
  }
  if (cards.length === 0) {
    const none = origin === undefined ? 'No sources yet' : `No source of origin ${origin}`;
    context.stdout.write(`${none}. gen0 source add <files> --id ID makes one.\n`);
    return 0;
  }
  const rows = cards.map((card) => [
    card.id,
    card.origin,
    shareText(card.humanFraction),
    generatorText(card.generator),
    card.collectedAt ?? '',
    card.licence ?? '',
    card.parents.join(' '),
    String(card.files.length),
  ]);
  const headings = ['source', 'origin', 'human', 'generator', 'collected', 'licence', 'parents', 'files'];
  context.stdout.write(tableText(headings, rows, 40));
  return 0;
}
