/** `gen0 source lineage`: what something was made from, and what was made of it. */
import { resolve } from 'node:path';
import { stableJson } from '../../report/index.js';
import { printable } from '../../report/terminal.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import { type Context, shownAt } from '../context.js';
import type { Provenance } from '../engine.js';
import { integerFlag, isSet, textFlag } from '../flags.js';
import { lineageTable, lineageTree } from '../lineage-text.js';
import { SOURCE_HELP, SOURCE_OPTIONS, sourceStore } from '../sources.js';

export const sourceLineage: Command = {
  name: 'source lineage',
  summary: 'what it was made from, and what was made of it',
  help: `gen0 source lineage <id or mixture's folder>

  gen0 source lineage gutenberg                   a source, a batch or a mixture
  gen0 source lineage mix-7/                      the mixture written there
  gen0 source lineage mix-7/ --document doc-41    one of its documents
  gen0 source lineage mix-7/ --dot | dot -Tsvg > mix-7.svg

The generation is the number of models between a text and the nearest human source.
Loops, in which something was made from itself, are named.

      --document ID    of a document: the path is a file, or a mixture's folder, whose
                       records name their source
      --table          a line an id, rather than trees
      --dot            a graph for Graphviz
      --mermaid        a graph for Mermaid
      --most N         of what was made of it, show so many (default 1000)
${SOURCE_HELP}${COMMON_HELP}`,
  options: {
    ...SOURCE_OPTIONS,
    document: { type: 'string' },
    table: { type: 'boolean' },
    dot: { type: 'boolean' },
    mermaid: { type: 'boolean' },
    most: { type: 'string' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(
      `source lineage takes one id, got ${args.positionals.length}: gen0 source lineage gutenberg`,
    );
  }
  const forms = ['json', 'table', 'dot', 'mermaid'].filter((form) => isSet(args, form));
  if (forms.length > 1) throw new UsageError(`--${forms[0]} and --${forms[1]}: choose one`);
  const most = integerFlag(args, 'most', 1, 1_000_000);
  const provenance = await context.engine.provenance();
  const store = await sourceStore(args, context);
  const document = textFlag(args, 'document');
  const path = resolve(context.cwd, name);
  const id =
    document !== undefined
      ? await provenance.sourceOfDocument(shownAt(name, context.cwd), document)
      : ((await provenance.mixtureIn(store, path)) ?? name);
  const lineage = await provenance.lineageOf(store, id, most);
  if (lineage === null) throw await notThere(id, store, provenance);
  const words = document === undefined ? '' : `Document ${printable(document)} of ${printable(name)}\n\n`;
  const text = {
    json: () => stableJson(document === undefined ? lineage : { document, ...lineage }),
    table: () => words + lineageTable(lineage),
    dot: () => provenance.lineageDot(lineage),
    mermaid: () => provenance.lineageMermaid(lineage),
    tree: () => words + lineageTree(lineage),
  }[forms[0] ?? 'tree']!();
  context.stdout.write(text);
  return 0;
}

async function notThere(id: string, store: string, provenance: Provenance): Promise<Error> {
  const known = [...(await provenance.currentCards(store)).keys()];
  for await (const { kind, entry } of provenance.recordsOf(store, 'mixture')) {
    if (kind === 'mixture') known.push(entry.id);
  }
  return provenance.unknownSource(id, known);
}
