/** `gen0 source lineage`: what something was made from, and what was made of it. */
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { integerFlag, isSet } from '../flags.js';
import { lineageTable, lineageTree } from '../lineage-text.js';
import { SOURCE_HELP, SOURCE_OPTIONS, sourceStore } from '../sources.js';

export const sourceLineage: Command = {
  name: 'source lineage',
  summary: 'what it was made from, and what was made of it',
  help: `gen0 source lineage <id>

  gen0 source lineage gutenberg                   a source, a batch or a mixture
  gen0 source lineage mix-7 --table
  gen0 source lineage mix-7 --dot | dot -Tsvg > mix-7.svg

The generation is the number of models between a text and the nearest human source.
Loops, in which something was made from itself, are named.

      --table          a line an id, rather than trees
      --dot            a graph for Graphviz
      --mermaid        a graph for Mermaid
      --most N         of what was made of it, show so many (default 1000)
${SOURCE_HELP}${COMMON_HELP}`,
  options: {
    ...SOURCE_OPTIONS,
    table: { type: 'boolean' },
    dot: { type: 'boolean' },
    mermaid: { type: 'boolean' },
    most: { type: 'string' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [id, ...more] = args.positionals;
  if (id === undefined || more.length > 0) {
    throw new UsageError(
      `source lineage takes one id, got ${args.positionals.length}: gen0 source lineage gutenberg`,
    );
  }
  const forms = ['json', 'table', 'dot', 'mermaid'].filter((form) => isSet(args, form));
  if (forms.length > 1) throw new UsageError(`--${forms[0]} and --${forms[1]}: choose one`);
  const most = integerFlag(args, 'most', 1, 1_000_000);
  const provenance = await context.engine.provenance();
  const store = await sourceStore(args, context);
  const lineage = await provenance.lineageOf(store, id, most);
  if (lineage === null)
    throw provenance.unknownSource(id, [...(await provenance.currentCards(store)).keys()]);
  const text = {
    json: () => stableJson(lineage),
    table: () => lineageTable(lineage),
    dot: () => provenance.lineageDot(lineage),
    mermaid: () => provenance.lineageMermaid(lineage),
    tree: () => lineageTree(lineage),
  }[forms[0] ?? 'tree']!();
  context.stdout.write(text);
  return 0;
}
