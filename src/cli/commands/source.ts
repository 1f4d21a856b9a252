/** `gen0 source`: what lies below it. */
import { COMMON_HELP, type Command } from '../command.js';
import { parentCommand } from '../parent-command.js';

const VERBS: Record<string, () => Promise<Command>> = {
  add: async () => (await import('./source-add.js')).sourceAdd,
  list: async () => (await import('./source-list.js')).sourceList,
  show: async () => (await import('./source-show.js')).sourceShow,
  verify: async () => (await import('./source-verify.js')).sourceVerify,
  lineage: async () => (await import('./source-lineage.js')).sourceLineage,
  import: async () => (await import('./source-import.js')).sourceImport,
  export: async () => (await import('./source-export.js')).sourceExport,
  query: async () => (await import('./source-query.js')).sourceQuery,
};

const HELP = `gen0 source <verb>

  gen0 source add books/ --id gutenberg --origin human --evidence "printed before 1930"
  gen0 source list                              all sources, and what is known of them
  gen0 source verify                            that nothing was altered since
  gen0 source lineage gutenberg                 what was made of it

Where texts come from, and how that is known: a card a source in sources/, which
people edit, and a ledger that records every version that was accepted.

add       take a source in              list      all sources
show      one source                    verify    check ledger, cards and files
lineage   made from, and made of it     query     SQL over the ledger
import    from other standards          export    to other standards
gen0 source <verb> --help tells more.
${COMMON_HELP}`;

export const source = parentCommand({
  name: 'source',
  summary: 'where texts come from, and how that is known',
  help: HELP,
  verbs: VERBS,
});
